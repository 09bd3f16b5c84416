"""The SPARQL 1.1 Protocol, read only, over a store that follows the graph."""
