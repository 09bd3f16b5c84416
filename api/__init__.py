"""The API: GraphQL compiled to Cypher, RDF, and the pages around them."""
