// What strengthens a place, with all below it: pilots, zones, policies, programmes, platforms and agreements?
// place: ID, the id of a government or a zone
// asOf: DATE, the day it is asked of (2025-09-10, 2025-09 or 2025); empty for all that has not ended today
// limit: INTEGER, how many rows at most
// :param place => 'government/370000'
// :param asOf => ''
// :param limit => 100
CYPHER 25
LET day = CASE $asOf WHEN '' THEN toString(date()) ELSE $asOf END,
    latest = CASE $asOf WHEN '' THEN '~' ELSE $asOf + '~' END // a partial date counts whole, an unknown one is open
// Downwards from the place: 1,318 db hits to what lies in Shandong; upwards from the
// pilots, zones, platforms and programmes they are 2,493.
MATCH (:Entity {id: $place})
      (()<-[down:LOCATED_IN|PART_OF]-(:Entity)
       WHERE coalesce(down.until >= left(day, size(down.until)), true) AND coalesce(down.since <= latest, true)){0,8} (x)
WHERE NOT x:IndustrialChain|Agreement
WITH DISTINCT x, day, latest
CALL (x) {
  MATCH (x)<-[r:LOCATED_IN|PART_OF|ISSUED_BY|CONCERNS]-(n:Pilot|PilotZone|Platform|Programme|Policy|Agreement)
  WHERE NOT (n:Agreement AND r:LOCATED_IN) // where it was signed
  RETURN r, n
  UNION ALL
  MATCH (x)-[r:SIGNED|ESTABLISHES]->(n:Agreement|Platform)
  RETURN r, n
}
FILTER all(s IN [r, n] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
WITH n, r, x, day, latest ORDER BY type(r), x.id
WITH n, collect(DISTINCT type(r) + ' ' + x.id) AS because, collect(DISTINCT r) AS ties, day, latest
ORDER BY head([l IN labels(n) WHERE l <> 'Entity']), n.id LIMIT $limit
RETURN head([l IN labels(n) WHERE l <> 'Entity']) AS kind, n.id AS entity, n.name_en AS name_en, n.name_zh AS name_zh, because,
       COLLECT {
         MATCH (n)-[t:STRENGTHENS]->(c:IndustrialChain)
         WHERE all(s IN [t, c] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
         RETURN c.id ORDER BY c.id
       } AS chains,
       n.since AS since, n.until AS until,
       CASE WHEN n.status = 'PLANNED' OR all(r IN ties WHERE r.status = 'PLANNED') THEN 'PLANNED' ELSE 'ASSERTED' END AS status,
       COLLECT {
         UNWIND ties AS r
         UNWIND r.sources AS source
         MATCH (d:Document {id: source})
         OPTIONAL MATCH (e:Evidence {statement: r.id})-[:FROM]->(d)
         WITH DISTINCT d, e.place AS place ORDER BY d.id, place
         RETURN {document: d.id, title: d.title, publisher: d.publisher, date: d.date, place: place}
       } AS evidence
ORDER BY kind, entity
