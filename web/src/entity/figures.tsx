import type { JSX } from "preact";
import { useQuery } from "../api/use-query.ts";
import { Figures as FiguresQuery, type FiguresQuery as Answer } from "../generated/operations.ts";
import { number, useSay } from "../i18n/index.ts";
import { word } from "../i18n/ontology.ts";
import type { Language } from "../i18n/languages.ts";
import { useAddress } from "../state/address.ts";
import { EntityLink, Planned } from "../ui/parts.tsx";
import type { Card } from "../ui/types.ts";
import { Bars } from "./bars.tsx";

type Node = Answer["neighbours"][number]["edges"][number]["node"];

export interface FigureData {
  card: Card;
  target: boolean;
  indicator: string;
  value: number | null;
  unit: string | null;
  qualifier: string | null;
  period: string | null;
  rank: number | null;
  rankScope: string | null;
  note: string | null;
}

function figure(node: Node): FigureData | null {
  if (node.__typename === "Statistic")
    return {
      card: node,
      target: false,
      indicator: node.s_indicator ?? node.name,
      value: node.s_value,
      unit: node.s_unit,
      qualifier: node.s_qualifier,
      period: node.s_period,
      rank: node.s_rank,
      rankScope: node.s_rankScope,
      note: node.s_note,
    };
  if (node.__typename === "Target")
    return {
      card: node,
      target: true,
      indicator: node.t_indicator ?? node.name,
      value: node.t_value,
      unit: node.t_unit,
      qualifier: node.t_qualifier,
      period: node.t_period,
      rank: node.t_rank,
      rankScope: node.t_rankScope,
      note: node.t_note,
    };
  return null;
}

/** A figure as it is read: about 327,000 certificates. */
export function inFull(one: FigureData, language: Language): string {
  if (one.value === null) return "";
  const exact = one.qualifier && one.qualifier !== "EXACT" ? `${word(one.qualifier, language)} ` : "";
  const unit = one.unit === "PERCENT" ? " %" : one.unit ? ` ${one.unit}` : "";
  return `${exact}${number(one.value, language)}${unit}`;
}

/** The figures told of an entity: those of one unit drawn against each other, each with its rank. */
export function Figures({ id }: { id: string }): JSX.Element | null {
  const say = useSay();
  const { lang, asOf, ui } = useAddress();
  const { data } = useQuery(FiguresQuery, { id, lang, asOf }, true);
  const figures = (data?.neighbours ?? []).flatMap((group) => group.edges).flatMap(({ node }) => figure(node) ?? []);
  if (figures.length === 0) return null;
  const byUnit = new Map<string, FigureData[]>();
  for (const one of figures) {
    const key = one.value === null ? "" : (one.unit ?? "1");
    byUnit.set(key, [...(byUnit.get(key) ?? []), one]);
  }
  return (
    <section aria-labelledby="figures">
      <h2 id="figures">
        {say("figures")} <span class="count">{figures.length}</span>
      </h2>
      {[...byUnit].map(([unit, group]) => (
        <div class="figure-group" key={unit}>
          {group.length > 1 && unit !== "" && (
            <Bars
              title={say("figuresChart")}
              bars={group.map((one) => ({
                label: [one.indicator, one.period].filter(Boolean).join(", "),
                value: one.value ?? 0,
                text: inFull(one, ui),
                planned: one.target,
              }))}
            />
          )}
          <ul class="figures">
            {group.map((one) => (
              <li key={one.card.id} class="figure">
                <span class="figure-value">{inFull(one, ui)}</span>
                <span class="figure-name">
                  <EntityLink card={one.card} other={false} />
                </span>
                {one.rank !== null && (
                  <span class="rank">
                    {one.rankScope
                      ? say("rankedAmong", { rank: one.rank, scope: one.rankScope })
                      : say("ranked", { rank: one.rank })}
                  </span>
                )}
                {one.period && <span class="dates">{one.period}</span>}
                <Planned status={one.target ? "PLANNED" : one.card.status} />
                {one.note && <span class="note">{one.note}</span>}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
