// Why is a statement believed?
// statement: ID, the id of an entity or of a relation
// :param statement => 'agreement/ccic-suzhou-2020'
CYPHER 25
LET type = toUpper(replace(split($statement, '/')[0], '-', '_')) // the id says where to look: 'located-in/...' is a LOCATED_IN
CALL (type) {
  MATCH (n:Entity {id: $statement})
  RETURN n AS s, head([l IN labels(n) WHERE l <> 'Entity']) AS kind, n.id AS subject, null AS object
  UNION ALL
  MATCH (a)-[r:$(type) {id: $statement}]->(b)
  RETURN r AS s, type(r) AS kind, a.id AS subject, b.id AS object
}
UNWIND s.sources AS source
MATCH (d:Document {id: source})
OPTIONAL MATCH (e:Evidence {statement: $statement})-[:FROM]->(d)
RETURN kind, subject, object, s.since AS since, s.until AS until, s.status AS status,
       d.id AS document, d.title AS title, d.publisher AS publisher, d.date AS date, d.url AS url,
       e.place AS place, e.quote AS quote, e.method AS method, e.confidence AS confidence
ORDER BY date, document, e.id
