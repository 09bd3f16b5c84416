import assert from "node:assert/strict";
import { test } from "node:test";
import { known } from "../src/i18n/ontology.ts";
import { chromaOf, DARK, hueOf, LIGHT, srgb } from "../src/ui/colours.ts";

/** The contrast of two colours: WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(one: readonly number[], other: readonly number[]): number {
  const luminance = (rgb: readonly number[]): number => {
    const [red = 0, green = 0, blue = 0] = rgb.map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [more = 0, less = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (more + 0.05) / (less + 0.05);
}

test("a type's colour can be read on every surface of its theme", () => {
  const surfaces = {
    light: [
      [255, 255, 255],
      [251, 251, 249],
      [243, 243, 239],
    ],
    dark: [
      [20, 23, 26],
      [27, 31, 35],
      [34, 39, 44],
    ],
  };
  for (const type of Object.keys(known.types))
    for (const [theme, { lightness, chroma }] of [
      ["light", LIGHT],
      ["dark", DARK],
    ] as const)
      for (const surface of surfaces[theme]) {
        const found = contrast(srgb(lightness, chroma * chromaOf(type), hueOf(type)), surface);
        assert.ok(found >= 4.5, `${type} ${theme} ${String(surface)}: ${found.toFixed(2)}`);
      }
});
