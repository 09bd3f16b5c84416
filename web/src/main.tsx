import { render } from "preact";
import { ErrorBoundary, lazy, LocationProvider, Route, Router } from "preact-iso";
import type { JSX } from "preact";
import { useSay } from "./i18n/index.ts";
import Home from "./home.tsx";
import { Empty } from "./ui/parts.tsx";
import { Shell } from "./ui/shell.tsx";
import { followSystem } from "./ui/theme.ts";
import "./styles/main.css";

// Each page is fetched when it is first opened; the graph view with its drawing library is by far the largest.
const EntityPage = lazy(() => import("./entity/page.tsx"));
const GraphPage = lazy(() => import("./graph/page.tsx"));
const Places = lazy(() => import("./places/page.tsx"));
const Chains = lazy(() => import("./chains/page.tsx"));
const Questions = lazy(() => import("./questions/page.tsx"));
const Neo4j = lazy(() => import("./neo4j.tsx"));
const Review = lazy(() => import("./review/page.tsx"));
const Sparql = lazy(() => import("./sparql/page.tsx"));
const Results = lazy(() => import("./search/results.tsx"));

function NotFound(): JSX.Element {
  const say = useSay();
  return (
    <Empty>
      <h1>{say("notFound")}</h1>
    </Empty>
  );
}

/** Addresses that the server answers with something else than this application. */
const SERVED = /^\/(?:graphql|data|id|reconcile|changes|browser-guide\.html|style\.grass)(?:[/?.]|$)/;

// A link that is not ours must be followed by the browser; the router takes every link of the same origin.
addEventListener(
  "click",
  (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link?.origin === location.origin && (link.hasAttribute("data-native") || SERVED.test(link.pathname)))
      event.stopImmediatePropagation();
  },
  true,
);

function App(): JSX.Element {
  return (
    <LocationProvider>
      <Shell>
        <ErrorBoundary>
          <Router>
            <Route path="/" component={Home} />
            <Route path="/search" component={Results} />
            <Route path="/entity/:type/:key" component={EntityPage} />
            <Route path="/graph" component={GraphPage} />
            <Route path="/places" component={Places} />
            <Route path="/chains" component={Chains} />
            <Route path="/chains/:key" component={Chains} />
            <Route path="/questions" component={Questions} />
            <Route path="/questions/:name" component={Questions} />
            <Route path="/neo4j" component={Neo4j} />
            <Route path="/review" component={Review} />
            <Route path="/sparql" component={Sparql} />
            <Route default component={NotFound} />
          </Router>
        </ErrorBoundary>
      </Shell>
    </LocationProvider>
  );
}

followSystem();
const root = document.getElementById("app");
if (root) render(<App />, root);
