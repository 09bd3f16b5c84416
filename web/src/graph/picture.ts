import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import { colourOf } from "../ui/colours.ts";
import { shortened } from "../ui/types.ts";
import { beside, type Layout } from "./layout.ts";

export interface NodeLike {
  readonly id: string;
  readonly type: string;
  readonly label: string;
}
export interface EdgeLike {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly planned: boolean;
  readonly strong: boolean;
}
export interface Place {
  x: number;
  y: number;
  size: number;
  label: string;
  color: string;
  kind: string;
}
interface Line {
  label: string;
  color: string;
  size: number;
  planned: boolean;
  strong: boolean;
}
export type Drawn = MultiDirectedGraph<Place, Line>;

const INKS = {
  light: ["#1d2327", "#b3babf", "#1a6585", "#e2b782"],
  dark: ["#e8eaeb", "#59636b", "#6cc0e2", "#8a6a3c"],
} as const;
const LABELLED_EDGES = 80; // beyond that the words cover the lines

/** A graph drawn by sigma.js: it owns the nodes' places, which stay when the graph changes around them. */
export class Picture {
  readonly graph: Drawn = new MultiDirectedGraph<Place, Line>();
  readonly #sigma: Sigma<Place, Line>;
  #worker: Worker | null = null;
  #dark: boolean;
  #selected: string | null = null;
  #near: ReadonlySet<string> = new Set<string>();

