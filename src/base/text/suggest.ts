/** Did-you-mean: which known name a misspelt one probably stands for. */
import { ownValue } from '../own-value.ts';

/**
 * Steps that may be spent on hints: a second's worth at most, or dozens of names among ten thousand, where a hundred complaints are printed.
 * Thousands of unknown names among thousands of known ones would take as many steps as there are pairs of them.
 */
const MOST_STEPS = 60_000_000;
/** Steps that a pair of names costs that have nothing in common. */
const PAIR_STEPS = 16;

let left = MOST_STEPS;

/** Called where complaints begin to be gathered, so that the hints of a plan hang on that plan alone. */
export const renewHints = (): void => {
  left = MOST_STEPS;
};

/**
 * The candidate nearest to `name`, if one is near enough to be a slip of the keyboard. More of both names is alike than not, so that `rd` is
 * no slip for `r`, nor `se` for `sd`. Case and full-width letters make no distance. There is none once as many hints were made as are printed.
 */
export function suggest(name: string, candidates: readonly string[]): string | undefined {
  if (left <= 0) return undefined;
  left -= PAIR_STEPS * candidates.length;
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  const wanted = folded(name);
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) > limit) continue;
    const distance = editDistance(wanted, folded(candidate), bestDistance);
    if (distance < bestDistance && isSlip(wanted, folded(candidate), distance)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * Says whether most letters of the longer name stand in the other, of a Chinese name half of them, or both have the same letters. They have these
 * where two letters changed places, or one is doubled.
 */
function isSlip(a: string, b: string, distance: number): boolean {
  const alike = Math.max(a.length, b.length) - distance;
  return alike > distance || (alike === distance && /^\p{Script=Han}+$/u.test(a + b)) || lettersOf(a) === lettersOf(b);
}

const lettersOf = (name: string): string => [...new Set(name)].sort().join('');

/** Tells whether two names differ by case or width alone. */
export const isSameFolded = (a: string, b: string): boolean => folded(a) === folded(b);

const folded = (name: string): string => (/[^\0-\x7f]/.test(name) ? name.normalize('NFKC') : name).toLowerCase();

/** `did you mean `NQP`?`, or undefined. */
export function didYouMean(name: string, candidates: readonly string[]): string | undefined {
  const near = suggest(name, candidates);
  return near === undefined ? undefined : `did you mean \`${near}\`?`;
}

/** A foreign name must be as long as this for a slip of it to be recognised. */
const SHORTEST_FOREIGN = 5;

/** The hint that `hints` have for the name that another program gives to something here, or for the foreign name that it misspells, where it misspells none that is `known`. */
export function foreignHint(
  name: string,
  hints: Readonly<Record<string, string>>,
  known: readonly string[],
): string | undefined {
  const exact = ownValue(hints, name);
  if (exact !== undefined || name.length < SHORTEST_FOREIGN || suggest(name, known) !== undefined) return exact;
  const meant = suggest(name, Object.keys(hints));
  return meant === undefined ? undefined : ownValue(hints, meant);
}

/** The candidate that is `name` and its unit: `GDP（亿元）`, `GDP (bn)`, `GDP, bn`, `GDP_亿元`. */
export function withUnit(name: string, candidates: readonly string[]): string | undefined {
  if (left <= 0) return undefined;
  left -= candidates.length;
  return candidates.find(
    (candidate) => candidate !== name && candidate.startsWith(name) && candidate.replace(unit, '') === name,
  );
}

/** Behind a bracket, a comma or a colon, or behind a stroke or an underscore in another script than a name's own words. */
const unit = /(?<!\s)\s*(?:[（([【〔，,：:]|[/／_](?=[^\0-\x7f])).*$/s;

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours count one. O(mn); `most` where it is that or more. */
function editDistance(a: string, b: string, most: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    left -= b.length;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let d = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2]! + 1);
      current.push(d);
    }
    // No later row is below the least of two that follow each other.
    if (Math.min(...current) >= most && Math.min(...previous) >= most) return most;
    before = previous;
    previous = current;
  }
  return previous[b.length]!;
}
