/** The maximum of a likelihood of counts with an equation of zeros, from several beginnings, since it may have more than one summit. */
import { dot, sum } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { maximumBySlopes, type SlopedMaximum } from '../likelihood/by-slopes.ts';
import { type CountRows, type CountSlopes, logistic } from './likelihood.ts';

export interface CountModel {
  readonly slopes: CountSlopes;
  readonly rows: CountRows;
  /** The columns of counts and of zeros, each with the constant first. */
  readonly lists: readonly [readonly Float64Array[], readonly Float64Array[]];
  /** Says of an end that it is none, by the index of zeros. */
  separated(zeros: Float64Array): Refusal | null;
}

export interface CountStart {
  readonly indices: readonly [Float64Array, Float64Array];
  readonly further: readonly number[];
}

/** Likelihoods that differ by less belong to one summit. */
const SAME = 1e-6;

/** The highest summit that the beginnings lead to. Throws what `separated` says where the likelihood is higher at an end that is none. */
export function highest(model: CountModel, starts: readonly CountStart[]): SlopedMaximum {
  const found: SlopedMaximum[] = [];
  const ends: { readonly ll: number; readonly refusal: Refusal }[] = [];
  let failed: Refusal | undefined;
  for (const start of starts) {
    try {
      found.push(
        maximumBySlopes({
          lists: model.lists,
          start,
          at: (indices, further) => model.slopes(model.rows, indices, further),
          sizes: (further) => [1, 1, ...further.map(() => 1)],
          separated: ([, zeros], ll) => {
            const refusal = model.separated(zeros!);
            if (refusal !== null) ends.push({ ll, refusal });
            return refusal;
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failed = error;
    }
  }
  const best = found.reduce<SlopedMaximum | undefined>((a, b) => (a === undefined || b.ll > a.ll ? b : a), undefined);
  const end = ends.find(({ ll }) => best === undefined || ll > best.ll + SAME);
  if (end !== undefined) throw end.refusal;
  if (best === undefined) throw failed!;
  return best;
}

/** Beginnings that explain the zeros by counts, by the other equation, and by both. */
export function startsOf({ y, offset, weights }: CountRows, isOf: (count: number) => boolean): readonly CountStart[] {
  const n = y.length;
  const w = weights ?? new Float64Array(n).fill(1);
  const total = sum(w);
  const centre = dot(w, y) / total;
  const over = y.map((value) => (value > 0 ? 1 : 0));
  const positive = dot(w, y) / dot(w, over);
  const share =
    dot(
      w,
      Float64Array.from(y, (value) => (isOf(value) ? 1 : 0)),
    ) / total;
  const kept = Math.min(0.95, Math.max(0.05, share));
  const odds = Math.log(kept / (1 - kept));
  const less = (index: Float64Array): Float64Array =>
    offset === null ? index : index.map((value, i) => value - offset[i]!);
  const whole = less(y.map((value) => Math.log((value + centre) / 2)));
  const above = less(y.map((value) => Math.log(((value > 0 ? value : positive) + positive) / 2)));
  const constant = new Float64Array(n).fill(odds);
  // a line through the indicators, in units of the slope of the logistic function
  const turn = logistic(odds) * (1 - logistic(odds));
  const line = Float64Array.from(y, (value) => odds + ((isOf(value) ? 1 : 0) - kept) / turn);
  return [
    { indices: [whole, constant.map((value) => value - 1)], further: [] },
    { indices: [above, line], further: [] },
    { indices: [above, constant], further: [] },
  ];
}
