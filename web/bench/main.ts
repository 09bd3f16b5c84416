// One drawing library at a time, told by ?with=: how long until it is drawn, and how often a second it draws while moved.
import { colourOf } from "../src/ui/colours.ts";
import { graph } from "./graph.ts";

declare global {
  interface Window {
    measured?: { ready: number; frames: number };
  }
}

interface Drawn {
  move: (x: number, y: number) => void;
}

const asked = new URLSearchParams(location.search);
const stage = document.getElementById("stage");
if (!stage) throw new Error("no stage");
const { nodes, edges } = graph(Number(asked.get("size") ?? 1000));

const DRAWERS: Readonly<Record<string, (stage: HTMLElement) => Promise<Drawn>>> = {
  async ours(stage) {
    const { Picture } = await import("../src/graph/picture.ts");
    const nothing = (): void => undefined;
    const picture = new Picture(stage, false, nothing, nothing);
    picture.show(nodes, edges);
    return picture;
  },
  async cytoscape(stage) {
    const { default: cytoscape } = await import("cytoscape");
    const made = cytoscape({
      container: stage,
      layout: { name: "preset" },
      elements: [
        ...nodes.map(({ id, label, x, y, type }) => ({
          data: { id, label, colour: colourOf(type, false) },
          position: { x, y },
        })),
        ...edges.map(({ id, from, to }) => ({ data: { id, source: from, target: to } })),
      ],
      style: [
        {
          selector: "node",
          style: { label: "data(label)", width: 12, height: 12, "font-size": 8, "background-color": "data(colour)" },
        },
        { selector: "edge", style: { width: 1, "target-arrow-shape": "triangle", "curve-style": "straight" } },
      ],
    });
    return { move: (x, y) => made.panBy({ x: x * 1000, y: y * 1000 }) };
  },
  async vis(stage) {
    const { DataSet, Network } = await import("vis-network/standalone");
    const made = new Network(
      stage,
      {
        nodes: new DataSet(
          nodes.map(({ id, label, x, y, type }) => ({
            id,
            label,
            x,
            y,
            size: 6,
            shape: "dot",
            color: colourOf(type, false),
          })),
        ),
        edges: new DataSet(edges.map(({ id, from, to }) => ({ id, from, to, arrows: "to" }))),
      },
      { physics: false, edges: { smooth: false }, layout: { improvedLayout: false } },
    );
    let [left, top] = [0, 0];
    made.fit({ animation: false });
    return {
      move: (x, y) => {
        left += x * 500;
        top += y * 500;
        made.moveTo({ position: { x: left, y: top }, animation: false });
      },
    };
  },
};

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
const draw = DRAWERS[asked.get("with") ?? "ours"];
if (!draw) throw new Error("with: ours, cytoscape or vis");
const drawn = await draw(stage);
await frame();
await frame();
const ready = performance.now();
const SECONDS = 3;
const start = performance.now();
let frames = 0;
while (performance.now() - start < SECONDS * 1000) {
  drawn.move(frames % 20 < 10 ? 0.01 : -0.01, 0);
  await frame();
  frames += 1;
}
window.measured = { ready, frames: frames / ((performance.now() - start) / 1000) };
