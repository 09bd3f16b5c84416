import { ApiError } from "../api/client.ts";

/** A term of an answer, as SPARQL 1.1 Query Results JSON (https://www.w3.org/TR/sparql11-results-json/) has it. */
export interface Term {
  readonly type: "uri" | "literal" | "bnode";
  readonly value: string;
  readonly "xml:lang"?: string;
  readonly datatype?: string;
}

export type Found =
  | {
      readonly kind: "rows";
      readonly columns: readonly string[];
      readonly rows: readonly Readonly<Record<string, Term>>[];
    }
  | { readonly kind: "yes-or-no"; readonly yes: boolean }
  | { readonly kind: "triples"; readonly text: string };

/** What was found, in which version of the graph, in how many seconds. */
export interface Answer {
  readonly found: Found;
  readonly version: string;
  readonly seconds: number;
}

export interface Example {
  readonly name: string;
  readonly sentence: string;
  readonly query: string;
}

/** Prefix to the beginning of its IRIs, and every term of the ontology as `prefix:name`. */
export interface Words {
  readonly prefixes: Readonly<Record<string, string>>;
  readonly terms: readonly string[];
}

const ANY = "application/sparql-results+json, text/turtle;q=0.9";

function unreachable(error: unknown): never {
  if (error instanceof DOMException && error.name === "AbortError") throw error;
  throw new ApiError("UNREACHABLE", "");
}

async function had(asking: Promise<Response>): Promise<Response> {
  const answer = await asking.catch(unreachable);
  if (answer.ok) return answer;
  const text = await answer.text();
  try {
    const { code, detail } = JSON.parse(text) as { code?: string; detail?: string };
    throw new ApiError(code ?? "UNKNOWN", detail ?? text);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError("NO_ANSWER", `HTTP ${String(answer.status)}`);
  }
}

const post = (query: string, accept: string, signal?: AbortSignal): Promise<Response> =>
  fetch("/sparql", {
    method: "POST",
    headers: { "content-type": "application/sparql-query", accept },
    body: query,
    ...(signal ? { signal } : {}),
  });

const WAITS = 100;

/** The answer to a query; throws an `ApiError` with the service's code. Waits for the store's first copy of the graph. */
export async function ask(query: string, signal: AbortSignal): Promise<Answer> {
  for (let wait = 0; ; wait++) {
    const begun = performance.now();
    try {
      const answer = await had(post(query, ANY, signal));
      const version = answer.headers.get("qianglian-version") ?? "";
      const found = await read(answer);
      return { found, version, seconds: (performance.now() - begun) / 1000 };
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "NOT_READY" || wait === WAITS) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
    signal.throwIfAborted();
  }
}

async function read(answer: Response): Promise<Found> {
  if (!answer.headers.get("content-type")?.startsWith("application/sparql-results+json"))
    return { kind: "triples", text: await answer.text() };
  const said = (await answer.json()) as {
    head: { vars?: string[] };
    boolean?: boolean;
    results?: { bindings: Record<string, Term>[] };
  };
  if (said.boolean !== undefined) return { kind: "yes-or-no", yes: said.boolean };
  return { kind: "rows", columns: said.head.vars ?? [], rows: said.results?.bindings ?? [] };
}

/** The answer as the service writes it in a media type. */
export const file = async (query: string, type: string): Promise<Blob> => (await had(post(query, type))).blob();

export const examples = async (): Promise<Example[]> =>
  (await (await had(fetch("/sparql/examples.json"))).json()) as Example[];

/** What may be written without declaring it: taken from the JSON-LD context that the service publishes. */
export async function words(): Promise<Words> {
  const asking = fetch("/context.jsonld", { headers: { accept: "application/ld+json" } });
  const { "@context": context } = (await (await had(asking)).json()) as { "@context": Record<string, unknown> };
  const prefixes: Record<string, string> = {};
  const iris: string[] = [];
  for (const value of Object.values(context)) {
    const iri = typeof value === "string" ? value : (value as { "@id"?: string } | null)?.["@id"];
    if (iri?.includes(":")) iris.push(iri);
  }
  for (const [name, value] of Object.entries(context)) {
    const { "@prefix": isPrefix, "@id": iri } = (value ?? {}) as { "@prefix"?: boolean; "@id"?: string };
    if (isPrefix && iri) prefixes[name] = iri;
  }
  const short = iris.map((iri) => shorten(iri, prefixes)).filter((term) => /^[\w-]+:[\w-]+$/.test(term));
  return { prefixes, terms: [...new Set(short)].sort() };
}

/** `prefix:name` where a prefix fits; otherwise the IRI as it is. */
export function shorten(iri: string, prefixes: Words["prefixes"]): string {
  for (const [name, start] of Object.entries(prefixes))
    if (iri.startsWith(start) && /^[\w-]+$/.test(iri.slice(start.length))) return `${name}:${iri.slice(start.length)}`;
  return iri;
}
