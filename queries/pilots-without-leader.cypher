// Which pilots strengthen no chain that an enterprise leads?
// place: ID, the id of a government or a zone, with all below it; empty for everywhere
// asOf: DATE, the day it is asked of (2025-09-10, 2025-09 or 2025); empty for all that has not ended today
// limit: INTEGER, how many rows at most
// :param place => 'government/370000'
// :param asOf => ''
// :param limit => 100
CYPHER 25
LET day = CASE $asOf WHEN '' THEN toString(date()) ELSE $asOf END,
    latest = CASE $asOf WHEN '' THEN '~' ELSE $asOf + '~' END // a partial date counts whole, an unknown one is open
// Downwards through the places only (see pilots-of-place); every pilot where no place is given.
CALL (day, latest) {
  WITH * WHERE $place <> ''
  MATCH (:Entity {id: $place})
        (()<-[down:LOCATED_IN|PART_OF]-(:Government|PilotZone)
         WHERE coalesce(down.until >= left(day, size(down.until)), true) AND coalesce(down.since <= latest, true)){0,8} (x)
  WITH DISTINCT x
  MATCH (x)<-[:LOCATED_IN]-(p:Pilot)
  RETURN DISTINCT p
  UNION ALL
  WITH * WHERE $place = ''
  MATCH (p:Pilot)
  RETURN p
}
FILTER all(s IN [p] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
CALL (p, day, latest) {
  OPTIONAL MATCH (p)-[t:STRENGTHENS]->(c:IndustrialChain)
  WHERE all(s IN [t, c] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
  OPTIONAL MATCH (c)<-[r:LEADS]-(n:Enterprise)
  WHERE all(s IN [r, n] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
  WITH c, r, n ORDER BY c.id, n.id
  // a planned leader is none yet, and shown
  RETURN collect(DISTINCT c.id) AS chains, collect(DISTINCT CASE WHEN r.status = 'PLANNED' THEN n.id END) AS planned_leaders,
         count(CASE WHEN r.status = 'ASSERTED' THEN n END) AS leaders
}
FILTER leaders = 0
RETURN p.id AS pilot, p.name_en AS name_en, p.name_zh AS name_zh, p.name_fr AS name_fr, chains, planned_leaders,
       p.since AS since, p.until AS until, p.status AS status,
       COLLECT {
         UNWIND p.sources AS source
         MATCH (d:Document {id: source})
         OPTIONAL MATCH (e:Evidence {statement: p.id})-[:FROM]->(d)
         WITH d, e ORDER BY d.id, e.id
         RETURN {document: d.id, title: d.title, publisher: d.publisher, date: d.date, place: e.place}
       } AS evidence
ORDER BY pilot
LIMIT $limit
