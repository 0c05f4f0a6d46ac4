/** Standard errors of synthetic difference in differences: by the jackknife, by placebos and by the bootstrap (Arkhangelsky et al. 2021, algorithms 2–4). */
import type { Rng } from '../../../src/base/number/rng.ts';
import { mean, sumSquaresAbout } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { effectOf } from './block.ts';
import { among, type Cohort, cohortsOf, controlsOf, overall, type Panel } from './cohorts.ts';
import type { BlockMethod, SyntheticErrors, SyntheticSpec } from './spec.ts';

export interface Errors {
  readonly stdError: number;
  /** Share of placebo effects that are at least as large, the effect itself counted; absent of other errors. */
  readonly pValue?: number;
  /** Effects of placebos, in the order of their draws; of the controls in their order where each is treated once. */
  readonly placebos?: readonly { readonly control: number | null; readonly effect: number }[];
}

type Form = BlockMethod | 'sc';
type Method = (spec: SyntheticSpec, method: Form, panel: Panel, cohorts: readonly Cohort[], rng: Rng) => Errors;

const errorsBy: Partial<Readonly<Record<SyntheticErrors, Method>>> = { jackknife, placebo, bootstrap };

/** The errors that the spec asks for, of the blocks of a method. */
export const errorsOf: Method = (spec, method, panel, cohorts, rng) =>
  errorsBy[spec.errors]!(spec, method, panel, cohorts, rng);

/** Leaves each unit out, weights fixed and those of controls made to add up to 1 again. */
function jackknife(_: SyntheticSpec, _method: Form, panel: Panel, cohorts: readonly Cohort[]): Errors {
  if (cohorts.some(({ treated }) => treated.length < 2))
    throw new Refusal('few-treated', 'the jackknife needs at least two treated units that begin in each period', {
      param: 'errors',
      hint: 'say `errors: placebo`',
    });
  if (cohorts.some(({ weights }) => weights.omega.some((weight) => weight >= 1 - 1e-12)))
    throw new Refusal('one-control', 'the jackknife is not defined where one control has all the weight', {
      param: 'errors',
      hint: 'say `errors: placebo`',
    });
  const controls = controlsOf(panel);
  const effects = panel.paths.map((_path, left) => {
    const among = controls.indexOf(left);
    return overallWithout(panel, cohorts, (cohort) =>
      among >= 0 ? withoutControl(cohort, among) : withoutTreated(cohort, left),
    );
  });
  const squares = squaresOf(Float64Array.from(effects));
  return { stdError: Math.sqrt(((effects.length - 1) / effects.length) * squares) };
}

/** Effects of the cohorts as they are without a unit, weighed by the treated rows that are left. */
function overallWithout(
  { periods }: Panel,
  cohorts: readonly Cohort[],
  of: (cohort: Cohort) => { readonly effect: number; readonly treated: number },
): number {
  const left = cohorts.map((cohort) => ({ ...of(cohort), length: periods - cohort.start }));
  const all = left.reduce((sum, { treated, length }) => sum + treated * length, 0);
  return overall(left.map(({ effect, treated, length }) => ({ effect, share: (treated * length) / all })));
}

function withoutControl({ block, weights, treated }: Cohort, at: number) {
  const keep = <T>(items: ArrayLike<T>): T[] => Array.from(items).filter((_, i) => i !== at);
  const rest = keep(weights.omega);
  const total = rest.reduce((sum, weight) => sum + weight, 0);
  const omega = Float64Array.from(rest, (weight) => weight / total);
  const effect = effectOf({ ...block, controls: keep(block.controls) }, { ...weights, omega });
  return { effect, treated: treated.length };
}

function withoutTreated({ block, weights, treated, effect }: Cohort, unit: number) {
  const at = treated.indexOf(unit);
  if (at < 0) return { effect, treated: treated.length };
  const rest = block.treated.filter((_, i) => i !== at);
  return { effect: effectOf({ ...block, treated: rest }, weights), treated: rest.length };
}

