/** Winsorising: values beyond two percentiles become the percentiles (`winsor2, replace` of Stata). */
import { type PercentileMethod, percentile, sortedValues } from '../distributions/percentile.ts';

export interface WinsorResult {
  readonly values: Float64Array;
  /** One pair per group, in the groups' order; a group without values has none. */
  readonly bounds: readonly ({ readonly low: number; readonly high: number } | null)[];
  readonly changed: number;
}

export interface WinsorOptions {
  /** Percentages, low < high. */
  readonly at: readonly [low: number, high: number];
  readonly method?: PercentileMethod;
  /** Group of each value, from 0; percentiles are taken within groups. */
  readonly groups?: { readonly codes: Int32Array; readonly count: number };
}

export interface BoundsFrom {
  readonly values: Float64Array;
  readonly codes?: Int32Array;
}

/**
 * x → max(min(x, high), low). `boundsFrom` are the values that give the percentiles (those to change, if left out),
 * with groups of their own where there are groups. Missing stays missing. O(N log N).
 */
export function winsorize(
  values: Float64Array,
  options: WinsorOptions,
  boundsFrom: BoundsFrom = { values, ...codesOf(options) },
): WinsorResult {
  const [low, high] = options.at;
  const method = options.method ?? 'type2';
  const groups = options.groups ?? { codes: new Int32Array(values.length), count: 1 };
  const bounds = split(boundsFrom.values, boundsFrom.codes, groups.count).map((group) => {
    const sorted = sortedValues(group);
    if (sorted.length === 0) return null;
    return { low: percentile(sorted, low, method), high: percentile(sorted, high, method) };
  });
  let changed = 0;
  const out = values.map((x, i) => {
    const bound = bounds[groups.codes[i]!];
    if (bound === null || bound === undefined || Number.isNaN(x)) return x;
    const y = Math.max(Math.min(x, bound.high), bound.low);
    if (y !== x) changed++;
    return y;
  });
  return { values: out, bounds, changed };
}

function codesOf(options: WinsorOptions): { codes?: Int32Array } {
  return options.groups === undefined ? {} : { codes: options.groups.codes };
}

function split(values: Float64Array, codes: Int32Array | undefined, count: number): Float64Array[] {
  if (codes === undefined) return [values];
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i < values.length; i++) if (codes[i]! >= 0) lists[codes[i]!]!.push(values[i]!);
  return lists.map((list) => Float64Array.from(list));
}
