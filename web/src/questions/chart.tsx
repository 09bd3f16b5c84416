import type { JSX } from "preact";
import { Bars, type Bar } from "../entity/bars.tsx";
import { number, useSay } from "../i18n/index.ts";
import { word } from "../i18n/ontology.ts";
import { useAddress } from "../state/address.ts";
import type { Card } from "../ui/types.ts";
import type { Table } from "./table.ts";

interface Group {
  unit: string;
  bars: Bar[];
}

const text = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" ? String(value) : null;

/** The figures of an answer by unit, or null where it has none: ranks and limits are no lengths to compare. */
export function figures(
  table: Table,
  cards: ReadonlyMap<string, Card>,
): Map<string, [string, number, number][]> | null {
  const { columns, rows } = table;
  const numeric = columns.flatMap((name, at) =>
    rows.some((row) => typeof row[at] === "number") && !/rank|path|hop|number|score/.test(name) ? [at] : [],
  );
  const at = numeric.find((one) => columns[one] === "value") ?? numeric[0];
  if (at === undefined) return null;
  const unitAt = columns.indexOf("unit");
  const labelAt = ["indicator", "name_en", "name"].map((name) => columns.indexOf(name)).find((one) => one >= 0);
  const found = new Map<string, [string, number, number][]>();
  rows.forEach((row, index) => {
    const value = row[at];
    if (typeof value !== "number") return;
    const unit = text(unitAt >= 0 ? row[unitAt] : null) ?? columns[at] ?? "";
    const first = row.find((cell) => typeof cell === "string" && cards.has(cell));
    const label =
      (labelAt === undefined ? null : row[labelAt]) ??
      (typeof first === "string" ? cards.get(first)?.name : null) ??
      row[0];
    const period = columns.indexOf("period");
    const when = period >= 0 && typeof row[period] === "string" ? `, ${row[period]}` : "";
    found.set(unit, [...(found.get(unit) ?? []), [`${text(label) ?? ""}${when}`, value, index]]);
  });
  return found;
}

/** An answer's figures as bars, those of one unit together. */
export function AnswerChart({ table, cards }: { table: Table; cards: ReadonlyMap<string, Card> }): JSX.Element {
  const say = useSay();
  const { ui } = useAddress();
  const groups: Group[] = [...(figures(table, cards) ?? [])].map(([unit, lines]) => ({
    unit,
    bars: lines.map(([label, value]) => ({
      label,
      value,
      text: `${number(value, ui)} ${unit === "PERCENT" ? word(unit, ui) : unit.replaceAll("_", " ")}`,
      planned: false,
    })),
  }));
  return (
    <div class="charts">
      {groups.map(({ unit, bars }) => (
        <Bars key={unit} title={`${say("figuresChart")}: ${unit}`} bars={bars} />
      ))}
    </div>
  );
}
