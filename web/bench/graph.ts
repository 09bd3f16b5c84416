import type { EdgeLike, NodeLike } from "../src/graph/picture.ts";

/** A graph like ours: hubs with many neighbours, the same for everybody who draws it. */
export function graph(size: number): { nodes: (NodeLike & { x: number; y: number })[]; edges: EdgeLike[] } {
  let state = 7;
  const random = (): number => {
    state = (state * 1103515245 + 12345) % 2147483648; // ANSI C's example generator: any machine gives the same
    return state / 2147483648;
  };
  const types = ["Government", "Agency", "Pilot", "Enterprise", "IndustrialChain", "Person"];
  const nodes = Array.from({ length: size }, (_, at) => ({
    id: `n${String(at)}`,
    type: types[at % types.length] ?? "Agency",
    label: `Entity ${String(at)}`,
    x: Math.sqrt(size) * 20 * random(),
    y: Math.sqrt(size) * 20 * random(),
  }));
  const edges = Array.from({ length: size * 2 }, (_, at) => ({
    id: `e${String(at)}`,
    from: `n${String(at % size)}`,
    to: `n${String(Math.floor(size * random() ** 3))}`,
    label: "",
    planned: false,
    strong: false,
  })).filter(({ from, to }) => from !== to);
  return { nodes, edges };
}
