// Who signed an agreement, for whom, who was present, what did it establish, strengthen and concern?
// agreement: ID, the agreement's id
// asOf: DATE, the day it is asked of (2025-09-10, 2025-09 or 2025); empty for all that has not ended today
// limit: INTEGER, how many rows at most
// :param agreement => 'agreement/ccic-suzhou-2020'
// :param asOf => ''
// :param limit => 100
CYPHER 25
LET day = CASE $asOf WHEN '' THEN toString(date()) ELSE $asOf END,
    latest = CASE $asOf WHEN '' THEN '~' ELSE $asOf + '~' END // a partial date counts whole, an unknown one is open
MATCH (a:Agreement {id: $agreement})
CALL (a) {
  MATCH (a)<-[r:SIGNED|ATTENDED]-(n:Entity) RETURN r, n
  UNION ALL
  MATCH (a)-[r:ESTABLISHES|STRENGTHENS|CONCERNS]->(n:Entity) RETURN r, n
}
FILTER all(s IN [a, r, n] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
RETURN type(r) AS role, n.id AS entity, head([l IN labels(n) WHERE l <> 'Entity']) AS type,
       n.name_en AS name_en, n.name_zh AS name_zh, r.onBehalfOf AS on_behalf_of,
       COLLECT {
         MATCH (n)-[h:HOLDS_POST]->(body:Entity)
         // a post that had ended before the signing, or began after it, does not count
         WHERE coalesce(h.until >= left(a.since, size(h.until)), true) AND coalesce(h.since <= a.since + '~', true)
         RETURN h.title + ', ' + coalesce(body.name_en, body.name_zh, body.id) AS post ORDER BY post
       } AS posts,
       COLLECT { MATCH (n)<-[:UNVEILED]-(who:Person) RETURN who.id ORDER BY who.id } AS unveiled_by,
       coalesce(r.since, n.since) AS since, coalesce(r.until, n.until) AS until,
       CASE WHEN any(s IN [a, r, n] WHERE s.status = 'PLANNED') THEN 'PLANNED' ELSE 'ASSERTED' END AS status,
       COLLECT {
         UNWIND r.sources AS source
         MATCH (d:Document {id: source})
         OPTIONAL MATCH (e:Evidence {statement: r.id})-[:FROM]->(d)
         WITH d, e ORDER BY d.id, e.id
         RETURN {document: d.id, title: d.title, publisher: d.publisher, date: d.date, place: e.place}
       } AS evidence
ORDER BY CASE role WHEN 'SIGNED' THEN 1 WHEN 'ATTENDED' THEN 2 WHEN 'ESTABLISHES' THEN 3 WHEN 'STRENGTHENS' THEN 4 ELSE 5 END,
         entity, on_behalf_of
LIMIT $limit
