/** Standard errors of imputed effects: by draws of residuals (Xu 2017, algorithm 2), by the bootstrap of units and by the jackknife. */
import type { RandomStream, Rng } from '../../../../src/base/number/rng.ts';
import { mean, sumSquaresAbout } from '../../../../src/base/number/sum.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import { controlsOf, startsIn } from '../cohorts.ts';
import { byValues, requireSeveral, resampled } from '../errors.ts';
import type { SyntheticErrors } from '../spec.ts';
import { effectOf, type FactorPanel, factorsAmong, type Imputed, type ImputedEffect } from './imputed.ts';

/** The method with its number of factors or its penalty, on any panel. */
export type Impute = (panel: FactorPanel) => Imputed;

/** Standard errors of the effect, of the mean gap in each period and of the slopes. */
type Method = (panel: FactorPanel, impute: Impute, draws: number, rng: Rng) => ImputedEffect;

export const imputedErrors: Partial<Readonly<Record<SyntheticErrors, Method>>> = { parametric, bootstrap, jackknife };

/** A draw whose panel cannot be fitted is drawn anew so often. */
const MOST_TRIES = 20;
const instead = '`errors: none`, or `method: gsc`, whose errors are drawn from residuals';

/**
 * Draws outcomes without an effect: what the fit expects of each unit, with what is left of a control that is drawn; of the treated with an error of
 * predicting a control that is treated as they are, by the others drawn with replacement.
 */
function parametric(panel: FactorPanel, impute: Impute, draws: number, rng: Rng): ImputedEffect {
  const { expected, treated } = impute(panel);
  const byOutcome = byValues(panel.paths);
  const isControl = new Set(controlsOf(panel));
  const controls = byOutcome.filter((i) => isControl.has(i));
  const starts = startsIn(panel);
  const missed = Array.from({ length: draws }, (_, draw) =>
    untilFitted(rng.stream('prediction', draw), (stream) => missedOf(panel, impute, controls, starts, stream)),
  );
  const left = controls.map((i) => panel.paths[i]!.map((y, t) => y - expected[i]![t]!));
  const found = Array.from({ length: draws }, (_, draw) =>
    untilFitted(rng.stream('parametric', draw), (stream) => {
      const paths = [...expected];
      const others = stream.sample(controls.length, controls.length);
      for (const [k, i] of controls.entries()) paths[i] = sumOf(expected[i]!, left[others[k]!]!);
      const errors = stream.sample(draws, treated.length);
      const inOrder = byOutcome.filter((i) => !isControl.has(i));
      for (const [k, i] of inOrder.entries())
        paths[i] = sumOf(expected[i]!, missed[errors[k]!]![starts.indexOf(panel.starts[i]!)]!);
      const drawn = { ...panel, paths };
      return effectOf(drawn, impute(drawn));
    }),
  );
  return spreadOf(found, draws - 1);
}

/** Errors of predicting a control that is drawn, by the others drawn with replacement, as if it were treated from each of `starts` on. */
function missedOf(
  panel: FactorPanel,
  impute: Impute,
  controls: readonly number[],
  starts: readonly number[],
  stream: RandomStream,
): readonly Float64Array[] {
  const [chosen] = stream.sample(controls.length, 1);
  const unit = controls[chosen!]!;
  const others = controls.filter((i) => i !== unit);
  const drawn = Array.from(stream.sample(others.length, others.length), (at) => others[at]!);
  const units = [...drawn, ...starts.map(() => unit)];
  const own = factorsAmong(panel, units);
  const placed = { ...own, starts: Int32Array.from([...drawn.map(() => panel.periods), ...starts]) };
  const { expected } = impute(placed);
  return starts.map((_, s) => panel.paths[unit]!.map((y, t) => y - expected[drawn.length + s]![t]!));
}

const sumOf = (x: Float64Array, y: Float64Array): Float64Array => x.map((value, t) => value + y[t]!);

/** Draws until what is drawn can be fitted. */
function untilFitted<T>(stream: RandomStream, draw: (stream: RandomStream) => T): T {
  for (let attempt = 1; ; attempt++) {
    try {
      return draw(stream);
    } catch (problem) {
      if (!(problem instanceof Refusal) || attempt === MOST_TRIES) throw problem;
    }
  }
}

function bootstrap(panel: FactorPanel, impute: Impute, draws: number, rng: Rng): ImputedEffect {
  requireSeveral(treatedIn(panel), instead);
  const found = resampled(panel, draws, rng).map((units) => effectAmong(panel, units, impute));
  return spreadOf(found, draws - 1);
}

/** Leaves each unit out. */
function jackknife(panel: FactorPanel, impute: Impute): ImputedEffect {
  requireSeveral(treatedIn(panel), instead);
  const all = [...panel.paths.keys()];
  const found = all.map((left) =>
    effectAmong(
      panel,
      all.filter((i) => i !== left),
      impute,
    ),
  );
  return spreadOf(found, all.length / (all.length - 1));
}

const treatedIn = ({ starts, periods }: FactorPanel): number => starts.filter((start) => start < periods).length;

function effectAmong(panel: FactorPanel, units: readonly number[], impute: Impute): ImputedEffect {
  const own = factorsAmong(panel, units);
  return effectOf(own, impute(own));
}

/** Roots of the sums of squares about the means of draws, over `by`. */
function spreadOf(draws: readonly ImputedEffect[], by: number): ImputedEffect {
  const spread = (values: Float64Array): number => Math.sqrt(sumSquaresAbout(values, mean(values)) / by);
  return {
    effect: spread(Float64Array.from(draws, ({ effect }) => effect)),
    gaps: draws[0]!.gaps.map((_, t) => spread(Float64Array.from(draws, ({ gaps }) => gaps[t]!))),
    slopes: draws[0]!.slopes.map((_, k) => spread(Float64Array.from(draws, ({ slopes }) => slopes[k]!))),
  };
}
