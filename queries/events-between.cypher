// What happened between two dates: what began, what ended, what was published?
// from: DATE, the first day, or a month or a year, which counts whole
// to: DATE, the last day, or a month or a year, which counts whole
// limit: INTEGER, how many rows at most
// :param from => '2020-12'
// :param to => '2020-12'
// :param limit => 100
CYPHER 25
// Dates are indexed as words, those of all relations together; a date known to the year counts in any part of it.
LET span = '["' + replace($from, '"', '') + '" TO "' + replace($to, '"', '') + '~"]',
    whole = '("' + replace(left($from, 4), '"', '') + '" OR "' + replace(left($from, 7), '"', '') + '")'
LET asked = reduce(q = 'since:' + span, part IN ['until:' + span, 'date:' + span, 'since:' + whole, 'until:' + whole, 'date:' + whole] | q + ' OR ' + part)
CALL () { SHOW FULLTEXT INDEXES YIELD name, entityType WHERE name STARTS WITH 'ql_dates_' RETURN name, entityType }
CALL (asked, name, entityType) {
  WITH * WHERE entityType = 'NODE'
  CALL db.index.fulltext.queryNodes(name, asked) YIELD node AS n
  RETURN n AS s, head([l IN labels(n) WHERE l <> 'Entity']) AS kind, n AS subject, null AS object, n.date AS published
  UNION ALL
  WITH * WHERE entityType = 'RELATIONSHIP'
  CALL db.index.fulltext.queryRelationships(name, asked) YIELD relationship AS r
  RETURN r AS s, type(r) AS kind, startNode(r) AS subject, endNode(r) AS object, null AS published
}
UNWIND [['since', s.since], ['until', s.until], ['published', published]] AS dated
LET event = dated[0], date = dated[1]
FILTER date <= $to + '~' AND date >= left($from, size(date))
RETURN date, event, kind, s.id AS statement, subject.id AS subject, coalesce(subject.name_en, subject.name_zh, subject.title) AS subject_name,
       object.id AS object, coalesce(object.name_en, object.name_zh) AS object_name, s.status AS status,
       COLLECT {
         UNWIND s.sources AS source
         MATCH (d:Document {id: source})
         OPTIONAL MATCH (e:Evidence {statement: s.id})-[:FROM]->(d)
         WITH d, e ORDER BY d.id, e.id
         RETURN {document: d.id, title: d.title, publisher: d.publisher, date: d.date, place: e.place}
       } AS evidence
ORDER BY date, event, kind, statement
LIMIT $limit
