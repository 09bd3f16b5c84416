import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useSay } from "../i18n/index.ts";
import { Copy } from "../ui/parts.tsx";
import { csv, png, save } from "./files.ts";
import { htmlOf, svgOfPage } from "./page.ts";

interface Props {
  /** The files' name, without ending. */
  name: string;
  rows: () => readonly (readonly unknown[])[];
  /** The picture, where the view is one; otherwise the page itself becomes one. */
  svg?: () => string | null;
}

/** A view as a table, a picture or a page to keep, and its address to share. */
export function Exports({ name, rows, svg }: Props): JSX.Element {
  const say = useSay();
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState("");
  const file = name.replaceAll(/[^\w-]+/g, "-");
  const drawn = (): string => svg?.() ?? svgOfPage();
  const give = (make: () => void | Promise<void>): void => {
    setOpen(false);
    setFailed("");
    Promise.resolve()
      .then(make)
      .catch((error: unknown) => {
        setFailed(String(error));
      });
  };
  return (
    <details
      class="exports"
      open={open}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary class="button quiet">{say("exportAs")}</summary>
      <div class="exports-panel">
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            give(() => {
              save(`${file}.csv`, "text/csv;charset=utf-8", csv(rows()));
            });
          }}
        >
          {say("exportCsv")}
        </button>
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            give(() => {
              save(`${file}.svg`, "image/svg+xml", drawn());
            });
          }}
        >
          {say("exportSvg")}
        </button>
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            give(async () => {
              save(`${file}.png`, "image/png", await png(drawn()));
            });
          }}
        >
          {say("exportPng")}
        </button>
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            give(() => {
              save(`${file}.html`, "text/html;charset=utf-8", htmlOf(name, svg?.() ?? null));
            });
          }}
        >
          {say("exportHtml")}
        </button>
        <Copy text={() => location.href}>{say("share")}</Copy>
      </div>
      {failed && <p role="alert">{failed}</p>}
    </details>
  );
}
