import { useRoute } from "preact-iso";
import type { JSX } from "preact";
import { useQuery } from "../api/use-query.ts";
import { Exports } from "../exports/menu.tsx";
import { Chains as ChainsQuery, type ChainsQuery as Answer } from "../generated/operations.ts";
import { useSay } from "../i18n/index.ts";
import { useAddress } from "../state/address.ts";
import { Empty, EntityLink, Failure, Loading, Planned } from "../ui/parts.tsx";
import type { Card } from "../ui/types.ts";
import { downstream } from "./order.ts";

export type Chain = Answer["industrialChains"]["nodes"][number];

/** What a chain lacks. What is only planned is none yet. */
export function gaps(chain: Chain): { pilot: "none" | "planned" | null; leader: "none" | "planned" | null } {
  const pilots = chain.strengthenedBy.edges.filter(({ node }) => node.__typename === "Pilot");
  const lack = (edges: readonly { readonly status: string }[]): "none" | "planned" | null =>
    edges.some((edge) => edge.status !== "PLANNED") ? null : edges.length > 0 ? "planned" : "none";
  return { pilot: lack(pilots), leader: lack(chain.ledBy.edges) };
}

/** Chains from upstream to downstream: who leads them, who belongs to them, what strengthens them and what they lack. */
export default function Chains(): JSX.Element {
  const say = useSay();
  const { params } = useRoute();
  const { query, lang, asOf, to, set } = useAddress();
  const { data, error, loading, retry } = useQuery(ChainsQuery, { lang, asOf });
  const all = downstream(data?.industrialChains.nodes ?? []);
  const only = query.gaps === "1";
  const key = params.key;
  const shown = all.filter((chain) => {
    if (key) return chain.id === `industrial-chain/${key}`;
    const lacking = gaps(chain);
    return !only || lacking.pilot !== null || lacking.leader !== null;
  });
  const rows = (): unknown[][] => [
    ["chain", "name", "fed_by", "feeds", "leaders", "members", "strengthened_by", "gap_pilot", "gap_leader"],
    ...shown.map((chain) => {
      const ids = (list: { readonly edges: readonly { readonly node: Card }[] }): string =>
        list.edges.map(({ node }) => node.id).join(" ");
      const lacking = gaps(chain);
      return [
        chain.id,
        chain.name,
        chain.fedBy.nodes.map((node) => node.id).join(" "),
        chain.feeds.nodes.map((node) => node.id).join(" "),
        ids(chain.ledBy),
        ids(chain.members),
        ids(chain.strengthenedBy),
        lacking.pilot,
        lacking.leader,
      ];
    }),
  ];
  return (
    <div class="page">
      <div class="page-head">
        <h1>{say("chains")}</h1>
        <Exports name="chains" rows={rows} />
      </div>
      <p class="description">{say("chainsIntro")}</p>
      {key ? (
        <p>
          <a href={to("/chains")}>← {say("chains")}</a>
        </p>
      ) : (
        <label class="check">
          <input
            type="checkbox"
            checked={only}
            onChange={() => {
              set({ gaps: only ? null : "1" });
            }}
          />
          {say("gapsOnly")}
        </label>
      )}
      {error && <Failure error={error} retry={retry} />}
      {loading && !data && <Loading />}
      {data && shown.length === 0 && <Empty />}
      <div class="chain-list">
        {shown.map((chain) => (
          <ChainCard key={chain.id} chain={chain} />
        ))}
      </div>
    </div>
  );
}

function ChainCard({ chain }: { chain: Chain }): JSX.Element {
  const say = useSay();
  const { to } = useAddress();
  const lacking = gaps(chain);
  const pilots = chain.strengthenedBy.edges.filter(({ node }) => node.__typename === "Pilot");
  const others = chain.strengthenedBy.edges.filter(({ node }) => node.__typename !== "Pilot");
  const parts = chain.parts.nodes;
  return (
    <article class="chain" aria-label={chain.name}>
      <div class="chain-side">
        <Ends title={say("upstream")} cards={chain.fedBy.nodes} />
        <Ends title={say("partOfChain")} cards={chain.partOf.nodes} />
      </div>
      <div class="chain-middle">
        <h2>
          <EntityLink card={chain} />
        </h2>
        <div class="chips">
          {lacking.pilot && (
            <span class="gap">
              {say("noPilot")}
              {lacking.pilot === "planned" && ` (${say("plannedOnly")})`}
            </span>
          )}
          {lacking.leader && (
            <span class="gap">
              {say("noLeader")}
              {lacking.leader === "planned" && ` (${say("plannedOnly")})`}
            </span>
          )}
        </div>
        <dl class="chain-who">
          <Who title={say("leaders")} edges={chain.ledBy.edges} />
          <Who title={say("members")} edges={chain.members.edges} />
          <Who title={say("pilots")} edges={pilots} />
          <Who title={say("otherStrengths")} edges={others} />
        </dl>
        <Ends title={say("segments")} cards={parts} />
        <a class="small" href={to("/graph", { ids: chain.id, open: chain.id })}>
          {say("openInGraph")}
        </a>
      </div>
      <div class="chain-side">
        <Ends title={say("downstream")} cards={chain.feeds.nodes} />
      </div>
    </article>
  );
}

function Ends({ title, cards }: { title: string; cards: readonly Card[] }): JSX.Element | null {
  if (cards.length === 0) return null;
  return (
    <div class="ends">
      <h3>{title}</h3>
      <ul>
        {cards.map((card) => (
          <li key={card.id}>
            <EntityLink card={card} other={false} />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface Tie {
  readonly id: string;
  readonly status: string;
  readonly node: Card;
  readonly position?: string | null;
}

function Who({ title, edges }: { title: string; edges: readonly Tie[] }): JSX.Element | null {
  if (edges.length === 0) return null;
  return (
    <div>
      <dt>{title}</dt>
      {edges.map((edge) => (
        <dd key={edge.id}>
          <EntityLink card={edge.node} other={false} /> {edge.position && <span class="tie-more">{edge.position}</span>}{" "}
          <Planned status={edge.status} />
        </dd>
      ))}
    </div>
  );
}
