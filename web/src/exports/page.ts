import { escaped } from "./files.ts";

const LEFT_OUT =
  "button, input, select, form, details.settings, .exports, .links, .combobox, [data-noexport], .visually-hidden";

/** The rules of all our style sheets, as one text. */
function styles(): string {
  return [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .map((rule) =>
      rule instanceof CSSImportRule
        ? [...(rule.styleSheet?.cssRules ?? [])].map((one) => one.cssText).join("\n")
        : rule.cssText,
    )
    .join("\n");
}

/** What a view shows, without what one can only do with it; pictures as lines, addresses whole. */
function content(picture: string | null): HTMLElement {
  const shown = document.querySelector<HTMLElement>("#content");
  if (!shown) throw new Error("nothing is shown");
  const copy = shown.cloneNode(true) as HTMLElement;
  const drawn = copy.querySelector(".picture");
  if (drawn && picture) {
    const parsed = new DOMParser().parseFromString(picture, "image/svg+xml").documentElement;
    parsed.setAttribute("style", "max-width:100%;height:auto");
    drawn.replaceWith(document.importNode(parsed, true));
  }
  copy.querySelectorAll(".pick").forEach((one) => {
    one.replaceWith(one.textContent); // a name in a list, though one can press it
  });
  copy.querySelectorAll(LEFT_OUT).forEach((one) => {
    one.remove();
  });
  copy.querySelectorAll<HTMLAnchorElement>("a[href]").forEach((link) => {
    link.setAttribute("href", link.href);
  });
  return copy;
}

const scheme = (): string => document.documentElement.dataset.theme ?? "light";

/** The view as one HTML file that needs nothing else. */
export function htmlOf(title: string, picture: string | null): string {
  const language = document.documentElement.lang;
  return `<!doctype html>
<html lang="${escaped(language)}" data-theme="${scheme()}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<style>${styles()}</style></head>
<body>${content(picture).outerHTML}<footer class="foot"><a href="${escaped(location.href)}">${escaped(location.href)}</a> ${new Date().toISOString().slice(0, 10)}</footer></body>
</html>
`;
}

/** The view as an SVG picture: the page itself, in a foreign object, with its styles. */
export function svgOfPage(): string {
  const shown = document.querySelector<HTMLElement>("#content");
  const width = Math.ceil(shown?.scrollWidth ?? 1200);
  const copy = content(null);
  const holder = document.createElement("div");
  holder.className = "export-measure";
  holder.append(copy.cloneNode(true));
  document.body.append(holder);
  const height = Math.ceil(holder.scrollHeight) + 20;
  holder.remove();
  const xml = new XMLSerializer().serializeToString(copy);
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" style="color-scheme:${scheme()}" data-theme="${scheme()}"><style>${escaped(styles())}</style><rect width="100%" height="100%" fill="${ground}"/><foreignObject width="100%" height="100%">${xml}</foreignObject></svg>`;
}
