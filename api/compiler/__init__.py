"""The compiler: from a validated GraphQL operation and the ontology to one Cypher statement.

given.py      arguments as trees, each leaf knowing where its value comes from at run time
text.py       Cypher as it grows: variables, parameters, moments in time
where.py      filters
order.py      orders and cursors
row.py        rows of columns, and where a connection's entities come from
select.py     selections: entities, connections, evidence
page.py       one page of a connection: edges, nodes, pageInfo
roots.py      root fields: lookups, lists, search, paths
plan.py       the whole: a statement, its parameters, and a function from its one row to the response
"""
