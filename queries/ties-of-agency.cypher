// What is an agency tied to, by kind of relation?
// agency: ID, the agency's id
// asOf: DATE, the day it is asked of (2025-09-10, 2025-09 or 2025); empty for all that has not ended today
// limit: INTEGER, how many rows at most
// :param agency => 'agency/cnca'
// :param asOf => ''
// :param limit => 100
CYPHER 25
LET day = CASE $asOf WHEN '' THEN toString(date()) ELSE $asOf END,
    latest = CASE $asOf WHEN '' THEN '~' ELSE $asOf + '~' END // a partial date counts whole, an unknown one is open
MATCH (a:Agency {id: $agency})-[r]-(n:Entity)
WHERE all(s IN [r, n] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
RETURN type(r) AS relation, CASE WHEN startNode(r) = a THEN '->' ELSE '<-' END AS direction,
       n.id AS entity, head([l IN labels(n) WHERE l <> 'Entity']) AS type,
       n.name_en AS name_en, n.name_zh AS name_zh, r.title AS title,
       COLLECT { MATCH (n)<-[:SIGNED {onBehalfOf: $agency}]-(who:Person) RETURN who.id ORDER BY who.id } AS signed_for_it,
       r.since AS since, r.until AS until,
       CASE WHEN any(s IN [r, n] WHERE s.status = 'PLANNED') THEN 'PLANNED' ELSE 'ASSERTED' END AS status,
       COLLECT {
         UNWIND r.sources AS source
         MATCH (d:Document {id: source})
         OPTIONAL MATCH (e:Evidence {statement: r.id})-[:FROM]->(d)
         WITH d, e ORDER BY d.id, e.id
         RETURN {document: d.id, title: d.title, publisher: d.publisher, date: d.date, place: e.place}
       } AS evidence
ORDER BY relation, direction, entity, title
LIMIT $limit
