import { useMemo } from "preact/hooks";
import { useAddress } from "../state/address.ts";
import { en, type Messages } from "./en.ts";
import { fr } from "./fr.ts";
import type { Language } from "./languages.ts";
import { zh } from "./zh.ts";

const ALL: Readonly<Record<Language, Messages>> = { en, zh, fr };
export type Key = keyof Messages;
export type Say = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

const LOCALES: Readonly<Record<Language, string>> = { en: "en", zh: "zh-CN", fr: "fr" };

export const number = (value: number, language: Language): string =>
  new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 2 }).format(value);

export function sayIn(language: Language): Say {
  const messages = ALL[language];
  return (key, values = {}) =>
    messages[key].replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name] ?? "";
      return typeof value === "number" ? number(value, language) : value;
    });
}

/** What the interface says, in its language. */
export function useSay(): Say {
  const { ui } = useAddress();
  return useMemo(() => sayIn(ui), [ui]);
}

export const isKey = (key: string): key is Key => key in en;
