// GraphiQL, React's only page here: a bundle of its own, so that nobody else waits for it.
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./page.css";
import { GraphiQL } from "graphiql";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { EXAMPLES } from "./examples.ts";

const asked = new URLSearchParams(location.search);
const query = asked.get("query");
const given = asked.get("variables");

async function fetcher(body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { accept: "application/graphql-response+json", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
}

/** What is asked stays in the address, so that it can be shared. */
function keep(name: string, value: string | undefined): void {
  const now = new URL(location.href);
  if (value) now.searchParams.set(name, value);
  else now.searchParams.delete(name);
  history.replaceState(null, "", now);
}

const root = document.getElementById("graphiql");
if (root)
  createRoot(root).render(
    createElement(GraphiQL, {
      fetcher,
      defaultTabs: EXAMPLES.map((text) => ({ query: text })),
      ...(query ? { initialQuery: query } : {}),
      ...(given ? { initialVariables: given } : {}),
      onEditQuery: (text: string) => {
        keep("query", text);
      },
      onEditVariables: (text: string) => {
        keep("variables", text);
      },
    }),
  );
