/** Colours stay apart in a copy in greyscale. */
import { describe, expect, it } from 'vitest';
import { dashes, palette, sequential, shapes } from '../../../src/figure/drawing/theme.ts';

/** CIE lightness, 0…100, of `#rrggbb`. */
function lightness(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const y = 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
}

describe('colours', () => {
  it('of any two series differ in lightness, and those of neighbours by more', () => {
    const found = palette.map(lightness);
    for (const [i, one] of found.entries())
      for (const [j, other] of found.entries()) if (i < j) expect(Math.abs(one - other)).toBeGreaterThan(6);
    expect(found.slice(1).every((one, i) => Math.abs(one - found[i]!) > 15)).toBe(true);
  });

  it('are accompanied by as many shapes and dashes', () => {
    for (const list of [shapes, dashes.map((dash) => dash.join())]) {
      expect(new Set(list).size).toBe(palette.length);
    }
  });

  it('of ordered classes grow darker', () => {
    const found = sequential(9).map(lightness);
    expect(found).toEqual([...found].sort((a, b) => b - a));
    expect(found[0]! - found.at(-1)!).toBeGreaterThan(60);
  });
});
