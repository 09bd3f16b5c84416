// How does a place stand against its targets?
// place: ID, the id of a government or a zone
// asOf: DATE, the day it is asked of (2025-09-10, 2025-09 or 2025); empty for all that has not ended today
// limit: INTEGER, how many rows at most
// :param place => 'government/370000'
// :param asOf => ''
// :param limit => 100
CYPHER 25
LET day = CASE $asOf WHEN '' THEN toString(date()) ELSE $asOf END,
    latest = CASE $asOf WHEN '' THEN '~' ELSE $asOf + '~' END // a partial date counts whole, an unknown one is open
MATCH (p:Entity {id: $place})<-[r:MEASURES]-(t:Target)
WHERE all(s IN [r, t] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
CALL (p, t, day, latest) {
  OPTIONAL MATCH (p)<-[m:MEASURES]-(f:Statistic)
  WHERE toLower(f.indicator) = toLower(t.indicator) AND f.unit = t.unit
    AND all(s IN [m, f] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
  // the latest, by the end of its period; a year or month lasts to its last day
  RETURN f, m ORDER BY last(split(f.period, '/')) + '~' DESC, f.id LIMIT 1
}
RETURN t.id AS target, t.indicator AS indicator, t.qualifier AS qualifier,
       CASE WHEN t.value = toInteger(t.value) THEN toInteger(t.value) ELSE t.value END AS value, t.unit AS unit,
       t.period AS period, t.note AS note,
       COLLECT { MATCH (t)<-[:SETS]-(y:Policy) RETURN y.id ORDER BY y.id } AS set_by,
       f.id AS statistic, f.qualifier AS observed_qualifier,
       CASE WHEN f.value = toInteger(f.value) THEN toInteger(f.value) ELSE f.value END AS observed,
       f.period AS observed_period, f.note AS observed_note,
       // "more than 300" reaches 300 and says nothing of 400
       CASE
         WHEN f.value > t.value OR f.value = t.value AND (t.qualifier <> 'MORE_THAN' OR f.qualifier = 'MORE_THAN') THEN true
         WHEN f.qualifier IN ['MORE_THAN', 'AT_LEAST'] OR f.value IS NULL THEN null
         ELSE false
       END AS reached,
       round(toFloat(f.value) / nullIf(t.value, 0), 3) AS share,
       CASE WHEN any(s IN [r, t] WHERE s.status = 'PLANNED') THEN 'PLANNED' ELSE 'ASSERTED' END AS status,
       COLLECT {
         UNWIND [s IN [r, m] WHERE s IS NOT NULL] AS s
         UNWIND s.sources AS source
         MATCH (d:Document {id: source})
         OPTIONAL MATCH (e:Evidence {statement: s.id})-[:FROM]->(d)
         WITH s, d, e ORDER BY d.id, e.id
         RETURN {of: CASE s WHEN r THEN 'target' ELSE 'statistic' END,
                 document: d.id, title: d.title, publisher: d.publisher, date: d.date, place: e.place}
       } AS evidence
ORDER BY indicator, target
LIMIT $limit
