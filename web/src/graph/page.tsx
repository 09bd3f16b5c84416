import type { JSX } from "preact";
import { lazy } from "preact-iso";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type ApiError, asApiError } from "../api/client.ts";
import { svgOfGraph } from "../exports/graph.ts";
import { Exports } from "../exports/menu.tsx";
import { useSay } from "../i18n/index.ts";
import { relationName } from "../i18n/ontology.ts";
import { Combobox } from "../search/combobox.tsx";
import { useAddress } from "../state/address.ts";
import { Failure } from "../ui/parts.tsx";
import { isDark } from "../ui/theme.ts";
import { load, type Opened, readOpened, type Shown, writeOpened } from "./model.ts";
import { Filters } from "./filters.tsx";
import { Listed, Selected } from "./panel.tsx";
import { PathForm } from "./paths.tsx";
import type { EdgeLike, Picture } from "./picture.ts";

const Canvas = lazy(() => import("./canvas.tsx"));
const NOTHING: Shown = { nodes: new Map(), edges: new Map(), groups: new Map(), paths: null };

/** What is shown, and what was wanted when it was asked for: until the two agree, the next answer is on its way. */
interface Answer {
  readonly of: string | null;
  readonly shown: Shown;
  readonly error: ApiError | null;
}

/** The graph view. All that it shows follows from the address: what was picked, what of it is open, what is hidden. */
export default function GraphPage(): JSX.Element {
  const say = useSay();
  const { query, lang, asOf, ui, set } = useAddress();
  const ids = (query.ids ?? "").split(",").filter(Boolean);
  const opened = readOpened(query.open);
  const from = query.from ?? null;
  const to = query.to ?? null;
  const hidden = new Set((query.hide ?? "").split(",").filter(Boolean));
  const selected = query.sel ?? null;
  const [{ of, shown, error }, setAnswer] = useState<Answer>({ of: null, shown: NOTHING, error: null });
  const [tries, setTries] = useState(0);
  const picture = useRef<Picture | null>(null);
  const seeds = [...new Set([...ids, ...(from ? [from] : []), ...(to ? [to] : [])])];
  const wanted = JSON.stringify({ ids: seeds, opened, from, to, lang, asOf, tries });
  const loading = of !== wanted;
  useEffect(() => {
    const leaving = new AbortController();
    load(JSON.parse(wanted) as Parameters<typeof load>[0], leaving.signal).then(
      (found) => {
        setAnswer({ of: wanted, shown: found, error: null });
      },
      (problem: unknown) => {
        if (leaving.signal.aborted) return;
        setAnswer((before) => ({ of: wanted, shown: before.shown, error: asApiError(problem) }));
      },
    );
    return () => {
      leaving.abort();
    };
  }, [wanted]);

  const { nodes, edges } = useMemo(() => {
    const lines = [...shown.edges.values()].filter((edge) => edge.onPath || !hidden.has(edge.type));
    const tied = new Set([...seeds, ...opened.map((one) => one.id), ...lines.flatMap((edge) => [edge.from, edge.to])]);
    const cards = [...shown.nodes.values()].filter((card) => tied.has(card.id));
    return {
      nodes: cards.map((card) => ({ id: card.id, type: card.__typename, label: card.name })),
      edges: lines.map((edge): EdgeLike => ({
        id: edge.id,
        from: edge.from,
        to: edge.to,
        label: relationName(edge.type, ui),
        planned: edge.status === "PLANNED",
        strong: edge.onPath,
      })),
    };
  }, [shown, query.hide, ui]);

  const pick = (id: string | null): void => {
    set({ sel: id }, true);
  };
  const change = (next: readonly Opened[]): void => {
    set({ open: writeOpened(next) });
  };
  const expand = (id: string): void => {
    if (!opened.some((one) => one.id === id && one.type === null))
      change([...opened, { id, type: null, way: null, pages: 1 }]);
  };
  const rows = (): unknown[][] => [
    ["statement", "from", "from_name", "relation", "to", "to_name", "since", "until", "status"],
    ...[...shown.edges.values()].map((edge) => [
      edge.id,
      edge.from,
      shown.nodes.get(edge.from)?.name,
      edge.type,
      edge.to,
      shown.nodes.get(edge.to)?.name,
      edge.since,
      edge.until,
      edge.status,
    ]),
  ];
  return (
    <div class="graph-page">
      <h1 class="visually-hidden">{say("graph")}</h1>
      <div class="graph-stage">
        <Canvas
          nodes={nodes}
          edges={edges}
          selected={selected}
          onPick={pick}
          onOpen={expand}
          onReady={(made) => {
            picture.current = made;
          }}
        />
        {nodes.length === 0 && !loading && !error && <p class="graph-hint">{say("graphHint")}</p>}
        {error && !loading && (
          <Failure
            error={error}
            retry={() => {
              setTries(tries + 1);
            }}
          />
        )}
        <p class="graph-status" role="status">
          {loading ? `${say("loading")}…` : say("nodesEdges", { nodes: nodes.length, edges: edges.length })}
        </p>
      </div>
      <div class="graph-side">
        <div class="graph-tools">
          <Combobox
            label={say("addEntity")}
            placeholder={say("addEntity")}
            onPick={(card) => {
              set({ ids: [...new Set([...ids, card.id])].join(","), sel: card.id });
            }}
          />
          <Exports
            name="graph"
            rows={rows}
            svg={() => (picture.current ? svgOfGraph(picture.current.graph, isDark()) : null)}
          />
        </div>
        <Selected
          id={selected}
          shown={shown}
          opened={opened}
          onExpand={expand}
          onChange={change}
          onRemove={(id) => {
            set({
              ids: ids.filter((one) => one !== id).join(","),
              open: writeOpened(opened.filter((one) => one.id !== id)),
              sel: null,
            });
          }}
        />
        <PathForm from={from} to={to} shown={shown} loading={loading} onPick={pick} />
        <Filters shown={shown} hidden={hidden} />
        <Listed shown={shown} visible={nodes} selected={selected} opened={opened} onPick={pick} onExpand={expand} />
      </div>
    </div>
  );
}
