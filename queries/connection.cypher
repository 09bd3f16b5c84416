// How are two entities connected: the shortest paths, with the evidence of every hop?
// from: ID, the id of the one
// to: ID, the id of the other
// lengths: INTEGER, how many different lengths to show, the shortest first
// asOf: DATE, the day it is asked of (2025-09-10, 2025-09 or 2025); empty for all that has not ended today
// limit: INTEGER, how many paths at most
// :param from => 'agency/cnca'
// :param to => 'government/320500'
// :param lengths => 1
// :param asOf => ''
// :param limit => 10
CYPHER 25
LET day = CASE $asOf WHEN '' THEN toString(date()) ELSE $asOf END,
    latest = CASE $asOf WHEN '' THEN '~' ELSE $asOf + '~' END // a partial date counts whole, an unknown one is open
MATCH (a:Entity {id: $from})
MATCH (b:Entity {id: $to})
// All paths of a length or none, so that the answer is the same every time. FROM and HAS lead to evidence, not to entities.
MATCH path = SHORTEST $lengths GROUPS (a)
      (()-[hop:!FROM&!HAS]-(x:Entity)
       WHERE all(s IN [hop, x] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))){1,6}
      (b)
WHERE all(n IN nodes(path) WHERE single(m IN nodes(path) WHERE m = n))
WITH path ORDER BY length(path), [r IN relationships(path) | r.id] LIMIT $limit
WITH collect(path) AS paths
UNWIND range(1, size(paths)) AS number
UNWIND range(1, length(paths[number - 1])) AS hop
LET r = relationships(paths[number - 1])[hop - 1]
LET s = startNode(r), o = endNode(r)
RETURN number AS path, hop, s.id AS subject, coalesce(s.name_en, s.name_zh) AS subject_name, type(r) AS relation,
       o.id AS object, coalesce(o.name_en, o.name_zh) AS object_name, r.title AS title, r.since AS since, r.until AS until,
       CASE WHEN any(s IN [r, s, o] WHERE s.status = 'PLANNED') THEN 'PLANNED' ELSE 'ASSERTED' END AS status, r.id AS statement,
       COLLECT {
         UNWIND r.sources AS source
         MATCH (d:Document {id: source})
         OPTIONAL MATCH (e:Evidence {statement: r.id})-[:FROM]->(d)
         WITH d, e ORDER BY d.id, e.id
         RETURN {document: d.id, title: d.title, publisher: d.publisher, date: d.date, place: e.place}
       } AS evidence
ORDER BY path, hop
