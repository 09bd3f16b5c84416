// Which pilots does a place have, with all places below it?
// place: ID, the id of a government or a zone
// asOf: DATE, the day it is asked of (2025-09-10, 2025-09 or 2025); empty for all that has not ended today
// limit: INTEGER, how many rows at most
// :param place => 'government/370000'
// :param asOf => ''
// :param limit => 100
CYPHER 25
LET day = CASE $asOf WHEN '' THEN toString(date()) ELSE $asOf END,
    latest = CASE $asOf WHEN '' THEN '~' ELSE $asOf + '~' END // a partial date counts whole, an unknown one is open
// Downwards through the places only, so that it costs as many places as there are below, however many pilots there are elsewhere.
MATCH (:Entity {id: $place})
      (()<-[down:LOCATED_IN|PART_OF]-(:Government|PilotZone)
       WHERE coalesce(down.until >= left(day, size(down.until)), true) AND coalesce(down.since <= latest, true)){0,8} (x)
WITH DISTINCT x, day, latest
MATCH (x)<-[r:LOCATED_IN]-(p:Pilot)
WHERE all(s IN [p, r, x] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
WITH p, r, x, day, latest ORDER BY x.id
WITH p, collect(r) AS located, collect(x.id) AS places, day, latest
RETURN p.id AS pilot, p.name_en AS name_en, p.name_zh AS name_zh, p.name_fr AS name_fr, places,
       COLLECT {
         MATCH (p)-[t:STRENGTHENS]->(c:IndustrialChain)
         WHERE all(s IN [t, c] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
         RETURN c.id ORDER BY c.id
       } AS chains,
       p.since AS since, p.until AS until,
       CASE WHEN p.status = 'PLANNED' OR all(r IN located WHERE r.status = 'PLANNED') THEN 'PLANNED'
            ELSE 'ASSERTED' END AS status,
       COLLECT {
         UNWIND located AS r
         UNWIND r.sources AS source
         MATCH (d:Document {id: source})
         OPTIONAL MATCH (e:Evidence {statement: r.id})-[:FROM]->(d)
         WITH DISTINCT d, e.place AS place ORDER BY d.id, place
         RETURN {document: d.id, title: d.title, publisher: d.publisher, date: d.date, place: place}
       } AS evidence
ORDER BY pilot
LIMIT $limit
