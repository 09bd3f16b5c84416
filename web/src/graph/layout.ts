import { UndirectedGraph } from "graphology";

/** What a layout needs of a graph, as it is sent to the worker. */
export interface Layout {
  readonly at: Float32Array;
  readonly edges: Uint32Array;
  readonly iterations: number;
}

interface Place {
  x: number;
  y: number;
}

export function build({ at, edges }: Layout): UndirectedGraph<Place> {
  const graph = new UndirectedGraph<Place>();
  for (let index = 0; index < at.length; index += 2)
    graph.addNode(index / 2, { x: at[index] ?? 0, y: at[index + 1] ?? 0 });
  for (let index = 0; index < edges.length; index += 2) {
    const [from = 0, to = 0] = edges.subarray(index, index + 2);
    if (from !== to && !graph.hasEdge(from, to)) graph.addEdge(from, to);
  }
  return graph;
}

/** The place of the n-th node beside one that is there: a sunflower's, the same every time. */
export function beside(center: Place, index: number): Place {
  const angle = index * Math.PI * (3 - Math.sqrt(5));
  const radius = 6 + 3 * Math.sqrt(index);
  return { x: center.x + radius * Math.cos(angle), y: center.y + radius * Math.sin(angle) };
}
