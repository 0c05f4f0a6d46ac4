/** One key for several figures, where nothing in one of them contradicts another. */
import type { Drawing, LegendKey } from '../figure.ts';

/** The marks by which a key shows a group, besides its colour. */
const signs = ['shape', 'dash', 'fill', 'hollow'] as const;

/**
 * The key of all figures that have one, with the signs of each label together: the line of one figure and the point of another. Undefined where
 * fewer than two have a key, their headings differ, or a label looks otherwise in another figure or as another label does.
 */
export function sharedKey(
  drawings: readonly Pick<Drawing, 'keys' | 'keysOf'>[],
): { readonly keys: readonly LegendKey[]; readonly keysOf: string } | undefined {
  const keyed = drawings.filter(({ keys = [] }) => keys.length > 0);
  const headings = new Set(keyed.map(({ keysOf = '' }) => keysOf));
  if (keyed.length < 2 || headings.size > 1) return undefined;
  const found = new Map<string, LegendKey>();
  for (const key of keyed.flatMap(({ keys }) => keys!)) {
    const known = found.get(key.label);
    if (known !== undefined && !agree(known, key)) return undefined;
    found.set(key.label, clear({ ...known, ...key }));
  }
  const keys = [...found.values()];
  const isMixedUp = keys.some((key, i) => keys.slice(i + 1).some((other) => agree(key, other)));
  return isMixedUp ? undefined : { keys, keysOf: [...headings][0]! };
}

/** Tells whether two keys look alike in all that both of them have. */
const agree = (one: LegendKey, other: LegendKey): boolean =>
  one.color === other.color &&
  signs.every(
    (sign) =>
      one[sign] === undefined || other[sign] === undefined || JSON.stringify(one[sign]) === JSON.stringify(other[sign]),
  );

/** A line or a point says the colour of an area that is drawn with it. */
const clear = ({ fill, ...key }: LegendKey): LegendKey =>
  fill === undefined || key.dash !== undefined || key.shape !== undefined ? key : { ...key, fill };
