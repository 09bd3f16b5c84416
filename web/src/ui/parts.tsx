import type { ComponentChildren, CSSProperties, JSX } from "preact";
import { useState } from "preact/hooks";
import type { ApiError } from "../api/client.ts";
import { isKey, useSay } from "../i18n/index.ts";
import { typeName } from "../i18n/ontology.ts";
import { useAddress } from "../state/address.ts";
import { chromaOf, hueOf } from "./colours.ts";
import { type Card, entityPath, otherName } from "./types.ts";

/** The custom properties from which style sheets make a type's colour. */
export const typeStyle = (type: string): CSSProperties => ({
  "--hue": String(hueOf(type)),
  "--grey": String(chromaOf(type)),
});

export function Dot({ type }: { type: string }): JSX.Element {
  return <span class="dot" style={typeStyle(type)} aria-hidden="true" />;
}

export function TypeBadge({ type }: { type: string }): JSX.Element {
  const { ui } = useAddress();
  return (
    <span class="badge" style={typeStyle(type)}>
      {typeName(type, ui)}
    </span>
  );
}

/** A link to an entity's page: the colour of its type, its name, and the name it has in another language. */
export function EntityLink({ card, other = true }: { card: Card; other?: boolean }): JSX.Element {
  const { to, ui } = useAddress();
  const second = other ? otherName(card) : null;
  return (
    <a class="entity-link" href={to(entityPath(card.id))} title={`${typeName(card.__typename, ui)} · ${card.id}`}>
      <Dot type={card.__typename} />
      <span class="entity-name">{card.name}</span>
      {second && <span class="second-name">{second}</span>}
    </a>
  );
}

export function Planned({ status }: { status: string }): JSX.Element | null {
  const say = useSay();
  if (status !== "PLANNED") return null;
  return (
    <span class="planned" title={say("plannedHint")}>
      {say("planned")}
    </span>
  );
}

/** When a statement holds, as far as that is known. */
export function Dates({ since, until }: { since: string | null; until: string | null }): JSX.Element | null {
  const say = useSay();
  if (!since && !until) return null;
  const text =
    since && until
      ? say("fromTo", { since, until })
      : since
        ? say("since", { date: since })
        : say("until", { date: until ?? "" });
  return <span class="dates">{text}</span>;
}

export function Loading(): JSX.Element {
  const say = useSay();
  return (
    <div class="state loading" role="status">
      <span class="spinner" aria-hidden="true" />
      {say("loading")}…
    </div>
  );
}

/** What went wrong in words, with the code for whoever reports it, and a way on. */
export function Failure({ error, retry }: { error: ApiError; retry?: () => void }): JSX.Element {
  const say = useSay();
  return (
    <div class="state failure" role="alert">
      <p>
        <strong>{say(isKey(error.code) ? error.code : "UNKNOWN")}</strong>
      </p>
      {error.message && <p>{error.message}</p>}
      <p>
        <code>{error.code}</code>
      </p>
      {retry && (
        <button type="button" class="button" onClick={retry}>
          {say("retry")}
        </button>
      )}
    </div>
  );
}

export function Empty({ children }: { children?: ComponentChildren }): JSX.Element {
  const say = useSay();
  return <div class="state empty">{children ?? say("empty")}</div>;
}

/** A button that puts a text into the clipboard and says so. */
export function Copy({ text, children }: { text: () => string; children: ComponentChildren }): JSX.Element {
  const say = useSay();
  const [done, setDone] = useState(false);
  const copy = (): void => {
    void navigator.clipboard.writeText(text()).then(() => {
      setDone(true);
      setTimeout(() => {
        setDone(false);
      }, 1600);
    });
  };
  return (
    <button type="button" class="button quiet" onClick={copy}>
      {done ? say("copied") : children}
      <span class="visually-hidden" role="status">
        {done ? say("copied") : ""}
      </span>
    </button>
  );
}
