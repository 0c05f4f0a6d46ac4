/**
 * Computes magnitudes: b′a · s, where a has the derivatives of the terms at the means of the variables, and s the size of the change over the
 * scale of the outcome. Errors are those of the delta method for b, with the moments of the rows as given (Stata [R] margins, the default `vce(delta)`).
 */
import { Refusal } from '../../../src/base/problem.ts';
import type { Estimate, Fit, Stat } from '../../../src/econ/fit.ts';
import { combinationRow, type TestedFit } from '../../../src/econ/regression/restrictions.ts';
import { rescaled } from '../../../src/econ/shown/estimates.ts';
import type { AllMoments, SampleMoments } from '../../../src/econ/shown/sample-moments.ts';
import { isLogarithm, type MagnitudeSpec, type MagnitudesSpec } from './spec.ts';

export interface Magnitude extends Omit<Estimate, 'term' | 'estimate'> {
  readonly name: string;
  readonly of: string;
  readonly estimate: Stat;
  /** The effect of one unit at the means, in units of the outcome. */
  readonly slope: Stat;
  /** The factor of the slope. */
  readonly scale: Stat;
}

type FitOf = TestedFit & Pick<Fit, 'nobs' | 'outcome'>;

export function magnitudes(spec: MagnitudesSpec, fit: FitOf, moments: AllMoments): readonly Magnitude[] {
  return spec.effects.map((effect) => new OneMagnitude(spec, fit, moments).of(effect));
}

class OneMagnitude {
  readonly #spec: MagnitudesSpec;
  readonly #fit: FitOf;
  readonly #moments: AllMoments;

  constructor(spec: MagnitudesSpec, fit: FitOf, moments: AllMoments) {
    this.#spec = spec;
    this.#fit = fit;
    this.#moments = moments;
  }

  of(effect: MagnitudeSpec): Magnitude {
    const { name, of, parts } = effect;
    const lost = parts.find(({ term }) => !this.#fit.terms.some((row) => row.term === term));
    if (lost !== undefined)
      throw new Refusal('dropped-term', `\`${name}\` has no value: \`${lost.term}\` was dropped from the model`, {
        param: 'effects',
        hint: 'take the effect away, or the terms that the dropped one moves with',
      });
    try {
      const weights = parts.map(({ term, exponent, others }) => {
        const own = exponent === 1 ? 1 : exponent * power(this.#mean(of), exponent - 1);
        return [term, others.reduce((all, [other, by]) => all * power(this.#mean(other), by), own)] as const;
      });
      const scale = this.#change(effect) / this.#scale(effect);
      const slope = combinationRow(this.#fit, { name, of, weights, constant: 0 });
      const { term: _, ...row } = scaled(slope, scale);
      return { ...row, name, of, slope: slope.estimate, scale };
    } catch (error) {
      if (!(error instanceof Undefined)) throw error;
      const invalid = { invalid: error.message };
      const rest = { stdError: invalid, statistic: invalid, pValue: invalid, confLow: invalid, confHigh: invalid };
      return { name, of, estimate: invalid, ...rest, slope: invalid, scale: invalid };
    }
  }

  /** The change of the variable, in its units. */
  #change({ of, per }: MagnitudeSpec): number {
    if (per === 'sd') return numberOf(this.#of(of).sd);
    if (per !== null) return per;
    return isLogarithm(of) ? 1 : this.#positive(this.#of(of), 'the variable');
  }

  /** The divisor of the outcome's change. */
  #scale({ per, shareOf }: MagnitudeSpec): number {
    const { model, isLogOutcome } = this.#spec;
    if (shareOf === 'sd') {
      const sd = numberOf(this.#of(model.outcome).sd);
      if (sd === 0) throw new Undefined('the outcome does not vary');
      return sd;
    }
    const isRelative = shareOf === 'mean' || (per === null && !isLogOutcome);
    return isRelative ? this.#positive(this.#of(model.outcome), 'the outcome') : 1;
  }

  /** A mean that shares may be of: two of its standard errors above zero at the least. */
  #positive({ mean, sd, rows }: SampleMoments, of: string): number {
    const centre = numberOf(mean);
    if (centre <= 0) throw new Undefined(`the mean of ${of} is not above zero, so that no change is a share of it`);
    if (typeof sd === 'number' && centre < (2 * sd) / Math.sqrt(rows))
      throw new Undefined(
        `the mean of ${of} is within two standard errors of zero, so that no change is a share of it`,
      );
    return centre;
  }

  #mean(variable: string): number {
    return numberOf(this.#of(variable).mean);
  }

  #of(variable: string): SampleMoments {
    const { nobs, moments } = this.#moments;
    if (nobs !== this.#fit.nobs)
      throw new Undefined(`the estimator used ${this.#fit.nobs} of the ${nobs} rows, which its result does not name`);
    return moments[this.#spec.moments.findIndex(({ of }) => of === variable)]![0]!;
  }
}

/** Why a magnitude is not defined. */
class Undefined extends Error {}

function numberOf(stat: Stat): number {
  if (typeof stat !== 'number') throw new Undefined(stat.invalid);
  return stat;
}

/** A whole power, by multiplication, which every machine rounds alike. */
function power(base: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent; i++) product *= base;
  return product;
}

/** The row times a number; ends of the interval change places where that is negative. */
function scaled(row: Estimate, by: number): Estimate {
  if (by > 0) return rescaled(row, by);
  if (by === 0) return rescaled(row, 0);
  const { confLow, confHigh, estimate, statistic } = row;
  const negative = (stat: Stat): Stat => (typeof stat === 'number' ? -stat : stat);
  return rescaled(
    {
      ...row,
      estimate: -estimate,
      statistic: negative(statistic),
      confLow: negative(confHigh),
      confHigh: negative(confLow),
    },
    -by,
  );
}
