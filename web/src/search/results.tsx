import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { request } from "../api/client.ts";
import { useQuery } from "../api/use-query.ts";
import type { Operation } from "../api/operation.ts";
import {
  type EntityType,
  type ListAgencyQueryVariables,
  LISTS,
  Results as ResultsQuery,
} from "../generated/operations.ts";
import { Exports } from "../exports/menu.tsx";
import { useSay } from "../i18n/index.ts";
import { typesName } from "../i18n/ontology.ts";
import { useAddress } from "../state/address.ts";
import { Dates, Dot, Empty, EntityLink, Failure, Loading, Planned } from "../ui/parts.tsx";
import type { Card } from "../ui/types.ts";
import { Highlight } from "./highlight.tsx";

/** What the list of any type gives. */
interface Listing {
  readonly list: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly Card[];
  };
}

const isType = (text: string | undefined): text is EntityType => text !== undefined && text in LISTS;

/** What fits a text, or all of a type: a page at a time. */
export default function Results(): JSX.Element {
  const { query } = useAddress();
  const text = (query.q ?? "").trim();
  const type = isType(query.type) ? query.type : null;
  if (text) return <Found text={text} type={type} key={`${text} ${type ?? ""}`} />;
  return type ? <Listed type={type} key={type} /> : <Empty />;
}

function Found({ text, type }: { text: string; type: EntityType | null }): JSX.Element {
  const say = useSay();
  const { lang, asOf, ui, to } = useAddress();
  const types = type ? [type] : null;
  const all = useQuery(ResultsQuery, { text, lang, types: null, asOf });
  const these = useQuery(ResultsQuery, { text, lang, types, asOf });
  const [pages, setPages] = useState<readonly NonNullable<typeof these.data>["search"][]>([]);
  useEffect(() => {
    setPages([]);
  }, [text, type, lang, asOf]);
  const last = pages.at(-1) ?? these.data?.search;
  const edges = [...(these.data?.search.edges ?? []), ...pages.flatMap((page) => page.edges)];
  const more = (): void => {
    void request(ResultsQuery, { text, lang, types, asOf, after: last?.pageInfo.endCursor ?? null }).then((page) => {
      setPages([...pages, page.search]);
    });
  };
  return (
    <div class="page">
      <div class="page-head">
        <h1>“{text}”</h1>
        <Exports name={`search-${text}`} rows={() => table(edges.map(({ node }) => node))} />
      </div>
      {all.data && (
        <nav class="chips" aria-label={say("browse")}>
          <a href={to("/search", { q: text })} aria-current={type === null ? "page" : undefined} class="chip">
            {all.data.search.totalCount}
          </a>
          {all.data.search.groups.map(({ value, count }) => (
            <a
              key={String(value)}
              class="chip"
              href={to("/search", { q: text, type: String(value) })}
              aria-current={type === value ? "page" : undefined}
            >
              <Dot type={String(value)} /> {typesName(String(value), ui)} {count}
            </a>
          ))}
        </nav>
      )}
      {these.error && <Failure error={these.error} retry={these.retry} />}
      {these.loading && <Loading />}
      {these.data && edges.length === 0 && (
        <Empty>
          <p>{say("noMatches", { text })}</p>
          <p class="small">{say("noMatchesHint")}</p>
        </Empty>
      )}
      <ul class="rows" aria-busy={these.loading}>
        {edges.map(({ node, match }) => (
          <Row key={node.id} card={node}>
            {match && match.text !== node.name && (
              <span class="matched">
                <Highlight text={match.text} spans={match.spans} />
              </span>
            )}
          </Row>
        ))}
      </ul>
      {last?.pageInfo.hasNextPage && (
        <button type="button" class="button" onClick={more}>
          {say("showMore")}
        </button>
      )}
    </div>
  );
}

function Listed({ type }: { type: EntityType }): JSX.Element {
  const say = useSay();
  const { lang, asOf, ui } = useAddress();
  const operation: Operation<Listing, ListAgencyQueryVariables> = LISTS[type];
  const first = useQuery(operation, { lang, asOf });
  const [pages, setPages] = useState<readonly Listing["list"][]>([]);
  useEffect(() => {
    setPages([]);
  }, [type, lang, asOf]);
  const last = pages.at(-1) ?? first.data?.list;
  const nodes = [...(first.data?.list.nodes ?? []), ...pages.flatMap((page) => page.nodes)];
  const more = (): void => {
    void request(operation, { lang, asOf, after: last?.pageInfo.endCursor ?? null }).then((page) => {
      setPages([...pages, page.list]);
    });
  };
  return (
    <div class="page">
      <div class="page-head">
        <h1>
          <Dot type={type} /> {typesName(type, ui)}{" "}
          {first.data && <span class="count">{first.data.list.totalCount}</span>}
        </h1>
        <Exports name={type} rows={() => table(nodes)} />
      </div>
      {first.error && <Failure error={first.error} retry={first.retry} />}
      {first.loading && <Loading />}
      {first.data && nodes.length === 0 && <Empty />}
      <ul class="rows">
        {nodes.map((node) => (
          <Row key={node.id} card={node} />
        ))}
      </ul>
      {last?.pageInfo.hasNextPage && (
        <button type="button" class="button" onClick={more}>
          {say("showMore")}
        </button>
      )}
    </div>
  );
}

const table = (cards: readonly Card[]): unknown[][] => [
  ["id", "type", "name", "name_en", "name_zh", "since", "until", "status"],
  ...cards.map((card) => [
    card.id,
    card.__typename,
    card.name,
    card.nameEn,
    card.nameZh,
    card.since,
    card.until,
    card.status,
  ]),
];

function Row({ card, children }: { card: Card; children?: JSX.Element | false | null }): JSX.Element {
  return (
    <li class="row">
      <EntityLink card={card} />
      <Planned status={card.status} />
      {children}
      <Dates since={card.since} until={card.until} />
    </li>
  );
}