/** Treats controls as if they were the treated: each once where one unit is treated, else so many draws. Penalties are those of the fit. */
function placebo({ draws }: SyntheticSpec, method: Form, panel: Panel, cohorts: readonly Cohort[], rng: Rng): Errors {
  const controls = controlsOf(panel);
  const counts = cohorts.map(({ treated }) => treated.length);
  const treated = counts.reduce((sum, count) => sum + count, 0);
  if (controls.length <= treated) {
    const message = `placebos need more controls than treated units, and there are ${controls.length} and ${treated}`;
    throw new Refusal('few-controls', message, { param: 'errors', hint: 'say `errors: bootstrap` or `jackknife`' });
  }
  const penalties = new Map(cohorts.map(({ start, penalties }) => [start, penalties]));
  const effectWith = (chosen: readonly number[]): number => {
    const starts = Int32Array.from(controls, () => panel.periods);
    let next = 0;
    for (const [c, { start }] of cohorts.entries())
      for (let k = 0; k < counts[c]!; k++) starts[chosen[next++]!] = start;
    const paths = controls.map((i) => panel.paths[i]!);
    return overall(cohortsOf(method, { ...panel, paths, starts }, penalties));
  };
  const one = treated === 1;
  const inOrder = one ? [] : byValues(controls.map((i) => panel.paths[i]!));
  const placebos: NonNullable<Errors['placebos']> = one
    ? controls.map((control, at) => ({ control, effect: effectWith([at]) }))
    : Array.from({ length: draws }, (_, draw) => {
        const order = rng.stream('placebo', draw).shuffle([...inOrder]);
        return { control: null, effect: effectWith(order.slice(0, treated)) };
      });
  const effects = Float64Array.from(placebos, ({ effect }) => effect);
  const squares = squaresOf(effects);
  const size = Math.abs(overall(cohorts));
  const asLarge = effects.filter((effect) => Math.abs(effect) >= size).length;
  return {
    stdError: Math.sqrt(squares / effects.length),
    pValue: (1 + asLarge) / (1 + effects.length),
    placebos,
  };
}

function bootstrap({ draws }: SyntheticSpec, method: Form, panel: Panel, cohorts: readonly Cohort[], rng: Rng): Errors {
  requireSeveral(cohorts.reduce((sum, each) => sum + each.treated.length, 0));
  const effects = Float64Array.from(resampled(panel, draws, rng), (units) =>
    overall(cohortsOf(method, among(panel, units))),
  );
  return { stdError: Math.sqrt(squaresOf(effects) / (draws - 1)) };
}

/** Refuses one treated unit, whose effect no draw of units makes vary. */
export function requireSeveral(treated: number, instead = '`errors: placebo`'): void {
  if (treated >= 2) return;
  const hint = `say ${instead}`;
  throw new Refusal('few-treated', 'the bootstrap needs at least two treated units', { param: 'errors', hint });
}

/** Draws units with replacement; a draw without treated or without never treated units is drawn anew. */
export function resampled(panel: Panel, draws: number, rng: Rng): readonly (readonly number[])[] {
  const n = panel.paths.length;
  const order = byValues(panel.paths);
  return Array.from({ length: draws }, (_, draw) => {
    const stream = rng.stream('bootstrap', draw);
    for (;;) {
      const drawn = Array.from(stream.sample(n, n), (at) => order[at]!).sort((a, b) => a - b);
      const never = drawn.filter((i) => panel.starts[i] === panel.periods).length;
      if (never > 0 && never < n) return drawn;
    }
  });
}

const squaresOf = (effects: Float64Array): number => sumSquaresAbout(effects, mean(effects));

/** Places of units in the order of their outcomes, so that what units are called changes no draw. */
export function byValues(paths: Panel['paths']): number[] {
  return [...paths.keys()].sort((a, b) => {
    const [x, y] = [paths[a]!, paths[b]!];
    const t = x.findIndex((value, at) => value !== y[at]);
    return t < 0 ? 0 : x[t]! - y[t]!;
  });
}
