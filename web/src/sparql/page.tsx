import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type ApiError, asApiError } from "../api/client.ts";
import { save } from "../exports/files.ts";
import { Exports } from "../exports/menu.tsx";
import { useAddress } from "../state/address.ts";
import { Failure } from "../ui/parts.tsx";
import { type Answer, ask, type Example, examples, file, type Words, words } from "./client.ts";
import { Editor } from "./editor.tsx";
import { Results, SHOWN } from "./results.tsx";
import { type Text, textIn } from "./texts.ts";
import "../styles/sparql.css";

const FIRST = `SELECT ?pilot ?name ?chain WHERE {
  ?pilot q:strengthens ?chain ; skos:prefLabel ?name .
  FILTER (lang(?name) = "en")
}
ORDER BY ?pilot`;
const FORMATS = [
  ["application/sparql-results+json", "JSON", "srj", false],
  ["text/csv", "CSV", "csv", false],
  ["text/tab-separated-values", "TSV", "tsv", false],
  ["application/sparql-results+xml", "XML", "srx", false],
  ["text/turtle", "Turtle", "ttl", true],
  ["application/ld+json", "JSON-LD", "jsonld", true],
  ["application/n-triples", "N-Triples", "nt", true],
] as const;

// In the address behind `#`: `?query=` asks the service itself and gives data (SPARQL 1.1 Protocol, section 2.1.1).
const asked = (): string | null => new URLSearchParams(location.hash.slice(1)).get("query");

/** A page to write SPARQL in: CodeMirror, the questions of queries/sparql/ as examples, answers with links. */
export default function SparqlPage(): JSX.Element {
  const { ui } = useAddress();
  const text = textIn(ui);
  const [given, setGiven] = useState(() => ({ text: asked() ?? FIRST }));
  const [query, setQuery] = useState(given.text);
  const [kept, setKept] = useState(asked);
  const [known, setKnown] = useState<Words | null>(null);
  const [there, setThere] = useState<readonly Example[]>([]);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [state, setState] = useState<"idle" | "running" | "stopped">("idle");
  const running = useRef<AbortController | null>(null);
  const [coming] = useState(words);
  const completing = useMemo(() => coming.catch(() => null), [coming]); // what went wrong is shown below

  const run = (): void => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    setState("running");
    setError(null);
    setKept(query);
    ask(query, mine.signal).then(
      (found) => {
        setAnswer(found);
        setState("idle");
      },
      (reason: unknown) => {
        if (running.current !== mine) return; // another query has taken its place
        if (mine.signal.aborted) {
          setState("stopped");
          return;
        }
        setAnswer(null);
        setError(asApiError(reason));
        setState("idle");
      },
    );
  };
  useEffect(() => {
    coming.then(setKnown, (reason: unknown) => {
      setError(asApiError(reason));
    });
    examples().then(setThere, (reason: unknown) => {
      setError(asApiError(reason));
    });
    if (kept !== null) run();
    return () => {
      running.current?.abort();
    };
  }, []);
  useEffect(() => {
    // After every render: a change of language or day makes a new address without it.
    const hash = kept === null ? "" : `#${new URLSearchParams({ query: kept }).toString()}`;
    if (location.hash !== hash)
      history.replaceState(history.state, "", `${location.pathname}${location.search}${hash}`);
  });
  return (
    <div class="page">
      <div class="page-head">
        <h1>{text("title")}</h1>
        {answer?.found.kind === "rows" && <Exports name="sparql" rows={() => table(answer)} />}
      </div>
      <p>{text("intro")}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        <label class="sparql-example">
          {text("example")}{" "}
          <select
            value=""
            onChange={(event) => {
              const chosen = there.find(({ name }) => name === event.currentTarget.value);
              if (chosen) setGiven({ text: chosen.query });
            }}
          >
            <option value="">{text("choose")}</option>
            {there.map(({ name, sentence }) => (
              <option key={name} value={name}>
                {sentence}
              </option>
            ))}
          </select>
        </label>
        <Editor given={given} label={text("query")} words={completing} onChange={setQuery} onRun={run} />
        <div class="sparql-actions">
          <button type="submit" class="button">
            {text("run")} <kbd>Ctrl+Enter</kbd>
          </button>
          <button
            type="button"
            class="button quiet"
            disabled={state !== "running"}
            onClick={() => {
              running.current?.abort();
            }}
          >
            {text("stop")}
          </button>
          <Download query={query} text={text} onFailed={setError} />
        </div>
      </form>
      <p class="count" role="status">
        {state === "running" ? text("running") : state === "stopped" ? text("stopped") : answer && told(answer, text)}
      </p>
      <div aria-busy={state === "running"}>
        {error && <Failure error={error} />}
        {answer && !error && <Results found={answer.found} words={known} text={text} />}
      </div>
    </div>
  );
}

/** The answer as the service writes it, in a format that is chosen. */
function Download(props: { query: string; text: Text; onFailed: (error: ApiError | null) => void }): JSX.Element {
  const { query, text, onFailed } = props;
  const [type, setType] = useState<string>(FORMATS[0][0]);
  return (
    <>
      <label class="sparql-as">
        {text("as")}{" "}
        <select
          value={type}
          onChange={(event) => {
            setType(event.currentTarget.value);
          }}
        >
          {FORMATS.map(([media, name, , triples]) => (
            <option key={media} value={media}>
              {triples ? text("triples", { format: name }) : name}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="button quiet"
        onClick={() => {
          const ending = FORMATS.find(([media]) => media === type)?.[2] ?? "txt";
          onFailed(null);
          file(query, type).then(
            (content) => {
              save(`sparql.${ending}`, type, content);
            },
            (reason: unknown) => {
              onFailed(asApiError(reason));
            },
          );
        }}
      >
        {text("download")}
      </button>
    </>
  );
}

function told({ found, version, seconds }: Answer, text: Text): string {
  const of = { version, seconds: seconds.toFixed(2) };
  if (found.kind !== "rows") return text("other", of);
  const count = String(found.rows.length);
  return text(found.rows.length > SHOWN ? "some" : "rows", { ...of, count, shown: String(SHOWN) });
}

function table({ found }: Answer): unknown[][] {
  if (found.kind !== "rows") return [];
  return [[...found.columns], ...found.rows.map((row) => found.columns.map((name) => row[name]?.value))];
}
