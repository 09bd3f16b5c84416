import { useEffect, useState } from "preact/hooks";
import { type Lang, RELATION_TYPES, Relations, type RelationsQuery } from "../generated/operations.ts";
import { type ApiError, asApiError, request } from "./client.ts";
import { parts } from "./parts.ts";
import { inTurn } from "./turns.ts";

export type Group = RelationsQuery["neighbours"][number];

const PARTS = parts(RELATION_TYPES);

interface Of {
  readonly id: string;
  readonly lang: Lang;
  readonly asOf: string | null;
  readonly first: number;
}

/** A page of each of an entity's relations, in the ontology's order; `onPart` is told what is there so far. */
export async function relationsOf(of: Of, signal: AbortSignal, onPart?: (groups: Group[]) => void): Promise<Group[]> {
  const found: Group[][] = PARTS.map(() => []);
  await Promise.all(
    PARTS.map(async (types, at) => {
      found[at] = [...(await inTurn(() => request(Relations, { ...of, types }, signal), signal)).neighbours];
      onPart?.(found.flat());
    }),
  );
  return found.flat();
}

interface State {
  readonly key: string;
  readonly groups: readonly Group[];
  readonly loading: boolean;
  readonly error: ApiError | null;
}

/** An entity's relations, as they come. */
export function useRelations(of: Of): State & { retry: () => void } {
  const [tries, setTries] = useState(0);
  const key = `${JSON.stringify(of)} ${String(tries)}`;
  const [state, setState] = useState<State>({ key: "", groups: [], loading: true, error: null });
  useEffect(() => {
    const leaving = new AbortController();
    const told = (groups: readonly Group[], loading: boolean, error: ApiError | null = null): void => {
      if (!leaving.signal.aborted) setState({ key, groups, loading, error });
    };
    let there: readonly Group[] = [];
    relationsOf(of, leaving.signal, (groups) => {
      there = groups;
      told(groups, true);
    }).then(
      (groups) => {
        told(groups, false);
      },
      (error: unknown) => {
        told(there, false, asApiError(error));
      },
    );
    return () => {
      leaving.abort();
    };
  }, [key]);
  const now = state.key === key ? state : { key, groups: [], loading: true, error: null };
  return {
    ...now,
    retry: () => {
      setTries(tries + 1);
    },
  };
}
