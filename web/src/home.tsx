import type { JSX } from "preact";
import { useQuery } from "./api/use-query.ts";
import { Whole } from "./generated/operations.ts";
import { number, useSay } from "./i18n/index.ts";
import { typesName } from "./i18n/ontology.ts";
import { Combobox } from "./search/combobox.tsx";
import { useAddress } from "./state/address.ts";
import { Dot, Failure, Loading } from "./ui/parts.tsx";
import { entityPath } from "./ui/types.ts";

/** What there is, and four ways in. */
export default function Home(): JSX.Element {
  const say = useSay();
  const { to, go, ui } = useAddress();
  const { data, error, loading, retry } = useQuery(Whole, {});
  const ways = [
    ["beginPilots", to("/search", { type: "Pilot" })],
    ["beginPlaces", to("/places")],
    ["beginChains", to("/chains", { gaps: "1" })],
    ["beginConnect", to("/graph")],
  ] as const;
  const there = (data?.graph.entities ?? []).filter((one) => one.count > 0);
  const sum = (counts: readonly { readonly count: number }[]): number =>
    counts.reduce((all, one) => all + one.count, 0);
  return (
    <div class="page home">
      <h1>
        Qianglian <span lang="zh-Hans">强链</span>
      </h1>
      <p class="tagline">{say("tagline")}</p>
      <div class="home-search">
        <Combobox
          label={say("searchHint")}
          placeholder={say("searchHint")}
          onPick={(card) => {
            go(to(entityPath(card.id)));
          }}
          onText={(text) => {
            go(to("/search", { q: text }));
          }}
        />
      </div>
      <section aria-labelledby="begin">
        <h2 id="begin">{say("begin")}</h2>
        <ul class="ways">
          {ways.map(([key, href]) => (
            <li key={key}>
              <a href={href}>{say(key)}</a>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="browse">
        <h2 id="browse">{say("browse")}</h2>
        {error && <Failure error={error} retry={retry} />}
        {loading && <Loading />}
        {data && (
          <>
            <ul class="tiles">
              {there.map(({ type, count }) => (
                <li key={type}>
                  <a class="tile" href={to("/search", { type })}>
                    <Dot type={type} />
                    <span class="tile-name">{typesName(type, ui)}</span>
                    <span class="tile-count">{number(count, ui)}</span>
                  </a>
                </li>
              ))}
            </ul>
            <p class="small quiet">
              {say("statements", { count: sum(data.graph.entities), relations: sum(data.graph.relations) })} ·{" "}
              {data.graph.datasets.map((one) => one.title ?? one.id).join(" · ")}
            </p>
          </>
        )}
      </section>
    </div>
  );
}
