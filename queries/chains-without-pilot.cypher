// Which industrial chains of a place have no pilot in it?
// place: ID, the id of a government or a zone; all below it counts
// asOf: DATE, the day it is asked of (2025-09-10, 2025-09 or 2025); empty for all that has not ended today
// limit: INTEGER, how many rows at most
// :param place => 'government/370000'
// :param asOf => ''
// :param limit => 100
CYPHER 25
LET day = CASE $asOf WHEN '' THEN toString(date()) ELSE $asOf END,
    latest = CASE $asOf WHEN '' THEN '~' ELSE $asOf + '~' END // a partial date counts whole, an unknown one is open
// A chain is of a place if it lies in it, or if what lies in it leads the chain, belongs to it, invests in it, strengthens it or
// is about it: an enterprise, a zone, a programme, a policy issued or an agreement signed there, a figure told of both.
MATCH (:Entity {id: $place})
      (()<-[down:LOCATED_IN|PART_OF]-(:Entity)
       WHERE coalesce(down.until >= left(day, size(down.until)), true) AND coalesce(down.since <= latest, true)){0,8} (x)
WHERE NOT x:Agreement // that it was signed there
WITH DISTINCT x, day, latest
CALL (x) {
  MATCH (x:!IndustrialChain)<-[r:LOCATED_IN]-(c:IndustrialChain) RETURN r, c, x AS by
  UNION ALL
  MATCH (x)-[r:LEADS|MEMBER_OF|INVESTS_IN|STRENGTHENS|CONCERNS]->(c:IndustrialChain) RETURN r, c, x AS by
  UNION ALL
  MATCH (x)<-[:ISSUED_BY]-(by:Policy|Programme)-[r:STRENGTHENS|CONCERNS]->(c:IndustrialChain) RETURN r, c, by
  UNION ALL
  MATCH (x)-[:SIGNED]->(by:Agreement)-[r:STRENGTHENS|CONCERNS]->(c:IndustrialChain) RETURN r, c, by
  UNION ALL
  MATCH (x:Government|PilotZone)<-[:MEASURES]-(by:Statistic|Target)-[r:MEASURES]->(c:IndustrialChain) RETURN r, c, by
}
FILTER all(s IN [r, c, by] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
WITH c, r, by, day, latest ORDER BY type(r), by.id
WITH c, collect(DISTINCT type(r) + ' ' + by.id) AS because, collect(DISTINCT r) AS ties, day, latest
// A planned pilot is none yet. Upwards from the chain's pilots, which are few.
CALL (c, day, latest) {
  OPTIONAL MATCH (c)<-[t:STRENGTHENS]-(p:Pilot)
  WHERE all(s IN [t, p] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
  WITH p, t, t.status = 'ASSERTED' AND p.status = 'ASSERTED' AND EXISTS {
         (p)-[:LOCATED_IN]->()
         (()-[up:LOCATED_IN|PART_OF]->() WHERE coalesce(up.until >= left(day, size(up.until)), true) AND coalesce(up.since <= latest, true)){0,8}
         (:Entity {id: $place})
       } AS here ORDER BY p.id
  RETURN count(CASE WHEN here THEN p END) AS pilots, collect(p.id) AS other_pilots
}
FILTER pilots = 0
RETURN c.id AS chain, c.name_en AS name_en, c.name_zh AS name_zh, c.name_fr AS name_fr, because, other_pilots,
       CASE WHEN c.status = 'PLANNED' OR all(r IN ties WHERE r.status = 'PLANNED') THEN 'PLANNED' ELSE 'ASSERTED' END AS status,
       COLLECT {
         UNWIND ties AS r
         UNWIND r.sources AS source
         MATCH (d:Document {id: source})
         OPTIONAL MATCH (e:Evidence {statement: r.id})-[:FROM]->(d)
         WITH DISTINCT d, e.place AS place ORDER BY d.id, place
         RETURN {document: d.id, title: d.title, publisher: d.publisher, date: d.date, place: place}
       } AS evidence
ORDER BY chain
LIMIT $limit
