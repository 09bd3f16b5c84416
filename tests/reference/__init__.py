"""The API once more, as plainly as it can be said: graphql-core's own execution over the graph in memory.

It shares nothing with api/compiler but the committed SDL, so that where the two agree neither has a fault of its own
(tests/test_against_reference.py). `search`, `changes`, `graph`, `question`, `questions` and `ask` are not in it.

    facts      the graph in memory, and what holds at a moment
    filters    `where`
    orders     `orderBy`
    rows       connections, aggregates and groups
    things     entities, relations and their evidence
    views      paths, neighbours, timeline, why
    root       the fields of Query
    execution  the SDL with these as resolvers
    generated, selections, inputs, pools   operations made at random from the SDL
"""
