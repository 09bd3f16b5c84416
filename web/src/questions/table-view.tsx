import type { JSX } from "preact";
import { type EntityType, LISTS } from "../generated/operations.ts";
import { useSay } from "../i18n/index.ts";
import { relationName } from "../i18n/ontology.ts";
import { useAddress } from "../state/address.ts";
import { EntityLink, Planned } from "../ui/parts.tsx";
import { type Card, entityPath, typeOfId } from "../ui/types.ts";
import { isSource, type Source, type Table } from "./table.ts";

const TYPES = Object.keys(LISTS) as EntityType[];
// The entity beside them has its name in the language chosen.
const NAMES = /^name_(en|zh|fr)$|_name$/;

/** An answer as it came: ids as links with their names, evidence to open, columns without any value left out. */
export function AnswerTable({ table, cards }: { table: Table; cards: ReadonlyMap<string, Card> }): JSX.Element {
  const { columns, rows } = table;
  const shown = columns.flatMap((name, at) => {
    const empty = rows.every((row) => {
      const value = row[at];
      return value === null || value === "" || (Array.isArray(value) && value.length === 0);
    });
    return empty || (NAMES.test(name) && cards.size > 0) ? [] : [{ name, at }];
  });
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={columns[0] ?? ""}>
      <table>
        <thead>
          <tr>
            {shown.map(({ name }) => (
              <th key={name} scope="col">
                {name.replaceAll("_", " ")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {shown.map(({ name, at }) => (
                <td key={name}>
                  <Cell value={row[at]} cards={cards} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ value, cards }: { value: unknown; cards: ReadonlyMap<string, Card> }): JSX.Element | null {
  const { ui, to } = useAddress();
  if (value === null || value === undefined || value === "") return null;
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isSource)) return <Sources sources={value} />;
    return (
      <ul>
        {value.map((one: unknown, at) => (
          <li key={at}>
            <Cell value={one} cards={cards} />
          </li>
        ))}
      </ul>
    );
  }
  if (typeof value === "number")
    return <span class="figure-cell">{new Intl.NumberFormat(ui, { maximumFractionDigits: 4 }).format(value)}</span>;
  if (typeof value === "string") {
    const card = cards.get(value);
    if (card) return <EntityLink card={card} other={false} />;
    if (typeOfId(value, TYPES)) return <a href={to(entityPath(value))}>{value}</a>;
    if (value === "PLANNED") return <Planned status={value} />;
    if (value === "ASSERTED") return null;
    if (/^\d{4}(-\d{2}){0,2}$/.test(value)) return <span class="date-cell">{value}</span>;
    // `SIGNED agreement/x`: a reason, in the words of Cypher, with the entity it names.
    const [, relation = "", id = ""] = /^([A-Z_]+) (\S+)$/.exec(value) ?? [];
    if (relation && typeOfId(id, TYPES))
      return (
        <>
          <span class="tie-more">{relationName(relation, ui)}</span> <Cell value={id} cards={cards} />
        </>
      );
    return <span>{value}</span>;
  }
  return <code>{JSON.stringify(value)}</code>;
}

function Sources({ sources }: { sources: readonly Source[] }): JSX.Element {
  const say = useSay();
  const { to } = useAddress();
  return (
    <details>
      <summary>{sources.length === 1 ? say("evidenceOne") : say("evidenceOf", { count: sources.length })}</summary>
      <ul class="sources">
        {sources.map((source, at) => (
          <li key={at}>
            <a href={to(entityPath(source.document))}>{source.title ?? source.document}</a>
            <span class="note">{[source.publisher, source.date, source.place].filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
