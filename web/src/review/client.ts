/** One of two that may be the same: an entity of a dataset, or what a document speaks of. */
export interface Side {
  readonly id: string;
  readonly entity: string;
  readonly names: readonly string[];
  readonly document: string;
  readonly quote: string;
  readonly links: readonly string[];
}

export interface Pair {
  readonly left: Side;
  readonly right: Side;
  readonly score: number;
  readonly reasons: readonly string[];
}

/** A statement of a document that a rule is not sure of. */
export interface Doubt {
  readonly id: string;
  readonly document: string;
  readonly subject: string;
  readonly predicate: string;
  readonly object: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly quote: string;
  readonly place: string;
  readonly method: string;
  readonly confidence: number;
}

export interface Open {
  readonly by: string;
  readonly identities: readonly Pair[];
  readonly statements: readonly Doubt[];
}

export type Judgement =
  | { readonly left: string; readonly right: string; readonly verdict: "same" | "different" | "unsure" }
  | { readonly statement: string; readonly verdict: "right" | "wrong" | "unsure" };

/** An answer that is not what was asked for, with its HTTP status; 0 where there was none. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function send(method: string, path: string, body?: object): Promise<Response> {
  const given = body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {};
  let response: Response;
  try {
    response = await fetch(`/review/${path}`, { method, credentials: "same-origin", ...given });
  } catch {
    throw new Refused(0, "");
  }
  if (response.ok) return response;
  let detail = `HTTP ${String(response.status)}`;
  try {
    detail = ((await response.json()) as { detail?: string }).detail ?? detail;
  } catch {
    // No problem in JSON: the status says all there is.
  }
  throw new Refused(response.status, detail);
}

export async function signIn(name: string, password: string): Promise<void> {
  await send("POST", "session", { name, password });
}

export async function signOut(): Promise<void> {
  await send("DELETE", "session");
}

/** What is undecided. Throws Refused with 401 where nobody is signed in. */
export async function open(): Promise<Open> {
  return (await (await send("GET", "open")).json()) as Open;
}

export async function judge(judgement: Judgement): Promise<void> {
  await send("POST", "judgement", judgement);
}
