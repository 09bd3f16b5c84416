import forceAtlas2 from "graphology-layout-forceatlas2";
import { build, type Layout } from "./layout.ts";

// Slices, so that the picture moves while the layout goes on, and a newer question ends it.
const SLICE = 10;

addEventListener("message", (event: MessageEvent<Layout>) => {
  const graph = build(event.data);
  const settings = { ...forceAtlas2.inferSettings(graph), gravity: 0.6, scalingRatio: 12, slowDown: 4 };
  let left = event.data.iterations;
  const step = (): void => {
    const iterations = Math.min(SLICE, left);
    left -= iterations;
    forceAtlas2.assign(graph, { iterations, settings });
    const at = new Float32Array(graph.order * 2);
    let index = 0;
    graph.forEachNode((_, { x, y }) => {
      at[index++] = x;
      at[index++] = y;
    });
    postMessage({ at, done: left <= 0 }, { transfer: [at.buffer] });
    if (left > 0) setTimeout(step, 0);
  };
  step();
});
