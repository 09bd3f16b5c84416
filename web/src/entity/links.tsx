import type { JSX } from "preact";
import { Entity } from "../generated/operations.ts";
import { useSay } from "../i18n/index.ts";
import { useAddress } from "../state/address.ts";
import { Copy } from "../ui/parts.tsx";

const FORMATS = [
  ["ttl", "Turtle"],
  ["jsonld", "JSON-LD"],
  ["nt", "N-Triples"],
  ["rdf", "RDF/XML"],
] as const;

/** The same entity for machines: RDF, GraphQL, Cypher; and in the graph view. */
export function Links({ id, type }: { id: string; type: string }): JSX.Element {
  const say = useSay();
  const { to, lang, asOf } = useAddress();
  const variables = JSON.stringify({ id, lang, ...(asOf ? { asOf } : {}) });
  const graphql = `/graphql?${new URLSearchParams({ query: Entity.text, variables }).toString()}`;
  return (
    <div class="links">
      <a class="button" href={to("/graph", { ids: id, open: id })}>
        {say("openInGraph")}
      </a>
      <a class="button quiet" href={to("/graph", { ids: id, from: id })}>
        {say("connectFrom")}
      </a>
      <a class="button quiet" href={graphql} data-native="">
        {say("linkGraphql")}
      </a>
      <Copy text={() => `CYPHER 25\nMATCH path = (:${type} {id: '${id}'})--(:Entity)\nRETURN path\nLIMIT 300`}>
        {say("linkCypher")}
      </Copy>
      <span class="rdf">
        RDF:{" "}
        {FORMATS.map(([ending, name]) => (
          <a key={ending} href={`/data/${id}.${ending}`} data-native="">
            {name}
          </a>
        ))}
      </span>
    </div>
  );
}
