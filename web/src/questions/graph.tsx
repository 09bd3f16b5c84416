import type { JSX } from "preact";
import { lazy } from "preact-iso";
import { useMemo, useState } from "preact/hooks";
import type { Drawn, EdgeLike } from "../graph/picture.ts";
import { relationName } from "../i18n/ontology.ts";
import { useAddress } from "../state/address.ts";
import { EntityLink } from "../ui/parts.tsx";
import type { Card } from "../ui/types.ts";
import type { Table } from "./table.ts";

const Canvas = lazy(() => import("../graph/canvas.tsx"));

const word = (value: unknown): string => (typeof value === "string" ? value : "");

/** Who stands in a row together is tied; a row with no other ties its entity to what was asked about. */
export function tied(
  table: Table,
  asked: readonly string[],
  cards: ReadonlyMap<string, Card>,
): Map<string, [string, string, string, boolean]> {
  const found = new Map<string, [string, string, string, boolean]>();
  const { columns, rows } = table;
  const kind = ["relation", "role", "kind"].map((name) => columns.indexOf(name)).find((at) => at >= 0);
  const status = columns.indexOf("status");
  for (const row of rows) {
    const ids = [...new Set(row.flat().filter((cell): cell is string => typeof cell === "string" && cards.has(cell)))];
    const [first, ...others] = ids;
    if (!first) continue;
    const label = word(kind === undefined ? "" : row[kind]);
    const planned = status >= 0 && row[status] === "PLANNED";
    const ends = columns.includes("subject") || columns.includes("object") ? others.slice(0, 1) : others;
    const [about] = asked.filter((id) => cards.has(id));
    if (!columns.includes("subject") && about && about !== first)
      found.set(`${about} ${first}`, [about, first, label, planned]);
    // The row's relation is between these two only where the columns say so.
    const said = columns.includes("subject") ? label : "";
    for (const other of ends) found.set(`${first} ${other}`, [first, other, said, planned]);
  }
  return found;
}

interface Props {
  table: Table;
  asked: readonly string[];
  cards: ReadonlyMap<string, Card>;
  onReady: (drawn: Drawn) => void;
}

/** An answer as a graph, with the list of its entities beside it. */
export function AnswerGraph({ table, asked, cards, onReady }: Props): JSX.Element {
  const { ui, to } = useAddress();
  const [selected, setSelected] = useState<string | null>(null);
  const { nodes, edges, list } = useMemo(() => {
    const ties = tied(table, asked, cards);
    const there = new Set([...ties.values()].flatMap(([from, other]) => [from, other]));
    const some = [...cards.values()].filter((card) => there.has(card.id));
    return {
      list: some,
      nodes: some.map((card) => ({ id: card.id, type: card.__typename, label: card.name })),
      edges: [...ties].map(([id, [from, other, label, planned]]): EdgeLike => ({
        id,
        from,
        to: other,
        label: label ? relationName(label, ui) : "",
        planned,
        strong: false,
      })),
    };
  }, [table, cards.size, ui]);
  return (
    <div class="answer-graph">
      <Canvas
        nodes={nodes}
        edges={edges}
        selected={selected}
        onPick={setSelected}
        onOpen={(id) => {
          location.assign(to("/graph", { ids: id, open: id }));
        }}
        onReady={(picture) => {
          onReady(picture.graph);
        }}
      />
      <ul class="rows">
        {list.map((card) => (
          <li key={card.id} class="row">
            <EntityLink card={card} />
          </li>
        ))}
      </ul>
    </div>
  );
}
