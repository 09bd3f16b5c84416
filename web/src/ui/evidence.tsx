import type { JSX } from "preact";
import { useSay } from "../i18n/index.ts";
import { useAddress } from "../state/address.ts";
import { entityPath, type Evidence } from "./types.ts";

/** Only what leads to a page: an address of another scheme is shown, not followed. */
const isWeb = (url: string): boolean => /^https?:\/\//.test(url);

/** One reason to believe a statement: the words where there are, where they stand, who published them and when. */
export function EvidenceCard({ evidence }: { evidence: Evidence }): JSX.Element {
  const say = useSay();
  const { to, ui } = useAddress();
  const { document: source } = evidence;
  return (
    <figure class="evidence">
      {evidence.quote ? (
        <blockquote lang={source.language ?? undefined}>{evidence.quote}</blockquote>
      ) : (
        <p class="no-quote">{say("noQuote")}</p>
      )}
      <figcaption>
        <a href={to(entityPath(source.id))} lang={source.title ? (source.language ?? undefined) : undefined}>
          {source.title ?? source.id}
        </a>
        <dl class="facts small">
          {evidence.place && <Fact name={say("place")} value={evidence.place} />}
          {source.publisher && <Fact name={say("publisher")} value={source.publisher} />}
          {source.date && <Fact name={say("published")} value={source.date} />}
          {evidence.method && <Fact name={say("method")} value={evidence.method} />}
          {evidence.confidence !== null && (
            <Fact
              name={say("confidence")}
              value={new Intl.NumberFormat(ui, { style: "percent" }).format(evidence.confidence)}
            />
          )}
        </dl>
        {source.url && isWeb(source.url) && (
          <a class="source" href={source.url} rel="noreferrer noopener" target="_blank">
            {say("openSource")} ↗
          </a>
        )}
      </figcaption>
    </figure>
  );
}

export function Fact({ name, value }: { name: string; value: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }): JSX.Element {
  const say = useSay();
  if (evidence.length === 0) return <p class="no-quote">{say("noEvidence")}</p>;
  return (
    <div class="evidence-list">
      {evidence.map((one, at) => (
        <EvidenceCard key={`${one.document.id} ${String(at)}`} evidence={one} />
      ))}
    </div>
  );
}
