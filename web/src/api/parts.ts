// Neo4j plans a statement over all relations at once for seconds the first time, longer than it may take on a busy
// machine; over some at a time it plans quickly, and what is there first is shown first.
const TOGETHER = 3;

/** The kinds of relations that are asked for in one operation each. */
export const parts = <Type>(types: readonly Type[]): readonly (readonly Type[])[] =>
  Array.from({ length: Math.ceil(types.length / TOGETHER) }, (_, at) =>
    types.slice(at * TOGETHER, (at + 1) * TOGETHER),
  );
