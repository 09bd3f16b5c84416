import type { JSX } from "preact";
import { useQuery } from "./api/use-query.ts";
import { AllQuestions } from "./generated/operations.ts";
import { useSay } from "./i18n/index.ts";
import { Copy, Failure } from "./ui/parts.tsx";
import { forBrowser } from "./questions/texts.ts";

/** What prepares Neo4j Browser: our style, our guide, and every question ready to paste. */
export default function Neo4j(): JSX.Element {
  const say = useSay();
  const { data, error, retry } = useQuery(AllQuestions, {});
  // Neo4j Browser fetches such files from `localhost` and from no other host unless its server is told so.
  const here = new URL(location.origin);
  if (here.hostname === "127.0.0.1") here.hostname = "localhost";
  const style = `:style ${here.origin}/style.grass`;
  const guide = `:play ${here.origin}/browser-guide.html`;
  return (
    <div class="page narrow">
      <h1>Neo4j Browser</h1>
      {[style, guide].map((command) => (
        <div key={command} class="command">
          <pre tabIndex={0}>{command}</pre>
          <Copy text={() => command}>{say("copy")}</Copy>
        </div>
      ))}
      <p>
        <a href="/style.grass" data-native="" download="qianglian.grass">
          style.grass
        </a>{" "}
        ·{" "}
        <a href="/browser-guide.html" data-native="">
          browser-guide.html
        </a>
      </p>
      <h2>{say("questions")}</h2>
      {error && <Failure error={error} retry={retry} />}
      <ul class="rows">
        {(data?.questions ?? []).map((question) => (
          <li key={question.name} class="row">
            <span>{question.sentence}</span>
            <Copy text={() => forBrowser(question, {})}>{say("copyCypher")}</Copy>
          </li>
        ))}
      </ul>
    </div>
  );
}
