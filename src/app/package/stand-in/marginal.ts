/**
 * The distribution of a column in cells that no few can be told from: values that many share, and bins of neighbours of which none is
 * shown. Source: top-coding, rounding and minimum frequencies as in Hundepool and others (2012), Statistical Disclosure Control, ch. 3 and 5.
 */
import type { RawColumn } from './column.ts';

/** A part of a distribution, from low values to high ones. */
interface Segment {
  /** Rows that it stands for. */
  readonly weight: number;
  /** Middle, by which segments are in order. */
  readonly at: number;
  /** The text of a value at the quantile `u` within the segment, from 0 to 1. */
  text(u: number): string;
}

/** Gives the text of the value at a quantile from 0 to 1; an empty one is missing. */
export type Quantile = (u: number) => string;

/** A bin holds at least one value in so many. */
const BINS = 100;
/** The distance from a drawn value, which few have, in which another is looked for. */
const NEAR = 400;

export interface MarginalOptions {
  /** The least number of different members that share a value, or a bin. */
  readonly cell: number;
  /** The unit of each entry; the entry itself where there is none. */
  readonly member: (entry: number) => number;
  /** Keeps the share of missing values. */
  readonly missing: boolean;
  /** The text for values that few have. */
  readonly other: string;
}

/** `entries`: rows, or one row of each unit. Undefined where nearly every text is another, as in a column of names. */
export function marginalOf(
  column: RawColumn,
  entries: readonly number[],
  options: MarginalOptions,
): Quantile | undefined {
  const { cell, member } = options;
  const there = entries.filter((entry) => !Number.isNaN(column.values[entry]!));
  const byValue = new Map<number, number[]>();
  for (const entry of there) {
    const list = byValue.get(column.values[entry]!);
    if (list === undefined) byValue.set(column.values[entry]!, [entry]);
    else list.push(entry);
  }
  const membersIn = (list: readonly number[]): number => new Set(list.map(member)).size;
  const isShared = (list: readonly number[]): boolean => membersIn(list) >= cell;
  const shared = [...byValue].filter(([, list]) => isShared(list));
  const few = [...byValue].filter(([, list]) => !isShared(list)).sort(([a], [b]) => a - b);
  const segments: Segment[] = shared.map(([value, list]) => {
    const printed = column.print(value);
    return { weight: list.length, at: value, text: () => printed };
  });
  if (column.is === 'text') {
    const rest = few.flatMap(([, list]) => list);
    if (shared.length === 0 && few.length > there.length / 2) return undefined;
    if (isShared(rest)) segments.push({ weight: rest.length, at: Number.POSITIVE_INFINITY, text: () => options.other });
  } else segments.push(...bins(column, few, options));
  const lacking = entries.filter((entry) => Number.isNaN(column.values[entry]!));
  // Missing values are lowest, as `normalScores` has them.
  if (options.missing && isShared(lacking))
    segments.push({ weight: lacking.length, at: Number.NEGATIVE_INFINITY, text: () => '' });
  return quantileOf(segments);
}

function quantileOf(segments: readonly Segment[]): Quantile {
  const inOrder = [...segments].sort((a, b) => a.at - b.at);
  const total = inOrder.reduce((sum, { weight }) => sum + weight, 0);
  return (u) => {
    let rest = u * total;
    for (const { weight, text } of inOrder) {
      if (rest < weight) return text(rest / weight);
      rest -= weight;
    }
    return inOrder.at(-1)?.text(0.5) ?? '';
  };
}

/** Neighbours among values that few have, in bins of which each stands for enough members; what is left over is in no bin. */
function bins(
  column: RawColumn,
  few: readonly (readonly [value: number, entries: readonly number[]])[],
  { cell, member }: MarginalOptions,
): Segment[] {
  const size = few.reduce((sum, [, { length }]) => sum + length, 0);
  const groups: { values: number[]; entries: number[] }[] = [];
  let open: { values: number[]; entries: number[] } = { values: [], entries: [] };
  for (const [value, entries] of few) {
    open.values.push(value);
    open.entries.push(...entries);
    if (open.entries.length < size / BINS || new Set(open.entries.map(member)).size < cell) continue;
    groups.push(open);
    open = { values: [], entries: [] };
  }
  const last = groups.at(-1);
  if (last === undefined) return [];
  last.values.push(...open.values);
  last.entries.push(...open.entries);
  const rare = new Set(few.map(([value]) => value));
  const [lowest, highest] = [few[0]![0], few.at(-1)![0]];
  // A column without negative values has none, and one without positive values neither.
  const signed = (x: number): number => (lowest >= 0 ? Math.max(x, 0) : highest <= 0 ? Math.min(x, 0) : x);
  return groups.map(({ values, entries }, i) => {
    const mean = entries.reduce((sum, entry) => sum + column.values[entry]!, 0) / entries.length;
    const spread = Math.sqrt(
      entries.reduce((sum, entry) => sum + (column.values[entry]! - mean) ** 2, 0) / entries.length,
    );
    const before = groups[i - 1]?.values.at(-1);
    const after = groups[i + 1]?.values[0];
    // The ends of a distribution lie where a uniform one of the same spread has them, and not at its extreme values.
    const low = before === undefined ? mean - Math.sqrt(3) * spread : (before + values[0]!) / 2;
    const high = after === undefined ? mean + Math.sqrt(3) * spread : (values.at(-1)! + after) / 2;
    return {
      weight: entries.length,
      at: mean,
      text: (u) => unshown(column, signed(low + u * (high - low)), rare),
    };
  });
}

/** The text of a value near `x` which is none that few have. */
function unshown(column: RawColumn, x: number, rare: ReadonlySet<number>): string {
  if (column.decimals === undefined) {
    for (let k = 0; k <= NEAR; k++) {
      const text = column.print(x * (1 + k * 1e-5));
      if (!rare.has(Number(text))) return text;
    }
    return '';
  }
  const scale = 10 ** column.decimals;
  const middle = Math.round(x * scale);
  const most = column.is === 'time' ? NEAR : 2;
  for (let k = 0; k <= most; k++)
    for (const sign of [1, -1]) {
      const value = (middle + sign * k) / scale;
      if (!rare.has(value) && value * x >= 0) return column.print(value);
    }
  // Where few have each value around, one between two of them is nobody's.
  return column.is === 'time' ? '' : column.print((middle + (x >= 0 ? 0.5 : -0.5)) / scale);
}
