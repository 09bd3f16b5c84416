import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { request } from "../api/client.ts";
import { useQuery } from "../api/use-query.ts";
import { Exports } from "../exports/menu.tsx";
import { Above, Countries, Place, type PlaceQuery } from "../generated/operations.ts";
import { useSay } from "../i18n/index.ts";
import { Combobox } from "../search/combobox.tsx";
import { useAddress } from "../state/address.ts";
import { Failure, Loading } from "../ui/parts.tsx";
import { Has } from "./has.tsx";
import { type Branch, Tree } from "./tree.tsx";

type Answer = NonNullable<PlaceQuery["government"]>;

function branches(answer: Answer): Branch[] {
  return answer.parts.nodes.flatMap((node): Branch[] =>
    node.__typename === "Government" ? [{ card: node, parts: node.parts.totalCount }] : [],
  );
}

/** Every place within which it lies, so that the tree can be opened down to it. */
async function above(id: string): Promise<string[]> {
  const { government } = await request(Above, { id });
  const found: string[] = [];
  for (const first of government?.partOf.nodes ?? [])
    found.push(...first.partOf.nodes.map((second) => second.id), first.id);
  return found;
}

/** The tree of places, a level at a time, and what the chosen one has. */
export default function Places(): JSX.Element {
  const say = useSay();
  const { query, lang, asOf, set } = useAddress();
  const countries = useQuery(Countries, { lang, asOf });
  const roots = (countries.data?.governments.nodes ?? []).map((card) => ({ card, parts: 1 }));
  const [root] = roots;
  const open = new Set((query.open ?? root?.card.id ?? "").split(",").filter(Boolean));
  const selected = query.place ?? null;
  const [children, setChildren] = useState<ReadonlyMap<string, readonly Branch[]>>(new Map());
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    setChildren(new Map());
  }, [lang, asOf]);
  const key = [...open].sort().join();
  useEffect(() => {
    for (const id of open)
      if (!children.has(id))
        void fetchAll(id).then(
          (found) => {
            setChildren((before) => new Map(before).set(id, found));
          },
          (problem: unknown) => {
            setError(problem instanceof Error ? problem : new Error(String(problem)));
          },
        );
  }, [key, lang, asOf, children.size === 0]);

  async function fetchAll(id: string): Promise<Branch[]> {
    const found: Branch[] = [];
    let after: string | null = null;
    do {
      const { government }: PlaceQuery = await request(Place, { id, lang, asOf, after });
      if (!government) break;
      found.push(...branches(government));
      after = government.parts.pageInfo.hasNextPage ? government.parts.pageInfo.endCursor : null;
    } while (after);
    return found;
  }

  const toggle = (id: string): void => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    set({ open: [...next].join(",") }, true);
  };
  const find = (id: string): void => {
    void above(id).then((ways) => {
      set({ place: id, open: [...new Set([...open, ...ways])].join(",") });
    });
  };
  return (
    <div class="page places">
      <div class="page-head">
        <h1>{say("placeTree")}</h1>
        <Exports
          name="places"
          rows={() => [
            ["id", "name", "name_en", "name_zh", "parts", "in"],
            ...[...children].flatMap(([within, all]) =>
              all.map(({ card, parts }) => [card.id, card.name, card.nameEn, card.nameZh, parts, within]),
            ),
          ]}
        />
      </div>
      {countries.error && <Failure error={countries.error} retry={countries.retry} />}
      {error && <p role="alert">{error.message}</p>}
      <div class="places-columns">
        <div>
          <Combobox
            label={say("search")}
            placeholder={say("search")}
            types={["Government"]}
            onPick={(card) => {
              find(card.id);
            }}
          />
          {countries.loading ? (
            <Loading />
          ) : (
            <Tree
              roots={roots}
              childrenOf={children}
              open={open}
              selected={selected}
              onToggle={toggle}
              onSelect={(id) => {
                set({ place: id });
              }}
            />
          )}
        </div>
        <div>{(selected ?? root?.card.id) && <Has id={selected ?? root?.card.id ?? ""} />}</div>
      </div>
    </div>
  );
}
