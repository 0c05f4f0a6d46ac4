/** Absorbed effects as bookkeeping: compact codes, nesting, connected components, singletons. */
import { memoByIdentity } from '../../base/memo.ts';
import { Refusal } from '../../base/problem.ts';
import type { AbsorbedCodes, NamedCodes, NamedColumn } from '../design.ts';

/** An effect over the rows used: every level occurs. */
export interface Effect {
  readonly name: string;
  /** 0 … levels−1, length N */
  readonly codes: Int32Array;
  readonly levels: number;
  /** rows per level */
  readonly counts: Int32Array;
  /** Stretches of rows with one level; as many as levels where the rows of each stand together. */
  readonly runs: number;
  /** Variables with a slope of their own in each level, which are absorbed beside it. */
  readonly slopes?: readonly NamedColumn[];
}

/** Tells whether the rows of each level are consecutive. */
export const standsTogether = ({ runs, levels }: Pick<Effect, 'runs' | 'levels'>): boolean => runs === levels;

/** Renumbers the levels that occur, in their own order. O(N + levels). */
export function compact(effect: AbsorbedCodes): Effect {
  const seen = new Int32Array(effect.levels.length);
  const { codes: given } = effect;
  let runs = 0;
  // run by run: a count that waits for the one before it is what takes time
  for (let i = 0, to = 0; i < given.length; i = to) {
    const code = given[i]!;
    if (code < 0) throw new Refusal('missing-value', `a row used has no value of \`${effect.name}\``);
    for (to = i + 1; to < given.length && given[to] === code; ) to++;
    seen[code] = seen[code]! + (to - i);
    runs++;
  }
  const renumbered = new Int32Array(seen.length).fill(-1);
  const counts: number[] = [];
  for (let level = 0; level < seen.length; level++) {
    if (seen[level]! > 0) renumbered[level] = counts.push(seen[level]!) - 1;
  }
  const complete = counts.length === seen.length;
  const codes = complete ? effect.codes : effect.codes.map((code) => renumbered[code]!);
  const compacted = { name: effect.name, codes, levels: counts.length, counts: Int32Array.from(counts), runs };
  return effect.slopes === undefined ? compacted : { ...compacted, slopes: effect.slopes };
}

/** One level, which holds every row. */
export const everyRow = (nobs: number): Effect => ({
  name: 'every row',
  codes: new Int32Array(nobs),
  levels: 1,
  counts: Int32Array.of(nobs),
  runs: 1,
});

/** A level for each row. */
export const eachRow = (nobs: number): Effect => ({
  name: 'row',
  codes: Int32Array.from({ length: nobs }, (_, row) => row),
  levels: nobs,
  counts: new Int32Array(nobs).fill(1),
  runs: nobs,
});

type Inner = Pick<Effect, 'codes' | 'levels'>;
type Outer = Pick<Effect, 'codes'>;

/** From so many rows on, what two effects are to each other is remembered: a regression asks again and again. */
const MANY_ROWS = 10_000;

/** A pure function of two effects, which never change, remembered for as long as they live. */
function rememberedOfMany<A extends Outer, B extends Outer, Result>(compute: (a: A, b: B) => Result) {
  const known = memoByIdentity((a: A) => memoByIdentity((b: B) => compute(a, b)));
  return (a: A, b: B): Result => (a.codes.length < MANY_ROWS ? compute(a, b) : known(a)(b));
}

/** True when every level of `inner` lies in one level of `outer`. O(N). */
export const isNested = rememberedOfMany((inner: Inner, outer: Outer): boolean => {
  if (inner.codes === outer.codes) return true;
  const of = new Int32Array(inner.levels).fill(-1);
  for (let i = 0; i < inner.codes.length; i++) {
    const level = inner.codes[i]!;
    const there = of[level]!;
    if (there === -1) of[level] = outer.codes[i]!;
    else if (there !== outer.codes[i]!) return false;
  }
  return true;
});

/** The intersection of two effects as an effect of its own, its levels in the order of the rows. O(N + levels). */
export const intersect = rememberedOfMany((a: Effect, b: Effect): Effect => {
  const pairs = pairsOf(a, b);
  const renumbered = new Int32Array(pairs.length).fill(-1);
  const counts: number[] = [];
  const codes = new Int32Array(pairs.length);
  let runs = 0;
  for (let i = 0; i < codes.length; i++) {
    const pair = pairs[i]!;
    if (renumbered[pair] === -1) renumbered[pair] = counts.push(0) - 1;
    const at = renumbered[pair]!;
    counts[at] = counts[at]! + 1;
    if (i === 0 || codes[i - 1] !== at) runs++;
    codes[i] = at;
  }
  return { name: `${a.name}^${b.name}`, codes, levels: counts.length, counts: Int32Array.from(counts), runs };
});

