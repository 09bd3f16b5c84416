import type { JSX } from "preact";

/** A text with what fits marked; offsets count characters, not UTF-16 units, as the API does. */
export function Highlight({
  text,
  spans,
}: {
  text: string;
  spans: readonly { readonly start: number; readonly end: number }[];
}): JSX.Element {
  const characters = Array.from(text);
  const parts: (string | JSX.Element)[] = [];
  let at = 0;
  for (const { start, end } of [...spans].sort((one, other) => one.start - other.start)) {
    if (start < at) continue;
    parts.push(characters.slice(at, start).join(""), <mark key={start}>{characters.slice(start, end).join("")}</mark>);
    at = end;
  }
  parts.push(characters.slice(at).join(""));
  return <>{parts}</>;
}
