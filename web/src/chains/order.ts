interface Flowing {
  readonly id: string;
  readonly feeds: { readonly nodes: readonly { readonly id: string }[] };
}

/** Upstream first: a chain after those that feed it, by their order otherwise. Where they feed in a circle, as they came. */
export function downstream<One extends Flowing>(chains: readonly One[]): One[] {
  const there = new Map(chains.map((chain) => [chain.id, chain]));
  const waits = new Map(chains.map((chain) => [chain.id, 0]));
  for (const { feeds } of chains)
    for (const { id } of feeds.nodes) if (there.has(id)) waits.set(id, (waits.get(id) ?? 0) + 1);
  const left = [...chains];
  const ordered: One[] = [];
  while (left.length > 0) {
    const at = left.findIndex(({ id }) => waits.get(id) === 0);
    const [next] = left.splice(Math.max(0, at), 1);
    if (!next) break;
    ordered.push(next);
    for (const { id } of next.feeds.nodes) waits.set(id, (waits.get(id) ?? 0) - 1);
  }
  return ordered;
}
