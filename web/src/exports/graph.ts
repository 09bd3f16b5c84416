import type { Drawn } from "../graph/picture.ts";
import { escaped } from "./files.ts";

const WIDTH = 1200;
const HEIGHT = 800;
const EDGE = 60;

/** A drawn graph as an SVG picture: circles, lines and words, for print and for any drawing program. */
export function svgOfGraph(graph: Drawn, dark: boolean): string {
  const places = graph.mapNodes((_, node) => node);
  const [left, right] = [Math.min(...places.map((at) => at.x)), Math.max(...places.map((at) => at.x))];
  const [low, high] = [Math.min(...places.map((at) => at.y)), Math.max(...places.map((at) => at.y))];
  const scale = Math.min((WIDTH - 2 * EDGE) / (right - left || 1), (HEIGHT - 2 * EDGE) / (high - low || 1));
  const x = (value: number): string => (WIDTH / 2 + (value - (left + right) / 2) * scale).toFixed(1);
  const y = (value: number): string => (HEIGHT / 2 - (value - (low + high) / 2) * scale).toFixed(1);
  const ink = dark ? "#e8eaeb" : "#1d2327";
  const words = graph.size <= 80;
  const lines = graph.mapEdges((_, line, __, ___, from, to) => {
    const dashed = line.planned ? ' stroke-dasharray="6 4"' : "";
    const label = words
      ? `<text x="${x((from.x + to.x) / 2)}" y="${y((from.y + to.y) / 2)}" font-size="10" text-anchor="middle" fill="${ink}">${escaped(line.label)}</text>`
      : "";
    return `<line x1="${x(from.x)}" y1="${y(from.y)}" x2="${x(to.x)}" y2="${y(to.y)}" stroke="${line.color}" stroke-width="${String(line.size)}"${dashed}/>${label}`;
  });
  const circles = graph.mapNodes(
    (_, node) =>
      `<circle cx="${x(node.x)}" cy="${y(node.y)}" r="${node.size.toFixed(1)}" fill="${node.color}"><title>${escaped(node.label)}</title></circle>` +
      `<text x="${(Number(x(node.x)) + node.size + 4).toFixed(1)}" y="${(Number(y(node.y)) + 4).toFixed(1)}" font-size="13" fill="${ink}">${escaped(node.label)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" width="${String(WIDTH)}" height="${String(HEIGHT)}" font-family="system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"><rect width="100%" height="100%" fill="${dark ? "#14171a" : "#fbfbf9"}"/>${lines.join("")}${circles.join("")}</svg>`;
}
