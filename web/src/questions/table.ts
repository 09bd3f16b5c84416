import { typeOfId } from "../ui/types.ts";

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** The ids of entities among values, each once, lists included. */
export function idsIn(found: readonly unknown[], types: readonly string[]): string[] {
  const ids = new Set<string>();
  for (const value of found.flat())
    if (typeof value === "string" && value.length < 300)
      for (const word of value.split(" ")) if (typeOfId(word, types) !== null) ids.add(word);
  return [...ids];
}

/** A piece of evidence as the questions give it. */
export interface Source {
  readonly document: string;
  readonly title: string | null;
  readonly publisher: string | null;
  readonly date: string | null;
  readonly place: string | null;
}

export const isSource = (value: unknown): value is Source =>
  typeof value === "object" && value !== null && "document" in value && typeof value.document === "string";
