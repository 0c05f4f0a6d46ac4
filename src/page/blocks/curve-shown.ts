/** The specifications that a reader chose to see, what they say together, and where they stand on the curve. */
import type { CurveBlock, CurveSpecification } from '../../app/show/block.ts';

/** By dimension, the options that are shown. */
export type Chosen = readonly (readonly boolean[])[];

export const allOf = ({ dimensions }: CurveBlock): Chosen => dimensions.map(({ options }) => options.map(() => true));

/** The choice with one option turned. */
export const turned = (chosen: Chosen, dimension: number, option: number): Chosen =>
  chosen.map((options, d) => (d === dimension ? options.map((is, o) => (o === option ? !is : is)) : options));

/** The specifications whose every option is shown, by their estimates. */
export const shownOf = ({ specifications }: CurveBlock, chosen: Chosen): readonly CurveSpecification[] =>
  specifications
    .filter(({ made }) => made.every((option, d) => chosen[d]![option]))
    .sort((a, b) => a.estimate - b.estimate);

export interface Said {
  readonly count: number;
  readonly median: number;
  /** Counts specifications with p < 0.05; `tested` counts all whose p-value is known. */
  readonly significant: number;
  readonly tested: number;
}

/** `sorted` has one specification at least. The median of an even number is the mean of the two in the middle. */
export function saidOf(sorted: readonly CurveSpecification[]): Said {
  const count = sorted.length;
  const middle = sorted.slice((count - 1) >> 1, (count >> 1) + 1);
  const tested = sorted.filter(({ pValue }) => pValue !== null);
  return {
    count,
    median: middle.reduce((sum, { estimate }) => sum + estimate, 0) / middle.length,
    significant: tested.filter(({ pValue }) => pValue! < SIGNIFICANT).length,
    tested: tested.length,
  };
}

const SIGNIFICANT = 0.05;

export const isSignificant = ({ pValue }: CurveSpecification): boolean => pValue !== null && pValue < SIGNIFICANT;

/** Numbers of an axis from the lowest to the highest value, zero among what it spans: at most eight, at round distances. */
export function ticksOf(low: number, high: number): number[] {
  const rough = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (ROUND.find((each) => each * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

const ROUND = [1, 2, 2.5, 5, 10];

/** The lowest and highest value that the curve shows, with zero; never one alone. */
export function rangeOf(shown: readonly CurveSpecification[]): readonly [low: number, high: number] {
  let [low, high] = [0, 0];
  for (const each of shown) {
    low = Math.min(low, each.estimate, each.low ?? each.estimate);
    high = Math.max(high, each.estimate, each.high ?? each.estimate);
  }
  return low === high ? [low - 1, high + 1] : [low, high];
}
