import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useSay } from "../i18n/index.ts";
import { keep, LANGUAGES, OWN_NAMES } from "../i18n/languages.ts";
import { Combobox } from "../search/combobox.tsx";
import { isDate, useAddress } from "../state/address.ts";
import { choose, theme, THEMES } from "./theme.ts";
import { entityPath } from "./types.ts";

const PAGES = [
  ["/graph", "graph"],
  ["/places", "places"],
  ["/chains", "chains"],
  ["/questions", "questions"],
] as const;

/** What is around every page: the way to the others, the search, the languages and the day. */
export function Shell({ children }: { children: ComponentChildren }): JSX.Element {
  const say = useSay();
  const { to, go, path, query, ui } = useAddress();
  useEffect(() => {
    document.documentElement.lang = ui === "zh" ? "zh-Hans" : ui;
  }, [ui]);
  useEffect(() => {
    // The page's own heading, once it is there; a screen reader says the title when the page changes.
    const named = (): void => {
      const heading = document.querySelector("main h1")?.textContent.trim();
      document.title = heading && path !== "/" ? `${heading} · Qianglian 强链` : "Qianglian 强链";
    };
    const watching = new MutationObserver(named);
    const shown = document.getElementById("content");
    if (shown) watching.observe(shown, { childList: true, subtree: true });
    named();
    return () => {
      watching.disconnect();
    };
  }, [path]);
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      const at = event.target instanceof HTMLElement ? event.target : null;
      if (event.key !== "/" || event.ctrlKey || event.metaKey || at?.matches("input, textarea, select")) return;
      event.preventDefault();
      document.querySelector<HTMLInputElement>("[data-search]")?.focus();
    };
    addEventListener("keydown", focus);
    return () => {
      removeEventListener("keydown", focus);
    };
  }, []);
  return (
    <>
      <a class="skip" href="#content">
        {say("skip")}
      </a>
      <header class="top">
        <a class="brand" href={to("/")} aria-label={`Qianglian 强链, ${say("home")}`}>
          <Mark />
          <span>Qianglian</span>
          <span class="brand-zh" lang="zh-Hans">
            强链
          </span>
        </a>
        <div class="top-search">
          <Combobox
            label={say("searchHint")}
            placeholder={say("search")}
            text={path === "/search" ? (query.q ?? "") : ""}
            shortcut
            onPick={(card) => {
              go(to(entityPath(card.id)));
            }}
            onText={(text) => {
              go(to("/search", { q: text }));
            }}
          />
        </div>
        <nav class="pages" aria-label={say("menu")}>
          {PAGES.map(([page, key]) => (
            <a key={page} href={to(page)} aria-current={path.startsWith(page) ? "page" : undefined}>
              {say(key)}
            </a>
          ))}
        </nav>
        <Settings />
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer class="foot">
        <a href="/graphql" data-native="">
          GraphQL
        </a>
        <a href={to("/neo4j")}>Neo4j Browser</a>
        <a href={to("/search", { type: "Document" })}>{say("evidence")}</a>
        <a href={to("/review")}>{say("review")}</a>
        <a href={to("/sparql")}>SPARQL</a>
      </footer>
    </>
  );
}

function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
      <path d="M10 11.5 22 8M10 12.5l5 10M22 9l-6 13" />
      <circle cx="8.5" cy="11.5" r="4.2" />
      <circle cx="23.5" cy="8" r="4.2" />
      <circle cx="15.5" cy="24" r="4.2" />
    </svg>
  );
}

function Settings(): JSX.Element {
  const say = useSay();
  const { ui, names, asOf, set } = useAddress();
  const [chosen, setChosen] = useState(theme());
  const [open, setOpen] = useState(false);
  return (
    <details
      class="settings"
      open={open}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") setOpen(false);
      }}
    >
      <summary>
        <span class="visually-hidden">{say("settings")}</span>
        <span class="settings-lang">{OWN_NAMES[names]}</span>
        {asOf && <span class="settings-asof">{asOf}</span>}
        <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" class="icon">
          <path d="M3 6h14M3 14h14" />
          <circle cx="7" cy="6" r="2.4" />
          <circle cx="13" cy="14" r="2.4" />
        </svg>
      </summary>
      <div class="settings-panel">
        <Choice
          label={say("language")}
          value={ui}
          options={LANGUAGES.map((one) => [one, OWN_NAMES[one]])}
          onChange={(value) => {
            const language = LANGUAGES.find((one) => one === value);
            if (language) keep(language);
            set({ ui: value, lang: null });
          }}
        />
        <Choice
          label={say("namesIn")}
          value={names}
          options={LANGUAGES.map((one) => [one, OWN_NAMES[one]])}
          onChange={(value) => {
            set({ lang: value });
          }}
        />
        <AsOf value={asOf} />
        <Choice
          label={say("theme")}
          value={chosen}
          options={[
            ["auto", say("themeAuto")],
            ["light", say("themeLight")],
            ["dark", say("themeDark")],
          ]}
          onChange={(value) => {
            const found = THEMES.find((one) => one === value) ?? "auto";
            choose(found);
            setChosen(found);
          }}
        />
      </div>
    </details>
  );
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}): JSX.Element {
  return (
    <label class="field">
      <span class="label">{label}</span>
      <select
        value={value}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      >
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The day it is asked of: as things stood then. */
export function AsOf({ value }: { value: string | null }): JSX.Element {
  const say = useSay();
  const { set } = useAddress();
  return (
    <label class="field">
      <span class="label">{say("asOf")}</span>
      <input
        type="text"
        inputMode="numeric"
        pattern="\d{4}(-\d{2}(-\d{2})?)?"
        placeholder={say("asOfToday")}
        title={say("asOfHint")}
        value={value ?? ""}
        onChange={(event) => {
          const text = event.currentTarget.value.trim();
          if (text === "" || isDate(text)) set({ asOf: text || null });
        }}
      />
    </label>
  );
}
