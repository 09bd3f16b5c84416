import { useEffect, useState } from "preact/hooks";

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
const KEPT = "qianglian.theme";
const system = matchMedia("(prefers-color-scheme: dark)");

export function theme(): Theme {
  try {
    const kept = localStorage.getItem(KEPT);
    return THEMES.find((one) => one === kept) ?? "auto";
  } catch {
    return "auto";
  }
}

export const isDark = (): boolean => (theme() === "auto" ? system.matches : theme() === "dark");

function show(): void {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  dispatchEvent(new Event("themechange"));
}

export function choose(chosen: Theme): void {
  try {
    localStorage.setItem(KEPT, chosen);
  } catch {
    // Not kept: it lasts as long as the page.
  }
  show();
}

export function followSystem(): void {
  system.addEventListener("change", show);
  show();
}

/** Whether it is dark, for what is drawn and not styled. */
export function useDark(): boolean {
  const [dark, setDark] = useState(isDark());
  useEffect(() => {
    const changed = (): void => {
      setDark(isDark());
    };
    addEventListener("themechange", changed);
    return () => {
      removeEventListener("themechange", changed);
    };
  }, []);
  return dark;
}
