import { useEffect, useState } from "preact/hooks";
import { type ApiError, asApiError, request } from "./client.ts";
import type { Operation } from "./operation.ts";
import { inTurn } from "./turns.ts";

/** An answer on its way, there, or not to be had. While the next one loads, `data` is still the one before. */
export interface Query<Data> {
  data: Data | null;
  error: ApiError | null;
  loading: boolean;
  retry: () => void;
}

/** The answer to an operation, asked again when its variables change; `null` asks nothing; `patient` waits for its turn. */
export function useQuery<Data, Variables extends object>(
  operation: Operation<Data, Variables>,
  variables: Variables | null,
  patient = false,
): Query<Data> {
  const key = variables && JSON.stringify(variables);
  const [state, setState] = useState<{ data: Data | null; error: ApiError | null; of: string | null }>({
    data: null,
    error: null,
    of: null,
  });
  const [tries, setTries] = useState(0);
  const want = key === null ? null : `${String(tries)} ${operation.text.slice(0, 80)} ${key}`;
  useEffect(() => {
    if (want === null || key === null) return;
    const leaving = new AbortController();
    const ask = (): Promise<Data> => request(operation, JSON.parse(key) as Variables, leaving.signal);
    (patient ? inTurn(ask, leaving.signal) : ask()).then(
      (data) => {
        setState({ data, error: null, of: want });
      },
      (error: unknown) => {
        if (leaving.signal.aborted) return;
        const known = asApiError(error);
        setState({ data: null, error: known, of: want });
      },
    );
    return () => {
      leaving.abort();
    };
    // `want` says all that the answer depends on.
  }, [want]);
  return {
    data: want === null ? null : state.data,
    error: state.of === want ? state.error : null,
    loading: want !== null && state.of !== want,
    retry: () => {
      setTries(tries + 1);
    },
  };
}
