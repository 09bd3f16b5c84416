// Which enterprises lead an industrial chain or belong to it, its segments included?
// chain: ID, the chain's id
// asOf: DATE, the day it is asked of (2025-09-10, 2025-09 or 2025); empty for all that has not ended today
// limit: INTEGER, how many rows at most
// :param chain => 'industrial-chain/carbon-fibre'
// :param asOf => ''
// :param limit => 100
CYPHER 25
LET day = CASE $asOf WHEN '' THEN toString(date()) ELSE $asOf END,
    latest = CASE $asOf WHEN '' THEN '~' ELSE $asOf + '~' END // a partial date counts whole, an unknown one is open
MATCH (:IndustrialChain {id: $chain})<-[parts:PART_OF]-{0,5}(c:IndustrialChain)<-[r:LEADS|MEMBER_OF]-(n:Enterprise)
WHERE all(s IN [n, r, c] + parts WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
WITH DISTINCT n, r, c
RETURN n.id AS enterprise, n.name_en AS name_en, n.name_zh AS name_zh, n.name_fr AS name_fr,
       type(r) AS relation, r.position AS position, c.id AS chain,
       r.since AS since, r.until AS until,
       CASE WHEN any(s IN [n, r, c] WHERE s.status = 'PLANNED') THEN 'PLANNED' ELSE 'ASSERTED' END AS status,
       COLLECT {
         UNWIND r.sources AS source
         MATCH (d:Document {id: source})
         OPTIONAL MATCH (e:Evidence {statement: r.id})-[:FROM]->(d)
         WITH d, e ORDER BY d.id, e.id
         RETURN {document: d.id, title: d.title, publisher: d.publisher, date: d.date, place: e.place}
       } AS evidence
ORDER BY relation, enterprise, chain
LIMIT $limit
