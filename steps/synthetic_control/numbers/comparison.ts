/** A treated unit with its donors and periods, and the placebos of both: donors treated as if they were it, an earlier start, a donor left out. */
import { Refusal } from '../../../src/base/problem.ts';
import { nameOfResult } from '../../../src/base/value.ts';
import { type Comparison, type Control, controlOf } from './control.ts';
import { neverTreated, type SyntheticSample } from './sample.ts';
import type { SyntheticSpec } from './spec.ts';

/** Refuses several treated units, fewer than two donors, and a window of the fit that holds no period or one with treatment. */
export function comparisonOf(sample: SyntheticSample, { fit }: Pick<SyntheticSpec, 'fit'>): Comparison {
  const { starts, periods, time } = sample;
  const donors = neverTreated(sample);
  const treated = [...starts.keys()].filter((i) => starts[i]! < periods.length);
  if (treated.length > 1) {
    const message = `\`method: sc\` is for one treated unit, and ${treated.length} are treated`;
    const hint = 'say `method: sdid`, or name one by `treated` and `start` and leave the others out with `exclude`';
    throw new Refusal('several-treated', message, { param: 'method', hint });
  }
  if (donors.length < 2) {
    const message = `a synthetic control needs at least two units that are never treated, and there are ${donors.length}`;
    throw new Refusal('few-donors', message, { param: 'from', hint: 'read more units' });
  }
  const start = starts[treated[0]!]!;
  const from = fit === null ? 0 : periods.findIndex((period) => period >= fit[0]);
  const to = fit === null ? start : periods.findLastIndex((period) => period <= fit[1]) + 1;
  if (fit !== null && (from < 0 || to <= from || to > start)) {
    const before = `the periods before treatment are ${nameOfResult(time, periods[0]!)} to ${nameOfResult(time, periods[start - 1]!)}`;
    const message = `\`fit: [${fit[0]}, ${fit[1]}]\` holds no period, or one with treatment: ${before}`;
    throw new Refusal('no-such-window', message, {
      param: 'fit',
      hint: 'give the first and the last period that is fitted',
    });
  }
  return { treated: treated[0]!, donors, fit: [from, to], start, end: periods.length };
}

/** The treated unit again, with what each donor would have: it has the other donors, and never the treated unit. */
export function placebosOf(sample: SyntheticSample, spec: SyntheticSpec, comparison: Comparison): readonly Placebo[] {
  return comparison.donors.map((treated, at) => {
    const donors = comparison.donors.filter((_, i) => i !== at);
    return { unit: treated, control: controlOf(sample, spec, { ...comparison, treated, donors }) };
  });
}

export interface Placebo {
  /** Place of the unit. */
  readonly unit: number;
  readonly control: Control;
}

/** The comparison without each donor that has a weight above 10⁻⁹. */
export function leftOut(
  sample: SyntheticSample,
  spec: SyntheticSpec,
  comparison: Comparison,
  { weights }: Control,
): readonly Placebo[] {
  return comparison.donors.flatMap((unit, at) => {
    if (!(Math.abs(weights[at]!) > LEAST_WEIGHT) || comparison.donors.length < 3) return [];
    const donors = comparison.donors.filter((_, i) => i !== at);
    return [{ unit, control: controlOf(sample, spec, { ...comparison, donors }) }];
  });
}

/** A weight below this is rounding. */
export const LEAST_WEIGHT = 1e-9;

/** The place of the treated ratio among those of placebos from the largest, and its share (Abadie, Diamond & Hainmueller 2010, p. 502). */
export function rankOf(
  { ratio }: Control,
  placebos: readonly Placebo[],
): { readonly rank: number; readonly p: number } {
  const rank = 1 + placebos.filter(({ control }) => control.ratio >= ratio).length;
  return { rank, p: rank / (placebos.length + 1) };
}
