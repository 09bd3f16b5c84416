// Which industrial chains does a pilot strengthen?
// pilot: STRING, the pilot's id
// :param pilot => 'pilot/weihai-carbon-fibre'
CYPHER 25
MATCH (p:Pilot {id: $pilot})-[r:STRENGTHENS]->(c:IndustrialChain)
RETURN c.id AS chain, c.name_en AS name_en, c.name_zh AS name_zh, r.since AS since, r.until AS until,
       coalesce(r.status, 'ASSERTED') AS status, r.sources AS sources
ORDER BY chain
