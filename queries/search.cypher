// What is called like this, in Chinese, English or French, forgiving about spelling?
// text: STRING, words of a name, in any of the three languages
// types: LIST<STRING>, only entities of these types, such as Agency; empty for all
// asOf: STRING, the day it is asked of (2025-09-10, 2025-09 or 2025); empty for all that has not ended today
// limit: INTEGER, how many rows at most
// :param text => '绿茶'
// :param types => []
// :param asOf => ''
// :param limit => 20
CYPHER 25
LET day = CASE $asOf WHEN '' THEN toString(date()) ELSE $asOf END,
    latest = CASE $asOf WHEN '' THEN '~' ELSE $asOf + '~' END // a partial date counts whole, an unknown one is open
// Accents go, and all but letters, digits and apostrophes (Xihai'an) become spaces, so that nothing typed is an operator.
LET letters = [c IN split(replace(toLower(normalize($text, NFKD)), '’', "'"), '')[..500] WHERE NOT c =~ '\\p{M}']
LET latin = reduce(t = ' ', c IN letters | t + CASE WHEN c =~ "[\\p{L}\\p{N}'&&\\P{IsHan}]" THEN c ELSE ' ' END),
    chinese = reduce(t = '', c IN letters | t + CASE WHEN c =~ '\\p{IsHan}' THEN c ELSE ' ' END)
LET words = [w IN split(replace(replace(latin, " l'", ' '), " d'", ' '), ' ')
             WHERE w =~ ".*[^'].*" | trim(BOTH "'" FROM w)][..20],
    runs = [w IN split(chinese, ' ') WHERE w <> ''][..20]
// A word counts whole, begun, after a French l' or d', and with a letter wrong, or two in a long one.
LET parts = [w IN words | '(' + w + '^4 OR ' + w + "*^2 OR l'" + w + "* OR d'" + w + '*'
               + CASE WHEN size(w) > 7 THEN ' OR ' + w + '~2' WHEN size(w) > 3 THEN ' OR ' + w + '~1' ELSE '' END + ')']
            + [w IN runs | '"' + w + '"']
// Index names change with their definition. The index of pairs of characters also finds Chinese with a character wrong.
CALL () {
  SHOW FULLTEXT INDEXES YIELD name, options WHERE name STARTS WITH 'ql_search_'
  RETURN name, options.indexConfig AS config
}
LET asked = CASE config['fulltext.analyzer']
              WHEN 'cjk' THEN [w IN runs WHERE size(words) = 0 AND size(w) > 1 | '("' + w + '"^4 OR ' + w + ')']
              ELSE parts END
FILTER size(asked) > 0
LET query = reduce(q = head(asked), part IN tail(asked) | q + ' AND ' + part)
CALL db.index.fulltext.queryNodes(name, query, {limit: 1000}) YIELD node AS n, score
WHERE all(s IN [n] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
  AND (size($types) = 0 OR any(label IN labels(n) WHERE label IN $types))
WITH n, max(score) AS score,
     any(name IN [n.name_en, n.name_zh, n.name_fr] + coalesce(n.aliases, [])
         WHERE coalesce(toLower(name) = toLower(trim($text)), false)) AS exact
RETURN n.id AS entity, head([l IN labels(n) WHERE l <> 'Entity']) AS type,
       coalesce(n.name_en, n.title) AS name_en, n.name_zh AS name_zh, n.name_fr AS name_fr,
       n.since AS since, n.until AS until, n.status AS status, round(score, 2) AS score
ORDER BY exact DESC, score DESC, entity
LIMIT $limit
