export const LANGUAGES = ["en", "zh", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];
export const OWN_NAMES: Readonly<Record<Language, string>> = { en: "English", zh: "中文", fr: "Français" };
const KEPT = "qianglian.language";

/** The language last chosen, or the first of the browser's that there is. */
export function preferred(): Language {
  const wanted = [stored(), ...navigator.languages];
  for (const tag of wanted) {
    const found = LANGUAGES.find((one) => tag?.toLowerCase().startsWith(one));
    if (found) return found;
  }
  return "en";
}

export function keep(language: Language): void {
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // A browser that keeps nothing: the address has it.
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
