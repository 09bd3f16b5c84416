import type { Language } from "./languages.ts";

type Said<Key extends string> = (key: Key, values?: Readonly<Record<string, string>>) => string;

/** What one page says, apart from the others' so that only its readers fetch it; `{name}` is filled in. */
export const textsIn =
  <Texts extends Readonly<Record<string, string>>>(all: Readonly<Record<Language, Texts>>) =>
  (language: Language): Said<keyof Texts & string> =>
  (key, values = {}) =>
    (all[language][key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
