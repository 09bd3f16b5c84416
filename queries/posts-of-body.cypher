// Who holds or held a post in a body?
// body: ID, the id of an agency, government, enterprise or organization
// title: STRING, a part of the post's title; empty for all posts
// asOf: DATE, the day it is asked of (2025-09-10, 2025-09 or 2025); empty for past posts too
// limit: INTEGER, how many rows at most
// :param body => 'government/320500'
// :param title => ''
// :param asOf => ''
// :param limit => 100
CYPHER 25
MATCH (:Entity {id: $body})<-[r:HOLDS_POST]-(p:Person)
WHERE toLower(r.title) CONTAINS toLower($title)
  // a partial date counts whole, an unknown one is open
  AND ($asOf = '' OR coalesce(r.since <= $asOf + '~', true) AND coalesce(r.until >= left($asOf, size(r.until)), true))
RETURN p.id AS person, p.name_en AS name_en, p.name_zh AS name_zh, r.title AS title, r.since AS since, r.until AS until,
       coalesce(r.until < left(toString(date()), size(r.until)), false) AS ended,
       CASE WHEN any(s IN [p, r] WHERE s.status = 'PLANNED') THEN 'PLANNED' ELSE 'ASSERTED' END AS status,
       COLLECT {
         UNWIND r.sources AS source
         MATCH (d:Document {id: source})
         OPTIONAL MATCH (e:Evidence {statement: r.id})-[:FROM]->(d)
         WITH d, e ORDER BY d.id, e.id
         RETURN {document: d.id, title: d.title, publisher: d.publisher, date: d.date, place: e.place}
       } AS evidence
ORDER BY person, title
LIMIT $limit