  /** Throws where the browser draws no WebGL. */
  constructor(
    container: HTMLElement,
    dark: boolean,
    onPick: (id: string | null) => void,
    onOpen: (id: string) => void,
  ) {
    this.#dark = dark;
    this.#sigma = new Sigma<Place, Line>(this.graph, container, {
      allowInvalidContainer: true,
      defaultEdgeType: "arrow",
      labelFont: "system-ui, sans-serif",
      labelSize: 13,
      edgeLabelSize: 11,
      labelDensity: 0.7,
      labelRenderedSizeThreshold: 5,
      zIndex: true,
      hideEdgesOnMove: false,
      minCameraRatio: 0.02,
      maxCameraRatio: 4,
      nodeReducer: (id, data) =>
        this.#selected && id !== this.#selected && !this.#near.has(id)
          ? { ...data, color: this.#inks[1], label: "", zIndex: 0 }
          : { ...data, highlighted: id === this.#selected, zIndex: 1 },
      edgeReducer: (id, data) =>
        this.#selected && !this.graph.hasExtremity(id, this.#selected) && !data.strong ? { ...data, label: "" } : data,
    });
    this.#sigma.on("clickNode", ({ node }) => {
      onPick(node);
    });
    this.#sigma.on("doubleClickNode", (event) => {
      event.preventSigmaDefault();
      onOpen(event.node);
    });
    this.#sigma.on("clickStage", () => {
      onPick(null);
    });
    this.#draggable();
    this.colours(dark);
  }

  get #inks(): (typeof INKS)["light" | "dark"] {
    return INKS[this.#dark ? "dark" : "light"];
  }

  /** Show these and no others; who was there stays where it was. */
  show(nodes: readonly NodeLike[], edges: readonly EdgeLike[]): void {
    const wanted = new Set(nodes.map((node) => node.id));
    const lines = new Set(edges.map((edge) => edge.id));
    for (const edge of this.graph.edges()) if (!lines.has(edge)) this.graph.dropEdge(edge);
    for (const node of this.graph.nodes()) if (!wanted.has(node)) this.graph.dropNode(node);
    const first = this.graph.order === 0;
    const next = new Map<string, string>();
    for (const { from, to } of edges) {
      if (this.graph.hasNode(from)) next.set(to, next.get(to) ?? from);
      if (this.graph.hasNode(to)) next.set(from, next.get(from) ?? to);
    }
    let changed = false;
    nodes.forEach(({ id, type, label }, index) => {
      const looks = { label: shortened(label), color: colourOf(type, this.#dark), kind: type };
      if (this.graph.hasNode(id)) this.graph.mergeNodeAttributes(id, looks);
      else {
        const anchor = next.get(id);
        const { x, y } = beside(anchor ? this.graph.getNodeAttributes(anchor) : { x: 0, y: 0 }, index);
        this.graph.addNode(id, { x, y, size: 6, ...looks });
        changed = true;
      }
    });
    for (const edge of edges) {
      const line = this.#line(edge);
      if (this.graph.hasEdge(edge.id)) this.graph.mergeEdgeAttributes(edge.id, line);
      else if (this.graph.hasNode(edge.from) && this.graph.hasNode(edge.to)) {
        this.graph.addEdgeWithKey(edge.id, edge.from, edge.to, line);
        changed = true;
      }
    }
    this.graph.updateEachNodeAttributes((id, data) => ({
      ...data,
      size: 5 + Math.min(11, 1.7 * Math.sqrt(this.graph.degree(id))),
    }));
    this.#sigma.setSetting("renderEdgeLabels", this.graph.size <= LABELLED_EDGES);
    if (changed) this.arrange(first);
  }

  #line({ label, planned, strong }: EdgeLike): Line {
    const [, quiet, accent, plannedInk] = this.#inks;
    return { label, planned, strong, color: strong ? accent : planned ? plannedInk : quiet, size: strong ? 3.5 : 1.5 };
  }

  /** Arrange all anew, in a worker: the page stays alive however many there are. */
  arrange(fit = true): void {
    this.#worker?.terminate();
    const names = this.graph.nodes();
    if (names.length < 2) {
      this.fit();
      return;
    }
    const index = new Map(names.map((name, at) => [name, at]));
    const at = new Float32Array(
      names.flatMap((name) => [this.graph.getNodeAttribute(name, "x"), this.graph.getNodeAttribute(name, "y")]),
    );
    const edges = new Uint32Array(
      this.graph.mapEdges((_, __, from, to) => [index.get(from) ?? 0, index.get(to) ?? 0]).flat(),
    );
    const iterations = names.length < 500 ? 300 : names.length < 3000 ? 150 : 60;
    const worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
    this.#worker = worker;
    worker.addEventListener("message", ({ data }: MessageEvent<{ at: Float32Array; done: boolean }>) => {
      if (this.#worker !== worker) return;
      this.graph.updateEachNodeAttributes(
        (name, node) => {
          const place = index.get(name) ?? 0;
          return { ...node, x: data.at[place * 2] ?? node.x, y: data.at[place * 2 + 1] ?? node.y };
        },
        { attributes: ["x", "y"] },
      );
      if (data.done) {
        worker.terminate();
        this.#worker = null;
      }
    });
    worker.postMessage({ at, edges, iterations } satisfies Layout);
    if (fit) this.fit();
  }

  get settled(): boolean {
    return this.#worker === null;
  }

  select(id: string | null): void {
    this.#selected = id !== null && this.graph.hasNode(id) ? id : null;
    this.#near = new Set(this.#selected ? this.graph.neighbors(this.#selected) : []);
    this.#sigma.refresh({ skipIndexation: true });
  }

  /** Bring a node to the middle, if it is not in sight. */
  reveal(id: string): void {
    const place = this.#sigma.getNodeDisplayData(id);
    if (place) void this.#sigma.getCamera().animate({ x: place.x, y: place.y }, { duration: this.#pace });
  }

  get #pace(): number {
    return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 250;
  }

  fit(): void {
    void this.#sigma.getCamera().animatedReset({ duration: this.#pace });
  }

  zoom(factor: number): void {
    const camera = this.#sigma.getCamera();
    void camera.animate({ ratio: camera.ratio * factor }, { duration: this.#pace });
  }

  move(x: number, y: number): void {
    const camera = this.#sigma.getCamera();
    camera.setState({ x: camera.x + x * camera.ratio, y: camera.y + y * camera.ratio });
  }

  /** How often it could be drawn, for the benchmark. */
  draw(): void {
    this.#sigma.refresh();
  }

  colours(dark: boolean): void {
    this.#dark = dark;
    const [ink] = this.#inks;
    this.#sigma.setSetting("labelColor", { color: ink });
    this.#sigma.setSetting("edgeLabelColor", { color: ink });
    this.#sigma.setSetting("defaultDrawNodeHover", hover(dark));
    this.graph.updateEachNodeAttributes((_, node) => ({ ...node, color: colourOf(node.kind, dark) }));
    const [, quiet, accent, planned] = this.#inks;
    this.graph.updateEachEdgeAttributes((_, line) => ({
      ...line,
      color: line.strong ? accent : line.planned ? planned : quiet,
    }));
  }

  kill(): void {
    this.#worker?.terminate();
    this.#sigma.kill();
  }

  #draggable(): void {
    let held: string | null = null;
    this.#sigma.on("downNode", ({ node }) => {
      held = node;
    });
    this.#sigma.on("moveBody", ({ event }) => {
      if (!held) return;
      this.#worker?.terminate();
      this.#worker = null;
      this.graph.mergeNodeAttributes(held, this.#sigma.viewportToGraph(event));
      event.preventSigmaDefault();
      event.original.preventDefault();
    });
    const drop = (): void => {
      held = null;
    };
    this.#sigma.on("upNode", drop);
    this.#sigma.on("upStage", drop);
  }
}

/** The label of what the pointer is on, on a ground of the theme: sigma's own is always white. */
function hover(dark: boolean) {
  return (
    context: CanvasRenderingContext2D,
    data: { x: number; y: number; size: number; label: string | null; color: string },
    settings: { labelSize: number; labelFont: string },
  ): void => {
    context.font = `600 ${String(settings.labelSize)}px ${settings.labelFont}`;
    const width = context.measureText(data.label ?? "").width;
    context.fillStyle = dark ? "#22272c" : "#ffffff";
    context.strokeStyle = data.color;
    context.lineWidth = 1.5;
    context.beginPath();
    context.roundRect(data.x - data.size - 3, data.y - 12, width + data.size * 2 + 15, 24, 12);
    context.fill();
    context.stroke();
    context.beginPath();
    context.arc(data.x, data.y, data.size, 0, Math.PI * 2);
    context.fillStyle = data.color;
    context.fill();
    context.fillStyle = dark ? "#e8eaeb" : "#1d2327";
    context.fillText(data.label ?? "", data.x + data.size + 5, data.y + settings.labelSize / 3);
  };
}
