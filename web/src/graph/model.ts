import { request } from "../api/client.ts";
import { type Group, relationsOf } from "../api/relations.ts";
import {
  type Lang,
  Named,
  Paths,
  type PathsQuery,
  Relations,
  type RelationType,
  type Way,
} from "../generated/operations.ts";
import type { Card } from "../ui/types.ts";

/** What of an entity is open: a page of each of its relations, or more pages of one of them. */
export interface Opened {
  readonly id: string;
  readonly type: RelationType | null;
  readonly way: Way | null;
  readonly pages: number;
}

export interface Edge {
  readonly id: string;
  readonly type: RelationType;
  readonly from: string;
  readonly to: string;
  readonly status: string;
  readonly since: string | null;
  readonly until: string | null;
  readonly onPath: boolean;
}

export type Path = PathsQuery["paths"][number];

/** What the picture shows, with what is known of how much more there is. */
export interface Shown {
  readonly nodes: ReadonlyMap<string, Card>;
  readonly edges: ReadonlyMap<string, Edge>;
  readonly groups: ReadonlyMap<string, readonly Group[]>;
  readonly paths: readonly Path[] | null;
}

export const PAGE = 8;
export const NEXT = 25;

/** `pilot/x` opens all relations, `pilot/x~STRENGTHENS~OUT~2` two more pages of one. */
export function readOpened(text: string | undefined): Opened[] {
  return (text ?? "").split(",").flatMap((part): Opened[] => {
    const [id = "", type, way, pages] = part.split("~");
    if (!/^[a-z-]+\/[a-z0-9-]+$/.test(id)) return [];
    if (type === undefined) return [{ id, type: null, way: null, pages: 1 }];
    if (!/^[A-Z_]+$/.test(type) || (way !== "IN" && way !== "OUT")) return [];
    return [{ id, type: type as RelationType, way, pages: Math.min(40, Math.max(1, Number(pages) || 1)) }];
  });
}

export const writeOpened = (opened: readonly Opened[]): string =>
  opened.map(({ id, type, way, pages }) => (type && way ? [id, type, way, String(pages)].join("~") : id)).join(",");

export interface Wanted {
  readonly ids: readonly string[];
  readonly opened: readonly Opened[];
  readonly from: string | null;
  readonly to: string | null;
  readonly lang: Lang;
  readonly asOf: string | null;
}

const MOST_IDS = 1000; // as many as `nodes` takes

/** All that the address asks for. Answers that were given before come from the browser's cache. */
export async function load(wanted: Wanted, signal: AbortSignal): Promise<Shown> {
  const { lang, asOf, from, to } = wanted;
  const nodes = new Map<string, Card>();
  const edges = new Map<string, Edge>();
  const groups = new Map<string, Group[]>();
  const ids = [...new Set([...wanted.ids, ...wanted.opened.map((one) => one.id)])].slice(0, MOST_IDS);
  const [named, found] = await Promise.all([
    ids.length > 0 ? request(Named, { ids, lang }, signal) : null,
    from && to ? request(Paths, { from, to, lang, asOf }, signal) : null,
    ...wanted.opened
      .filter((one) => one.type === null)
      .map(async ({ id }) => {
        groups.set(id, await relationsOf({ id, lang, asOf, first: PAGE }, signal));
      }),
  ]);
  for (const node of named?.nodes ?? []) if (node && "name" in node) nodes.set(node.id, node);
  for (const one of wanted.opened) if (one.type !== null) await next(one, wanted, groups, signal);
  // In the order of the address, so that a picture is the same whichever answer came first.
  for (const { id } of wanted.opened) for (const group of groups.get(id) ?? []) add(id, group, nodes, edges);
  for (const path of found?.paths ?? []) {
    for (const node of path.nodes) nodes.set(node.id, node);
    for (const relation of path.relations)
      edges.set(relation.id, { ...relation, from: relation.from.id, to: relation.to.id, onPath: true });
  }
  return { nodes, edges, groups, paths: found ? found.paths : null };
}

/** More pages of one relation, behind the page that was opened with all the others. */
async function next(one: Opened, wanted: Wanted, groups: Map<string, Group[]>, signal: AbortSignal): Promise<void> {
  const { lang, asOf } = wanted;
  for (let page = 0; page < one.pages; page++) {
    const all = groups.get(one.id) ?? [];
    const at = all.findIndex((group) => group.type === one.type && group.way === one.way);
    const before = all[at];
    if (!before?.pageInfo.hasNextPage) return;
    const { type, way } = before;
    const variables = { id: one.id, lang, asOf, types: [type], way, first: NEXT, after: before.pageInfo.endCursor };
    const [more] = (await request(Relations, variables, signal)).neighbours;
    if (!more) return;
    all[at] = { ...more, edges: [...before.edges, ...more.edges] };
  }
}

function add(id: string, group: Group, nodes: Map<string, Card>, edges: Map<string, Edge>): void {
  for (const { node, relation } of group.edges) {
    if (!nodes.has(node.id)) nodes.set(node.id, node);
    const [from, to] = group.way === "OUT" ? [id, node.id] : [node.id, id];
    if (!edges.has(relation.id)) edges.set(relation.id, { ...relation, from, to, onPath: false });
  }
}