/** A number for each pair of levels: with the rows sorted by `a`, the numbers of one level of it are those from its first on. */
function pairsOf(a: Effect, b: Effect): Int32Array {
  const { starts, places } = sortedByCode(a.codes, a.levels);
  const sorted = new Int32Array(places.length);
  for (let i = 0; i < places.length; i++) sorted[places[i]!] = b.codes[i]!;
  const numbers = new Int32Array(b.levels).fill(-1);
  let next = 0;
  for (let g = 0; g < a.levels; g++) {
    const first = next;
    const end = starts[g]! + a.counts[g]!;
    for (let at = starts[g]!; at < end; at++) {
      const code = sorted[at]!;
      if (numbers[code]! < first) numbers[code] = next++;
      sorted[at] = numbers[code]!;
    }
  }
  return places.map((place) => sorted[place]!);
}

/**
 * Connected components of the bipartite graph of two effects (Abowd, Creecy & Kramarz 2002): those of the levels of one, of which two are joined where
 * a level of the other meets both. O(N α(levels)).
 */
export const components = rememberedOfMany((a: Effect, b: Effect): number =>
  a.levels < b.levels ? joinedLevels(b, a) : joinedLevels(a, b),
);

/** Parts into which levels of `by` join those of `of`. */
function joinedLevels(by: Effect, of: Effect): number {
  const parent = Int32Array.from({ length: of.levels }, (_, level) => level);
  const root = (level: number): number => {
    let at = level;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  // one level with which each level of `by` was met
  const met = new Int32Array(by.levels).fill(-1);
  let count = of.levels;
  for (let i = 0; i < by.codes.length; i++) {
    const level = of.codes[i]!;
    const other = met[by.codes[i]!]!;
    if (other === -1) met[by.codes[i]!] = level;
    else if (other !== level && parent[other] !== parent[level]) {
      const [x, y] = [root(other), root(level)];
      if (x === y) continue;
      parent[x] = y;
      count--;
    }
  }
  return count;
}

/**
 * Rows whose level of some effect occurs once, dropped again and again until none is left, as `reghdfe` does
 * (Correia 2015). Returns 1 for rows to keep, 0 for singletons. O(N) per round; codes of −1 count as dropped. `copies`: how many rows each stands
 * for, by its frequency weight.
 */
export function keepNonSingletons(
  effects: readonly NamedCodes[],
  nobs: number,
  copies: Float64Array | null = null,
): Uint8Array {
  const keep = new Uint8Array(nobs).fill(1);
  for (let changed = true; changed; ) {
    changed = false;
    for (const { codes, levels } of effects) {
      const counts = new Float64Array(levels.length);
      let isIncomplete = false;
      for (let i = 0; i < nobs; i++) {
        const code = codes[i]!;
        if (code < 0) isIncomplete = true;
        else if (keep[i] === 1) counts[code] = counts[code]! + (copies === null ? 1 : copies[i]!);
      }
      if (!isIncomplete && !counts.includes(1)) continue;
      for (let i = 0; i < nobs; i++) {
        if (keep[i] === 1 && (codes[i]! < 0 || counts[codes[i]!] === 1)) {
          keep[i] = 0;
          changed = true;
        }
      }
    }
  }
  return keep;
}

/** Sorts rows by code: `starts` tells where each code's rows begin, `places` where each row then stands. O(N + levels). */
export function sortedByCode(
  codes: Int32Array,
  levels: number,
): { readonly starts: Int32Array; readonly places: Int32Array } {
  const next = new Int32Array(levels + 1);
  for (let i = 0; i < codes.length; i++) next[codes[i]! + 1] = next[codes[i]! + 1]! + 1;
  for (let g = 0; g < levels; g++) next[g + 1] = next[g + 1]! + next[g]!;
  const starts = next.slice(0, levels);
  const places = new Int32Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const g = codes[i]!;
    const place = next[g]!;
    places[i] = place;
    next[g] = place + 1;
  }
  return { starts, places };
}
