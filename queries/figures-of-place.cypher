// Which figures and ranks are told of a place?
// place: ID, the id of a government or a zone
// asOf: DATE, the day it is asked of (2025-09-10, 2025-09 or 2025); empty for all that has not ended today
// limit: INTEGER, how many rows at most
// :param place => 'government/440000'
// :param asOf => ''
// :param limit => 100
CYPHER 25
LET day = CASE $asOf WHEN '' THEN toString(date()) ELSE $asOf END,
    latest = CASE $asOf WHEN '' THEN '~' ELSE $asOf + '~' END // a partial date counts whole, an unknown one is open
MATCH (p:Entity {id: $place})<-[r:MEASURES]-(f:Statistic)
WHERE all(s IN [r, f] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
RETURN f.id AS statistic, f.indicator AS indicator, f.qualifier AS qualifier,
       CASE WHEN f.value = toInteger(f.value) THEN toInteger(f.value) ELSE f.value END AS value, f.unit AS unit,
       f.period AS period, f.rank AS rank, f.rankScope AS rank_scope, f.note AS note,
       COLLECT { MATCH (f)-[:MEASURES]->(x:Entity) WHERE x <> p RETURN x.id ORDER BY x.id } AS also_of,
       CASE WHEN any(s IN [r, f] WHERE s.status = 'PLANNED') THEN 'PLANNED' ELSE 'ASSERTED' END AS status,
       COLLECT {
         UNWIND r.sources AS source
         MATCH (d:Document {id: source})
         OPTIONAL MATCH (e:Evidence {statement: r.id})-[:FROM]->(d)
         WITH d, e ORDER BY d.id, e.id
         RETURN {document: d.id, title: d.title, publisher: d.publisher, date: d.date, place: e.place}
       } AS evidence
ORDER BY indicator, period DESC, statistic
LIMIT $limit
