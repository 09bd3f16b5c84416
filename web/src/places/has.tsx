import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Operation } from "../api/operation.ts";
import { useQuery } from "../api/use-query.ts";
import { Figures } from "../entity/figures.tsx";
import { PlaceHas, WITHIN, type WithinPilotQueryVariables } from "../generated/operations.ts";
import { useSay } from "../i18n/index.ts";
import { typesName } from "../i18n/ontology.ts";
import { useAddress } from "../state/address.ts";
import { Dot, Empty, EntityLink, Failure, Loading, Planned } from "../ui/parts.tsx";
import type { Card } from "../ui/types.ts";

interface Within {
  readonly list: { readonly totalCount: number; readonly nodes: readonly Card[] };
}
type Ask = Operation<Within, WithinPilotQueryVariables>;
const LISTS: readonly (readonly [string, Ask])[] = Object.entries(WITHIN);

/** What there is in a place and all below it, by type, with its figures. */
export function Has({ id }: { id: string }): JSX.Element | null {
  const say = useSay();
  const { lang, asOf, to } = useAddress();
  const { data, error, loading, retry } = useQuery(PlaceHas, { id, lang, asOf });
  const [counts, setCounts] = useState<Readonly<Record<string, number>>>({});
  const of = `${id} ${asOf ?? ""}`;
  const known = LISTS.flatMap(([type]) => {
    const count = counts[`${of} ${type}`];
    return count === undefined ? [] : [count];
  });
  if (error) return <Failure error={error} retry={retry} />;
  if (data?.entity?.id !== id) return loading || data?.entity ? <Loading /> : <Empty />;
  const waiting = known.length < LISTS.length;
  return (
    <section class="has" aria-busy={waiting} aria-labelledby="has">
      <h2 id="has">
        <EntityLink card={data.entity} /> <span class="count">{say("withBelow")}</span>
      </h2>
      {LISTS.map(([type, operation]) => (
        <Kind
          key={`${of} ${type}`}
          id={id}
          type={type}
          operation={operation}
          onKnown={(count) => {
            setCounts((before) => ({ ...before, [`${of} ${type}`]: count }));
          }}
        />
      ))}
      {waiting && <Loading />}
      {!waiting && known.every((count) => count === 0) && <Empty />}
      <Figures id={id} key={id} />
      <p>
        <a class="button quiet" href={to("/questions/strengthening-of-place", { "p.place": id })}>
          {say("questions")} →
        </a>
      </p>
    </section>
  );
}

interface KindProps {
  id: string;
  type: string;
  operation: Ask;
  onKnown: (count: number) => void;
}

/** Those of one type: each list is a statement of its own in Neo4j, and comes when it is there. */
function Kind({ id, type, operation, onKnown }: KindProps): JSX.Element | null {
  const say = useSay();
  const { ui, lang, asOf } = useAddress();
  const { data, error, loading, retry } = useQuery(operation, { id, lang, asOf }, true);
  const count = loading ? null : error ? -1 : (data?.list.totalCount ?? 0);
  useEffect(() => {
    if (count !== null) onKnown(count);
  }, [count]);
  if (error) return <Failure error={error} retry={retry} />;
  if (!data || data.list.totalCount === 0) return null;
  const { list } = data;
  return (
    <div class="group">
      <h3>
        <Dot type={type} /> {typesName(type, ui)} <span class="count">{list.totalCount}</span>
      </h3>
      <ul>
        {list.nodes.map((card) => (
          <li key={card.id}>
            <EntityLink card={card} /> <Planned status={card.status} />
          </li>
        ))}
      </ul>
      {list.totalCount > list.nodes.length && (
        <p class="small quiet">{say("more", { count: list.totalCount - list.nodes.length })}</p>
      )}
    </div>
  );
}
