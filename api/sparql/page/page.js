// The query page: sends the query, shows the answer, keeps the query in the address. No library, no build step.
const at = (id) => document.getElementById(id);
const [form, query, example, format, status, result] = ["form", "query", "example", "format", "status", "result"].map(at);
const SHOWN = 1000; // rows; more make the page slow, and are there to download
const BOTH = "application/sparql-results+json, text/turtle;q=0.9";
let running = null;

const element = (name, text) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return made;
};

const linked = (term) => {
  if (!term) return "";
  if (term.type !== "uri" || !/^https?:/.test(term.value)) return term.value + (term["xml:lang"] ? ` @${term["xml:lang"]}` : "");
  const link = element("a", term.value);
  // What is under our own base is answered here, whatever the base.
  const own = /\/((?:id|statement)\/[a-z-]+\/[a-z0-9-]+|evidence\/[a-z0-9]+)$/.exec(term.value);
  link.href = own ? own[1] : term.value;
  link.rel = "noreferrer";
  return link;
};

const table = ({ head, results }) => {
  const made = element("table");
  const columns = head.vars;
  const row = element("tr");
  for (const name of columns) {
    const cell = element("th", name);
    cell.scope = "col";
    row.append(cell);
  }
  made.append(element("thead"), element("tbody"));
  made.firstChild.append(row);
  for (const binding of results.bindings.slice(0, SHOWN)) {
    const line = element("tr");
    for (const name of columns) {
      const cell = element("td");
      if (binding[name]?.["xml:lang"]) cell.lang = binding[name]["xml:lang"];
      cell.append(linked(binding[name]));
      line.append(cell);
    }
    made.lastChild.append(line);
  }
  return made;
};

const send = (accept, signal) =>
  fetch("sparql", { method: "POST", headers: { "content-type": "application/sparql-query", accept }, body: query.value, signal });

const fail = (text) => {
  status.textContent = "";
  const said = element("p", text);
  said.className = "error";
  said.setAttribute("role", "alert");
  result.replaceChildren(said);
};

const said = async (answer) => {
  const text = await answer.text();
  try {
    return JSON.parse(text).detail ?? text;
  } catch {
    return text;
  }
};

const run = async () => {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  at("stop").disabled = false;
  const begun = performance.now();
  status.textContent = "Running …";
  history.replaceState(null, "", `#query=${encodeURIComponent(query.value)}`);
  try {
    const answer = await send(BOTH, mine.signal);
    if (!answer.ok) return fail(`${answer.status}: ${await said(answer)}`);
    const of = `version ${answer.headers.get("qianglian-version")} of the graph, ${((performance.now() - begun) / 1000).toFixed(2)} s`;
    if (answer.headers.get("content-type").startsWith("application/sparql-results+json")) {
      const value = await answer.json();
      if ("boolean" in value) {
        result.replaceChildren(element("p", value.boolean ? "Yes." : "No."));
        status.textContent = of;
      } else {
        const count = value.results.bindings.length;
        result.replaceChildren(table(value));
        status.textContent = `${count} rows${count > SHOWN ? `, the first ${SHOWN} shown` : ""}, ${of}`;
      }
    } else {
      result.replaceChildren(element("pre", await answer.text()));
      status.textContent = of;
    }
  } catch (error) {
    if (error.name === "AbortError") status.textContent = "Stopped.";
    else fail(String(error));
  } finally {
    if (running === mine) {
      running = null;
      at("stop").disabled = true;
    }
  }
};

const download = async () => {
  const answer = await send(format.value);
  if (!answer.ok) return fail(`${answer.status}: ${await said(answer)}`);
  const link = element("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `answer.${{ csv: "csv", turtle: "ttl", "ld+json": "jsonld", "tab-separated-values": "tsv" }[format.value.split("/")[1]] ?? format.value.split("+")[1]}`;
  link.click();
  URL.revokeObjectURL(link.href);
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
at("stop").addEventListener("click", () => running?.abort());
at("download").addEventListener("click", download);
at("copy").addEventListener("click", async () => {
  const link = `${location.href.split("#")[0]}#query=${encodeURIComponent(query.value)}`;
  try {
    await navigator.clipboard.writeText(link);
    status.textContent = "The link is copied.";
  } catch {
    history.replaceState(null, "", link);
    status.textContent = "The link is in the address bar.";
  }
});
example.addEventListener("change", () => {
  if (example.value) query.value = example.value;
});

const given = new URLSearchParams(location.hash.slice(1)).get("query");
query.value = given ?? "SELECT ?pilot ?name ?chain WHERE {\n  ?pilot q:strengthens ?chain ; skos:prefLabel ?name .\n  FILTER (lang(?name) = \"en\")\n}\nORDER BY ?pilot";
fetch("sparql/examples.json")
  .then((answer) => answer.json())
  .then((examples) => {
    for (const one of examples) {
      const option = element("option", one.sentence);
      option.value = one.query;
      example.append(option);
    }
  });
if (given) run();
