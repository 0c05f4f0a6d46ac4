/** The rows of each unit as a run: where it begins, and in which order the rows make runs. */
import type { Effect } from './effects.ts';

/** `order` lists the rows unit by unit, and unit g's begin at `starts[g]`; null where they stand together as they are. */
export interface Runs {
  readonly starts: Int32Array;
  readonly order: Int32Array | null;
}

/** O(N). */
export function runs({ codes, levels, counts }: Effect): Runs {
  const first = new Int32Array(levels);
  let last = -1;
  let changes = 0;
  for (let i = 0; i < codes.length; i++) {
    const g = codes[i]!;
    if (g === last) continue;
    first[g] = i;
    last = g;
    changes++;
  }
  // every level occurs, so as many changes as levels leave none that comes back
  if (changes === levels) return { starts: first, order: null };
  const starts = new Int32Array(levels);
  for (let g = 1; g < levels; g++) starts[g] = starts[g - 1]! + counts[g - 1]!;
  const next = starts.slice();
  const order = new Int32Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const g = codes[i]!;
    order[next[g]!] = i;
    next[g] = next[g]! + 1;
  }
  return { starts, order };
}
