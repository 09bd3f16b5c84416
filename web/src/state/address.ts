import { useLocation } from "preact-iso";
import { useCallback, useMemo } from "preact/hooks";
import type { Lang } from "../generated/operations.ts";
import { LANGUAGES, type Language, preferred } from "../i18n/languages.ts";

/** What is the same on every page: the language of names and of the interface, and the day it is asked of. */
const SHARED = ["lang", "ui", "asOf"] as const;
const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;

export type Changes = Readonly<Record<string, string | null | undefined>>;

export interface Address {
  path: string;
  query: Readonly<Record<string, string>>;
  /** The language of the interface. */
  ui: Language;
  /** The language of names. */
  names: Language;
  lang: Lang;
  asOf: string | null;
  /** The address of another page, with what is the same on every page. */
  to: (path: string, changes?: Changes) => string;
  /** Change the state of this page; `replace` for what nobody wants to go back to, such as every letter typed. */
  set: (changes: Changes, replace?: boolean) => void;
  go: (address: string) => void;
}

const language = (text: string | undefined): Language | null => LANGUAGES.find((one) => one === text) ?? null;

export const isDate = (text: string): boolean => DATE.test(text);

function changed(path: string, query: Readonly<Record<string, string>>, changes: Changes): string {
  const made = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes))
    if (value === null || value === undefined || value === "") made.delete(name);
    else made.set(name, value);
  const text = made.toString();
  return text ? `${path}?${text}` : path;
}

/** The state of the page, all of it in its address. */
export function useAddress(): Address {
  const { path, query, route } = useLocation();
  const ui = language(query.ui) ?? preferred();
  const names = language(query.lang) ?? ui;
  const asOf = query.asOf && isDate(query.asOf) ? query.asOf : null;
  const to = useCallback(
    (there: string, changes: Changes = {}) => {
      const kept = Object.fromEntries(SHARED.flatMap((name) => (query[name] ? [[name, query[name]]] : [])));
      return changed(there, kept, changes);
    },
    [query.lang, query.ui, query.asOf],
  );
  return useMemo(
    () => ({
      path,
      query,
      ui,
      names,
      lang: names.toUpperCase() as Lang,
      asOf,
      to,
      set: (changes: Changes, replace = false) => {
        // Not `path` and `query` of the render: several may change the state before the next one.
        const now = new URL(location.href);
        route(changed(now.pathname, Object.fromEntries(now.searchParams), changes), replace);
      },
      go: (there: string) => {
        route(there);
      },
    }),
    [path, JSON.stringify(query), ui, names, asOf, to, route],
  );
}
