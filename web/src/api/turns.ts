// A few at a time: Neo4j plans what it has not planned before, on few processors, and eight plans at once take each
// eight times as long, until all are ended for taking too long.
const AT_ONCE = 2;
let busy = 0;
const waiting: (() => void)[] = [];

/** Run when it is its turn. Who is told to stop while waiting never runs, and ends with the signal's reason. */
export async function inTurn<Result>(run: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
  if (busy >= AT_ONCE)
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
    });
  busy += 1;
  try {
    signal?.throwIfAborted();
    return await run();
  } finally {
    busy -= 1;
    waiting.shift()?.();
  }
}
