// A hue per type; lightness and chroma are the theme's, chosen so that text in it holds 4.5:1 on every surface
// (WCAG 2.2, 1.4.3) and a dot 3:1 (1.4.11). tests/colours.test.ts measures both.
const HUES: Readonly<Record<string, number>> = {
  Pilot: 30,
  Programme: 55,
  Policy: 80,
  Statistic: 105,
  Target: 128,
  IndustrialChain: 152,
  Enterprise: 175,
  Platform: 200,
  Organization: 222,
  PilotZone: 245,
  Government: 262,
  Agency: 285,
  Certificate: 308,
  Agreement: 335,
  Person: 5,
};
export const LIGHT = { lightness: 0.5, chroma: 0.125 };
export const DARK = { lightness: 0.76, chroma: 0.115 };

export const hueOf = (type: string): number => HUES[type] ?? 260;
const GREY = new Set(["Document"]);
export const chromaOf = (type: string): number => (GREY.has(type) ? 0.2 : 1);

const gamma = (value: number): number => (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055);

/** A colour of OKLCH as sRGB: Ottosson's matrices, as in CSS Color 4, section 10.12. */
export function srgb(lightness: number, chroma: number, hue: number): [number, number, number] {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const [red = 0, green = 0, blue = 0] = linear.map((one) => Math.round(255 * gamma(Math.min(1, Math.max(0, one)))));
  return [red, green, blue];
}

/** A type's colour as #rrggbb, for pictures; style sheets have the same from `--hue`. */
export function colourOf(type: string, dark: boolean): string {
  const { lightness, chroma } = dark ? DARK : LIGHT;
  const parts = srgb(lightness, chroma * chromaOf(type), hueOf(type));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
