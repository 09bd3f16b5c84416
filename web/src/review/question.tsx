import type { JSX } from "preact";
import { useAddress } from "../state/address.ts";
import { entityPath } from "../ui/types.ts";
import type { Doubt, Pair, Side } from "./client.ts";
import { textIn } from "./texts.ts";

/** Two that may be the same, side by side. */
export function Identity({ pair }: { pair: Pair }): JSX.Element {
  const { ui } = useAddress();
  const say = textIn(ui);
  return (
    <>
      <h2>{say("areSame")}</h2>
      <p class="note">
        {say("score", { score: pair.score.toFixed(2) })} · {pair.reasons.join(" · ")}
      </p>
      <div class="sides">
        <SideOf side={pair.left} />
        <SideOf side={pair.right} />
      </div>
    </>
  );
}

function SideOf({ side }: { side: Side }): JSX.Element {
  const { ui, to } = useAddress();
  const say = textIn(ui);
  const [first = side.id, ...others] = side.names;
  return (
    <section class="side" aria-label={first}>
      <h3>{first}</h3>
      {others.length > 0 && <p class="second-name">{others.join(" · ")}</p>}
      <p class="note">
        {say(side.document ? "record" : "dataset")} ·{" "}
        <a href={to(entityPath(side.entity))}>
          <code>{side.entity}</code>
        </a>
      </p>
      {side.document && (
        <figure class="evidence">
          <blockquote>{side.quote}</blockquote>
          <figcaption class="source">
            <a href={to(entityPath(side.document))}>{side.document}</a>
          </figcaption>
        </figure>
      )}
      <ul class="ties">
        {side.links.slice(0, 12).map((link) => (
          <li key={link}>
            <code>{link}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A statement that a rule is not sure of, with the words it was found in. */
export function Statement({ doubt }: { doubt: Doubt }): JSX.Element {
  const { ui, to } = useAddress();
  const say = textIn(ui);
  const properties = Object.entries(doubt.properties).map(([name, value]) => `${name} ${String(value)}`);
  return (
    <>
      <h2>{say("isSaid")}</h2>
      <p class="stated">
        <strong>{doubt.subject}</strong> <code>{doubt.predicate}</code> <strong>{doubt.object}</strong>
      </p>
      <p class="note">
        {say("confidence", { confidence: doubt.confidence.toFixed(2), method: doubt.method })}
        {properties.length > 0 && ` · ${properties.join(" · ")}`}
      </p>
      <figure class="evidence">
        <blockquote>{doubt.quote}</blockquote>
        <figcaption class="source">
          <a href={to(entityPath(doubt.document))}>{doubt.document}</a> · {doubt.place}
        </figcaption>
      </figure>
    </>
  );
}
