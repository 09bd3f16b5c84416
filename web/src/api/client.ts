import type { Operation } from "./operation.ts";

/** What went wrong, with the code of docs/graphql.md where the API gave one. */
export class ApiError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** What was thrown, as an `ApiError`. */
export const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError ? error : new ApiError("UNKNOWN", String(error));

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

const ACCEPT = "application/graphql-response+json";
// A browser and the server take longer addresses, but proxies in between may not.
const LONGEST_ADDRESS = 8000;

/** The address of an operation, which a GET answers and caches by its ETag. */
export function addressOf(text: string, variables: object): string {
  const asked = new URLSearchParams({ query: text });
  const given = Object.entries(variables).filter(([, value]) => value !== null && value !== undefined);
  if (given.length > 0) asked.set("variables", JSON.stringify(Object.fromEntries(given)));
  return `/graphql?${asked.toString()}`;
}

/**
 * The answer to an operation. Throws ApiError; where the signal ends it, an AbortError. What took too long is asked once more:
 * on a busy machine the first planning alone may take that long, and it is not done again.
 */
export async function request<Data, Variables extends object>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  try {
    return await once(operation, variables, signal);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "QUERY_TIMEOUT") throw error;
    return once(operation, variables, signal);
  }
}

async function once<Data, Variables extends object>(
  operation: Operation<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const address = addressOf(operation.text, variables);
  const shared = signal ? { signal } : {};
  let response: Response;
  try {
    // The browser keeps the answer and asks again with If-None-Match: an unchanged graph answers 304.
    response =
      address.length < LONGEST_ADDRESS
        ? await fetch(address, { headers: { accept: ACCEPT }, ...shared })
        : await fetch("/graphql", {
            method: "POST",
            headers: { accept: ACCEPT, "content-type": "application/json" },
            body: JSON.stringify({ query: operation.text, variables }),
            ...shared,
          });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError("UNREACHABLE", "");
  }
  let answer: Answer<Data>;
  try {
    answer = (await response.json()) as Answer<Data>;
  } catch {
    throw new ApiError("NO_ANSWER", `HTTP ${String(response.status)}`);
  }
  const [first] = answer.errors ?? [];
  if (first) throw new ApiError(first.extensions?.code ?? "UNKNOWN", first.message);
  if (!answer.data) throw new ApiError("NO_ANSWER", `HTTP ${String(response.status)}`);
  return answer.data;
}
