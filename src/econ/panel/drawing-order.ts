/** The order in which units, clusters and rows are drawn: that of their values, so that neither names nor the order of rows moves a draw. */
import type { NamedColumn } from '../design.ts';
import type { Effect } from './effects.ts';

export type LevelCodes = Pick<Effect, 'codes' | 'levels'>;

/** Holds what tells levels apart. */
export interface LevelMarks {
  /** A number for each row; earlier columns decide first. */
  readonly columns: readonly Float64Array[];
  /** Other groups of the rows, such as absorbed effects: whatever they are called, rows lie in one or not. Asked for where columns leave some alike. */
  readonly groups: () => readonly LevelCodes[];
}

/** Gives what variables and effects tell. Columns of a factor's levels stand in the order of these, which is one of names, and are taken for groups. */
export function levelMarks(variables: readonly NamedColumn[], groups: readonly LevelCodes[] = []): LevelMarks {
  const [numbers, factors] = [false, true].map((are) =>
    variables.filter(({ levels }) => (levels !== undefined) === are).map(({ values }) => values),
  ) as [Float64Array[], Float64Array[]];
  return { columns: numbers, groups: () => (factors.length === 0 ? groups : [...groups, patternsOf(factors)]) };
}

/** Rows that are alike in all columns. */
function patternsOf(columns: readonly Float64Array[]): LevelCodes {
  const rows = new Ranked(columns[0]!.length);
  for (const column of columns) rows.refine(column);
  return { codes: rows.ranks, levels: rows.count };
}

/** The effect with its levels numbered in the order of their values. */
export function numberedByValues(effect: Effect, told: LevelMarks): Effect {
  const order = orderByValues(effect, told);
  const numbers = new Int32Array(order.length);
  for (let place = 0; place < order.length; place++) numbers[order[place]!] = place;
  return {
    ...effect,
    codes: effect.codes.map((code) => numbers[code]!),
    counts: order.map((level) => effect.counts[level]!),
  };
}

/**
 * Levels by their numbers of rows, by the least of the first column and how many rows have it, by the largest, and so on from column to column. Where these
 * leave some alike, all their rows decide, as sets, and with them the rows that share groups with theirs (the refinement of colours of
 * Weisfeiler & Leman 1968, which tells apart what can be told but for symmetric designs). Levels that are alike in all of it stand as their rows do.
 * O(NK), with levels alike O(NK log N).
 */
export function orderByValues(effect: LevelCodes, { columns, groups }: LevelMarks): Int32Array {
  const ranked = new Ranked(effect.levels);
  for (const keys of extremes(effect, columns)) {
    ranked.refine(keys);
    if (ranked.isStrict) break;
  }
  if (!ranked.isStrict) byAllRows(ranked, effect, columns, groups());
  return ranked.placed(byFirstRow(effect));
}

/** Items with the ranks of what is known of them; those that nothing has told apart share one. */
class Ranked {
  ranks: Int32Array;
  /** The number of ranks. */
  count = 1;

  constructor(items: number) {
    this.ranks = new Int32Array(items);
  }

  get isStrict(): boolean {
    return this.count >= this.ranks.length;
  }

  /** Puts items of one rank in the order of their keys. O(n log n). */
  refine(keys: Float64Array): void {
    if (this.count > 1 && this.#refineFew(keys)) return;
    const own = densely(keys);
    const { ranks } = this;
    const pairs = new Float64Array(ranks.length);
    for (let i = 0; i < pairs.length; i++) pairs[i] = ranks[i]! * own.count + own.ranks[i]!;
    const both = this.count === 1 ? own : densely(pairs);
    this.ranks = both.ranks;
    this.count = both.count;
  }

  /** Does the same by way of the items that share a rank, where these are few; else returns false and does nothing. */
  #refineFew(keys: Float64Array): boolean {
    const { ranks, count } = this;
    const tied = this.#tied();
    if (tied.length * 8 > ranks.length) return false;
    tied.sort((a, b) => ranks[a]! - ranks[b]! || Number(keys[a]! > keys[b]!) - Number(keys[a]! < keys[b]!));
    // how many ranks below each one fall apart, and into how many parts
    const more = new Int32Array(count + 1);
    const part = new Int32Array(tied.length);
    for (let i = 1; i < tied.length; i++) {
      const [before, item] = [tied[i - 1]!, tied[i]!];
      if (ranks[before] !== ranks[item]) continue;
      part[i] = part[i - 1]! + Number(keys[before] !== keys[item]);
      more[ranks[item]! + 1] = part[i]!;
    }
    for (let rank = 0; rank < count; rank++) more[rank + 1]! += more[rank]!;
    const refined = ranks.map((rank) => rank + more[rank]!);
    for (let i = 0; i < tied.length; i++) refined[tied[i]!]! += part[i]!;
    this.ranks = refined;
    this.count = count + more[count]!;
    return true;
  }

