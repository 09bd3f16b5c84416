import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useQuery } from "../api/use-query.ts";
import { svgOfGraph } from "../exports/graph.ts";
import { Exports } from "../exports/menu.tsx";
import type { Drawn } from "../graph/picture.ts";
import { Answered, type EntityType, LISTS, Named } from "../generated/operations.ts";
import { useSay } from "../i18n/index.ts";
import { useAddress } from "../state/address.ts";
import { Copy, Empty, Failure, Loading } from "../ui/parts.tsx";
import { isDark } from "../ui/theme.ts";
import type { Card } from "../ui/types.ts";
import { AnswerChart, figures } from "./chart.tsx";
import { Form } from "./form.tsx";
import { AnswerGraph } from "./graph.tsx";
import { idsIn, type Table } from "./table.ts";
import { AnswerTable } from "./table-view.tsx";
import { forBrowser, forGraphql, type Given, type Question, values } from "./texts.ts";

const FORMS = ["table", "graph", "chart"] as const;
const LABELS = { table: "answerTable", graph: "answerGraph", chart: "answerChart" } as const;
const TYPES = Object.keys(LISTS) as EntityType[];

/** A question with its form, and its answer as a table, a graph or a chart; all of it in the address. */
export function Asked({ question }: { question: Question }): JSX.Element {
  const say = useSay();
  const { query, lang, to, set } = useAddress();
  const given: Given = Object.fromEntries(
    question.parameters.flatMap(({ name }) => {
      const value = query[`p.${name}`];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const view = FORMS.find((one) => one === query.view) ?? "table";
  const parameters = values(question, given);
  const { data, error, loading, retry } = useQuery(Answered, { name: question.name, parameters });
  const table: Table | null = data ? { columns: data.question.columns, rows: data.question.rows } : null;
  const asked = Object.values(parameters).filter((value): value is string => typeof value === "string");
  const ids = table ? idsIn([...table.rows.flat(), ...asked], TYPES) : [];
  const named = useQuery(Named, ids.length > 0 ? { ids: ids.slice(0, 1000), lang } : null);
  const cards = new Map<string, Card>();
  for (const node of named.data?.nodes ?? []) if (node && "name" in node) cards.set(node.id, node);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  return (
    <div class="page">
      <p>
        <a href={to("/questions")}>← {say("questions")}</a>
      </p>
      <div class="page-head">
        <h1>{question.sentence}</h1>
        <Exports
          name={question.name}
          rows={() => (table ? [table.columns, ...table.rows] : [])}
          {...(view === "graph" ? { svg: () => (drawn ? svgOfGraph(drawn, isDark()) : null) } : {})}
        />
      </div>
      <Form
        question={question}
        given={given}
        cards={cards}
        onAsk={(next) => {
          set(Object.fromEntries(question.parameters.map(({ name }) => [`p.${name}`, next[name] ?? null])));
        }}
      />
      <div class="answer-bar">
        <div class="tabs" role="tablist" aria-label={question.sentence}>
          {FORMS.map((form) => (
            <button
              key={form}
              type="button"
              role="tab"
              id={`tab-${form}`}
              aria-selected={view === form}
              aria-controls="answer"
              tabIndex={view === form ? 0 : -1}
              class="tab"
              onClick={() => {
                set({ view: form === "table" ? null : form });
              }}
              onKeyDown={(event) => {
                const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
                const next = FORMS[(FORMS.indexOf(form) + by + FORMS.length) % FORMS.length];
                if (by === 0 || !next) return;
                set({ view: next === "table" ? null : next });
                document.getElementById(`tab-${next}`)?.focus();
              }}
            >
              {say(LABELS[form])}
            </button>
          ))}
        </div>
        <span class="count" role="status">
          {table && !loading && (table.rows.length === 1 ? say("oneRow") : say("rows", { count: table.rows.length }))}
        </span>
        <Copy text={() => forBrowser(question, given)}>{say("copyCypher")}</Copy>
        <Copy text={() => forGraphql(question, given)}>{say("copyGraphql")}</Copy>
      </div>
      <div id="answer" role="tabpanel" aria-labelledby={`tab-${view}`} aria-busy={loading}>
        {error && <Failure error={error} retry={retry} />}
        {loading && <Loading />}
        {table?.rows.length === 0 && !loading && <Empty>{say("noRows")}</Empty>}
        {table && table.rows.length > 0 && !loading && (
          <>
            {view === "table" && <AnswerTable table={table} cards={cards} />}
            {view === "graph" &&
              (ids.length > 0 ? (
                <AnswerGraph table={table} asked={asked} cards={cards} onReady={setDrawn} />
              ) : (
                <Empty>{say("noGraph")}</Empty>
              ))}
            {view === "chart" &&
              (figures(table, cards) ? <AnswerChart table={table} cards={cards} /> : <Empty>{say("noChart")}</Empty>)}
          </>
        )}
      </div>
      <details class="cypher">
        <summary>Cypher</summary>
        <pre tabIndex={0}>{question.cypher}</pre>
      </details>
    </div>
  );
}
