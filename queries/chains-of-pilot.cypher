// Which industrial chains does a pilot strengthen?
// pilot: ID, the pilot's id
// asOf: DATE, the day it is asked of (2025-09-10, 2025-09 or 2025); empty for all that has not ended today
// :param pilot => 'pilot/weihai-lingang-carbon-fibre'
// :param asOf => ''
CYPHER 25
LET day = CASE $asOf WHEN '' THEN toString(date()) ELSE $asOf END,
    latest = CASE $asOf WHEN '' THEN '~' ELSE $asOf + '~' END // a partial date counts whole, an unknown one is open
MATCH (p:Pilot {id: $pilot})-[r:STRENGTHENS]->(c:IndustrialChain)
WHERE all(s IN [p, r, c] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
RETURN c.id AS chain, c.name_en AS name_en, c.name_zh AS name_zh, c.name_fr AS name_fr,
       coalesce(r.since, p.since) AS since, coalesce(r.until, p.until) AS until,
       CASE WHEN any(s IN [p, r, c] WHERE s.status = 'PLANNED') THEN 'PLANNED' ELSE 'ASSERTED' END AS status,
       COLLECT {
         UNWIND r.sources AS source
         MATCH (d:Document {id: source})
         OPTIONAL MATCH (e:Evidence {statement: r.id})-[:FROM]->(d)
         WITH d, e ORDER BY d.id, e.id
         RETURN {document: d.id, title: d.title, publisher: d.publisher, date: d.date, place: e.place}
       } AS evidence
ORDER BY chain