  /** Items that share their rank with others. */
  #tied(): Int32Array {
    const { ranks } = this;
    const shared = new Int32Array(this.count);
    for (const rank of ranks) shared[rank]!++;
    return ranks.map((_, item) => item).filter((item) => shared[ranks[item]!]! > 1);
  }

  /** Does the same in the order that `compare` gives items of one rank. */
  refineBy(compare: (a: number, b: number) => number): void {
    const { ranks } = this;
    const tied = this.#tied();
    tied.sort((a, b) => ranks[a]! - ranks[b]! || compare(a, b));
    const keys = new Float64Array(ranks.length);
    for (let i = 1; i < tied.length; i++) {
      const [before, item] = [tied[i - 1]!, tied[i]!];
      const isNext = ranks[before] !== ranks[item] || compare(before, item) !== 0;
      keys[item] = keys[before]! + Number(isNext);
    }
    this.refine(keys);
  }

  /** The item at each place; items of one rank stand as in `order`. */
  placed(order: Int32Array): Int32Array {
    const next = new Int32Array(this.count + 1);
    for (const rank of this.ranks) next[rank + 1]!++;
    for (let rank = 0; rank < this.count; rank++) next[rank + 1]! += next[rank]!;
    const places = new Int32Array(order.length);
    for (const item of order) places[next[this.ranks[item]!]!++] = item;
    return places;
  }
}

interface Dense {
  readonly ranks: Int32Array;
  readonly count: number;
}

/** 0 for the least of the keys, 1 for the next, equal ones alike. */
const densely = (keys: Float64Array): Dense => byTable(keys) ?? bySorting(keys);

/** Keys that are integers near each other; undefined of others. O(n). */
function byTable(keys: Float64Array): Dense | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (Math.floor(key) !== key) return undefined;
    if (key < low) low = key;
    if (key > high) high = key;
  }
  if (!(high - low <= 1024 + 4 * keys.length)) return undefined;
  const table = new Int32Array(high - low + 1);
  for (let i = 0; i < keys.length; i++) table[keys[i]! - low] = 1;
  let count = 0;
  for (let i = 0; i < table.length; i++) if (table[i] === 1) table[i] = count++;
  const ranks = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i++) ranks[i] = table[keys[i]! - low]!;
  return { ranks, count };
}

function bySorting(keys: Float64Array): Dense {
  const sorted = keys.slice().sort();
  let count = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[count - 1]) sorted[count++] = sorted[i]!;
  const ranks = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < key) low = middle + 1;
      else high = middle;
    }
    ranks[i] = low;
  }
  return { ranks, count };
}

/** Levels as their first rows stand. */
function byFirstRow({ codes, levels }: LevelCodes): Int32Array {
  const order = new Int32Array(levels);
  const seen = new Uint8Array(levels);
  let next = 0;
  for (let row = 0; row < codes.length && next < levels; row++) {
    const level = codes[row]!;
    if (seen[level] === 1) continue;
    seen[level] = 1;
    order[next++] = level;
  }
  return order;
}

/** Numbers of each level that the order of its rows does not change, not even by rounding: how many rows, then two of each end of a column. */
function* extremes({ codes, levels }: LevelCodes, columns: readonly Float64Array[]): Iterable<Float64Array> {
  const rows = new Float64Array(levels);
  for (let row = 0; row < codes.length; row++) rows[codes[row]!]!++;
  yield rows;
  // of one row alone both ends are the same
  const ends = levels === codes.length ? [1] : [1, -1];
  for (const column of columns) {
    for (const sign of ends) {
      const [least, count] = [new Float64Array(levels).fill(Number.POSITIVE_INFINITY), new Float64Array(levels)];
      for (let row = 0; row < codes.length; row++) {
        const level = codes[row]!;
        const value = sign * column[row]!;
        if (value < least[level]!) {
          least[level] = value;
          count[level] = 1;
        } else if (value === least[level]) count[level]!++;
      }
      yield least;
      yield count;
    }
  }
}

function byAllRows(
  ranked: Ranked,
  effect: LevelCodes,
  columns: readonly Float64Array[],
  groups: readonly LevelCodes[],
): void {
  const rows = new Ranked(effect.codes.length);
  for (const column of columns) if (!rows.isStrict) rows.refine(column);
  for (let before = 0; rows.count > before; ) {
    before = rows.count;
    byRows(ranked, effect, rows.ranks);
    if (ranked.isStrict || groups.length === 0) return;
    for (const group of [effect, ...groups]) {
      const among = new Ranked(group.levels);
      byRows(among, group, rows.ranks);
      rows.refine(new Float64Array(group.codes.map((level) => among.ranks[level]!)));
    }
  }
}

/** Refines levels by the ranks of their rows, in ascending order. O(N log N). */
function byRows(levels: Ranked, { codes }: LevelCodes, ranks: Int32Array): void {
  const starts = new Int32Array(levels.ranks.length + 1);
  for (const code of codes) starts[code + 1]!++;
  const isEach = starts.every((rows) => rows <= 1);
  for (let level = 0; level < levels.ranks.length; level++) starts[level + 1]! += starts[level]!;
  const next = starts.slice();
  const sorted = new Int32Array(codes.length);
  for (let row = 0; row < codes.length; row++) sorted[next[codes[row]!]!++] = ranks[row]!;
  if (isEach) {
    levels.refine(new Float64Array(sorted));
    return;
  }
  for (let level = 0; level < levels.ranks.length; level++) sorted.subarray(starts[level]!, starts[level + 1]!).sort();
  levels.refineBy((a, b) => {
    const [from, end] = [starts[a]!, starts[b]!];
    const [m, n] = [starts[a + 1]! - from, starts[b + 1]! - end];
    for (let i = 0; i < m && i < n; i++) {
      const order = sorted[from + i]! - sorted[end + i]!;
      if (order !== 0) return order;
    }
    return m - n;
  });
}
