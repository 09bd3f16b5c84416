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
             WHERE w =~ ".*[^'].*" | trim(BOTH "'" FROM w)][..12],
    runs = [w IN split(chinese, ' ') WHERE w <> ''][..20]
LET stop = split('a an and are as at be by for in is it no not of on or the to with au aux de des du en et la le les', ' ')
// Syllables typed one by one (wei hai) are pinyin. The API also splits weihai, finishes guangw and hears homophones.
LET spelled = size(words) > 1 AND size(runs) = 0 AND NOT all(w IN words WHERE w IN stop)
              AND all(w IN words WHERE w =~ '([zcs]h|[b-df-hj-np-tw-z])?[aeiouv]{1,3}(ng?|r)?')
LET must = [w IN words WHERE spelled OR NOT w IN stop]
LET needed = CASE WHEN size(must) + size(runs) = 0 THEN words ELSE must END
// A word counts whole, begun, after a French l' or d', and with a letter wrong, or two in a long one: in two of the words,
// as Lucene bears no more. The initials of a Chinese name have no vowels (whgw).
LET inexact = [w IN words WHERE size(w) > 3 AND NOT w =~ '.*\\d.*'][..2]
LET forms = [w IN words | w + '^4 ' + w + "*^2 l'" + w + "* d'" + w + '*'
             + CASE WHEN NOT w IN inexact THEN '' WHEN size(w) > 7 THEN ' ' + w + '~2' ELSE ' ' + w + '~1' END]
LET parts = [i IN range(0, size(words) - 1) | CASE WHEN words[i] IN needed THEN '+(' ELSE '(' END
    + reduce(q = '', f IN ['name_en', 'name_fr', 'name_zh', 'aliases', 'title'] | q + f + ':(' + forms[i] + ') ')
    + CASE WHEN words[i] =~ '[b-df-hj-np-tw-z]{2,}' AND NOT words[i] IN ['zh', 'ch', 'sh']
           THEN '_pinyin:' + words[i] + '*^0.5' ELSE '' END + ')']
// The ü of lü is kept as u, and a syllable that is an English stop word with a 0 (graph/pinyin.py).
LET sound = reduce(t = '', w IN words | t + replace(replace(w, 'lv', 'lu'), 'nv', 'nu')
                                         + CASE WHEN w IN ['a', 'an'] THEN '0 ' ELSE ' ' END)
// Of a run of characters one may be wrong, missing or too much: each left out in turn, and one between the others (~1).
LET said = [w IN runs | '+(' + reduce(q = '', f IN ['name_zh', 'aliases', 'title'] | q + f + ':("' + w + '"^4 '
    + CASE WHEN size(w) = 1 THEN '' ELSE '"' + w + '"~1^0.5' END
    + reduce(rest = '', i IN CASE WHEN size(w) IN range(3, 40) THEN range(0, size(w) - 1) ELSE [] END |
             rest + ' "' + left(w, i) + substring(w, i + 1) + '"~1^0.2') + ') ') + ')']
// Index names change with their definition. The index of pairs has Chinese as it stands, the other everything.
CALL () {
  SHOW FULLTEXT INDEXES YIELD name, options WHERE name STARTS WITH 'ql_search_'
  RETURN name, options.indexConfig AS config
}
LET asked = CASE WHEN config['fulltext.analyzer'] <> 'cjk' THEN parts + said[..CASE WHEN size(words) = 0 THEN 5 ELSE 2 END]
                 ELSE [w IN runs WHERE size(words) = 0 AND size(w) > 1 | '+"' + w + '"^8'] END
FILTER size(asked) > 0
LET query = reduce(q = '(', part IN asked | q + part + ' ') + ')'
          + CASE WHEN spelled THEN ' _pinyin:"' + sound + '"^10' ELSE '' END
CALL db.index.fulltext.queryNodes(name, query, {limit: 1000}) YIELD node AS n, score
WHERE all(s IN [n] WHERE coalesce(s.until >= left(day, size(s.until)), true) AND coalesce(s.since <= latest, true))
  AND (size($types) = 0 OR any(label IN labels(n) WHERE label IN $types))
WITH n, max(score) AS score, [name IN [n.name_en, n.name_zh, n.name_fr] + coalesce(n.aliases, []) | toLower(name)] AS names
LET exact = coalesce(toLower(trim($text)) IN names, false),
    begun = any(name IN names WHERE coalesce(name STARTS WITH toLower(trim($text)), false))
RETURN n.id AS entity, head([l IN labels(n) WHERE l <> 'Entity']) AS type,
       coalesce(n.name_en, n.title) AS name_en, n.name_zh AS name_zh, n.name_fr AS name_fr,
       n.since AS since, n.until AS until, n.status AS status, round(score, 2) AS score
ORDER BY exact DESC, CASE WHEN begun THEN 2 ELSE 1 END * score DESC, entity
LIMIT $limit
