import type { JSX } from "preact";
import { useSay } from "../i18n/index.ts";
import { useAddress } from "../state/address.ts";
import { Empty } from "../ui/parts.tsx";
import { entityPath } from "../ui/types.ts";
import { type Found, shorten, type Term, type Words } from "./client.ts";
import type { Text } from "./texts.ts";

/** More make the page slow, and are there to download. */
export const SHOWN = 1000;

/** What was found: rows as a table with links to what they name, yes or no, or triples as they are written. */
export function Results({ found, words, text }: { found: Found; words: Words | null; text: Text }): JSX.Element {
  const say = useSay();
  if (found.kind === "yes-or-no") return <p class="sparql-yes">{text(found.yes ? "yes" : "no")}</p>;
  if (found.kind === "triples") return <pre tabIndex={0}>{found.text}</pre>;
  if (found.rows.length === 0) return <Empty>{say("noRows")}</Empty>;
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={text("answer")}>
      <table>
        <thead>
          <tr>
            {found.columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.rows.slice(0, SHOWN).map((row, at) => (
            <tr key={at}>
              {found.columns.map((name) => (
                <td key={name}>{row[name] && <Cell term={row[name]} words={words} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ term, words }: { term: Term; words: Words | null }): JSX.Element {
  const { to } = useAddress();
  const { type, value } = term;
  if (type !== "uri")
    return (
      <span lang={term["xml:lang"]}>
        {value}
        {term["xml:lang"] && <span class="note"> @{term["xml:lang"]}</span>}
      </span>
    );
  // What is under our own base is answered here, whatever the base; what is no web address is no link.
  const entity = /\/id\/([a-z-]+\/[a-z0-9-]+)$/.exec(value)?.[1];
  if (entity) return <a href={to(entityPath(entity))}>{entity}</a>;
  const own = /\/((?:statement\/[a-z-]+|evidence)\/[a-z0-9-]+)$/.exec(value)?.[1];
  if (own)
    return (
      <a href={`/${own}`} data-native="">
        {own}
      </a>
    );
  const short = words ? shorten(value, words.prefixes) : value;
  if (!/^https?:/.test(value)) return <span>{short}</span>;
  return (
    <a href={value} rel="noreferrer" title={value}>
      {short}
    </a>
  );
}
