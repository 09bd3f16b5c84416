import type { JSX } from "preact";
import { useSay } from "../i18n/index.ts";
import { relationName } from "../i18n/ontology.ts";
import { useAddress } from "../state/address.ts";
import type { Shown } from "./model.ts";

/** Which relations are shown, and the time: a year at a time through all that has a date here. */
export function Filters({ shown, hidden }: { shown: Shown; hidden: ReadonlySet<string> }): JSX.Element | null {
  const say = useSay();
  const { ui, set } = useAddress();
  const counts = new Map<string, number>();
  for (const edge of shown.edges.values()) counts.set(edge.type, (counts.get(edge.type) ?? 0) + 1);
  if (counts.size === 0 && shown.nodes.size === 0) return null;
  const toggle = (type: string): void => {
    const next = new Set(hidden);
    if (!next.delete(type)) next.add(type);
    set({ hide: [...next].sort().join(",") }, true);
  };
  return (
    <section class="graph-filters">
      <Years shown={shown} />
      {counts.size > 0 && (
        <fieldset>
          <legend>{say("filterRelations")}</legend>
          {[...counts].sort().map(([type, count]) => (
            <label key={type} class="check">
              <input
                type="checkbox"
                checked={!hidden.has(type)}
                onChange={() => {
                  toggle(type);
                }}
              />
              {relationName(type, ui)} <span class="count">{count}</span>
            </label>
          ))}
        </fieldset>
      )}
    </section>
  );
}

const BEFORE = 12; // years, where nothing shown is older

function Years({ shown }: { shown: Shown }): JSX.Element {
  const say = useSay();
  const { asOf, set } = useAddress();
  const today = new Date().getFullYear();
  const dated = [...shown.nodes.values(), ...shown.edges.values()].flatMap(({ since, until }) => [since, until]);
  const years = dated.flatMap((date) => (date ? [Number(date.slice(0, 4))] : []));
  const first = Math.min(today - BEFORE, ...years, asOf ? Number(asOf.slice(0, 4)) : today);
  const value = asOf ? Number(asOf.slice(0, 4)) : today + 1;
  return (
    <label class="field">
      <span class="label">
        {say("time")}: <strong>{asOf ?? say("allTime")}</strong>
      </span>
      <input
        type="range"
        min={first}
        max={today + 1}
        step={1}
        value={value}
        aria-valuetext={asOf ?? say("allTime")}
        onChange={(event) => {
          const year = Number(event.currentTarget.value);
          set({ asOf: year > today ? null : String(year) }, true);
        }}
      />
    </label>
  );
}
