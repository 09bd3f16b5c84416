import { useEffect, useState } from "preact/hooks";
import { useQuery } from "../api/use-query.ts";
import { type EntityType, Suggest } from "../generated/operations.ts";
import { useAddress } from "../state/address.ts";
import type { Card } from "../ui/types.ts";

export interface Suggestion {
  readonly node: Card;
  /** What fits, where that is not the name shown. */
  readonly match: {
    readonly text: string;
    readonly spans: readonly { readonly start: number; readonly end: number }[];
  } | null;
}

const PAUSE = 120; // milliseconds between the last letter and the question

/** The entities that a beginning fits, those of one type together, types in the order of their best. */
export function useSuggestions(
  text: string,
  types: readonly EntityType[] | null,
): { found: readonly Suggestion[]; loading: boolean; of: string } {
  const { lang, asOf } = useAddress();
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(text);
    }, PAUSE);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  const wanted = settled.trim();
  const { data, loading } = useQuery(Suggest, wanted ? { text: wanted, lang, types, asOf } : null);
  const byType = new Map<string, Suggestion[]>();
  for (const edge of data?.search.edges ?? []) {
    const group = byType.get(edge.node.__typename) ?? [];
    byType.set(edge.node.__typename, group);
    group.push({ node: edge.node, match: edge.match });
  }
  return { found: wanted ? [...byType.values()].flat() : [], loading: loading || settled !== text, of: wanted };
}
