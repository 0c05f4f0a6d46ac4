/** Selection on unobservables: how strong it would have to be to explain a coefficient away, and what is left of one (Oster 2019). */
import { Refusal } from '../../base/problem.ts';
import { type Design, type NamedColumn, observations } from '../design.ts';
import type { Sample } from '../estimator.ts';
import type { Fit, Oster, Stat, Warning } from '../fit.ts';
import { compact } from '../panel/effects.ts';
import type { OsterSpec } from '../spec.ts';
import { regress } from '../vcov/regression-by-rows.ts';
import { realRoots } from './real-roots.ts';

/**
 * A fit of least squares with Oster's δ for a coefficient of β, and her β* for δ, where its spec asks for them. With the coefficient b₀ and R₀ of
 * the treatment alone (and `mcontrols`), b and R of all terms, on the same rows: σ_yy and σ_xx the variances of the outcome and of the treatment (less what
 * `mcontrols` explain), τ_x that of the treatment less what all controls explain. Absorbed effects are taken from all of them. R is the R² that the
 * fit has by its style: within under `xtreg`. Source: Oster (2019, JBES 37:187), propositions 2 and 3; Stata `psacalc`. O(NK²).
 */
export function withOster(fit: Fit, sample: Sample): Fit {
  const { oster } = sample.spec;
  if (oster === undefined) return fit;
  const found = osterOf(oster, partsOf(oster, fit, sample));
  const { delta: osterDelta, beta: osterBeta } = found;
  const warnings: Warning[] = found.isOfSign ? [] : [anotherSign];
  const { isOfSign: _, ...record } = found;
  return Object.freeze({
    ...fit,
    oster: record,
    stats: { ...fit.stats, osterBeta, osterDelta },
    warnings: [...fit.warnings, ...warnings],
  });
}

const anotherSign: Warning = {
  code: 'oster-sign',
  message: 'no β* lies on the side to which controls moved the coefficient; the one nearest to the estimate is given',
};

interface OsterMoments {
  readonly b0: number;
  readonly r0: number;
  readonly b: number;
  readonly r: number;
  readonly rmax: number;
  readonly yy: number;
  readonly xx: number;
  readonly x: number;
  readonly of: 'r2' | 'r2Within';
}

function partsOf(asked: OsterSpec, fit: Fit, { design, columns }: Sample): OsterMoments {
  const [treatment] = columns([asked.treatment]) as readonly [NamedColumn];
  const always = columns(asked.mcontrols, { terms: [asked.treatment] });
  const controls = design.terms.filter(({ name }) => name !== treatment.name);
  const { name } = treatment;
  if (fit.dropped.some(({ term }) => term === name)) {
    throw new Refusal('dropped-term', `\`${name}\` was dropped, and has no coefficient to be explained away`, {
      param: 'oster',
      hint: 'leave `oster` out, or the terms that span it',
    });
  }
  const effects = design.absorb.map(compact);
  const solved = (outcome: NamedColumn, terms: readonly NamedColumn[]) =>
    regress({ ...design, outcome, terms } as Design, effects, true);
  const whole = solved(design.outcome, [treatment, ...controls]);
  const short = solved(design.outcome, [treatment, ...always]);
  const isWithin = fit.stats.r2Within !== undefined && fit.stats.r2 === fit.stats.r2Within;
  const total = whole.outcomeSquares(isWithin ? 'effects' : 'mean');
  const free = observations(design) - 1;
  const r = 1 - whole.rss() / total;
  const rmax = asked.rmax ?? Math.min(1, asked.rmaxMultiple! * r);
  if (!(rmax > r)) {
    throw new Refusal('bad-rmax', `expected R²max above the R² of the regression, ${r}, got ${rmax}`, {
      param: 'oster',
      hint: 'name a larger `rmax`: with unobservables more is explained',
    });
  }
  return {
    b0: short.fit.coefficients[1]!,
    r0: 1 - short.rss() / total,
    b: whole.fit.coefficients[1]!,
    r,
    rmax,
    yy: total / free,
    xx: solved(treatment, always).rss() / free,
    x: solved(treatment, controls).rss() / free,
    of: isWithin ? 'r2Within' : 'r2',
  };
}

/** δ for β, β* for δ, and the other roots of the equation that β* solves. */
function osterOf(
  { beta: forBeta, delta: forDelta, treatment }: OsterSpec,
  parts: OsterMoments,
): Oster & { isOfSign: boolean } {
  const { b0, r0, b, r, rmax, yy, xx, x, of } = parts;
  const gained = (r - r0) * yy;
  const left = (rmax - r) * yy;
  const moved = b0 - b;
  const gap = b - forBeta;
  const curved = gap * gap * gap * (x * xx - x * x);
  const above = gap * gained * x + gap * xx * x * moved * moved + 2 * gap * gap * (x * moved * xx) + curved;
  const below = left * moved * xx + gap * left * (xx - x) + gap * gap * (x * moved * xx) + curved;
  const delta: Stat = below === 0 ? { invalid: 'the coefficient does not move with the controls' } : above / below;
  const roots = realRoots([
    forDelta * left * moved * xx,
    forDelta * left * (xx - x) - gained * x - xx * x * moved * moved,
    x * moved * xx * (forDelta - 2),
    (forDelta - 1) * (x * xx - x * x),
  ]);
  const betas = roots.map((root) => b - root).sort((p, q) => Math.abs(p - b) - Math.abs(q - b));
  const side = Math.sign(b - b0);
  const chosen = betas.find((each) => Math.sign(each - b) === side) ?? betas[0];
  return {
    treatment,
    delta,
    beta: chosen ?? { invalid: 'the coefficient does not move with the controls' },
    betaAlternatives: betas.filter((each) => each !== chosen),
    forBeta,
    forDelta,
    rmax,
    r2: of,
    betaUncontrolled: b0,
    betaControlled: b,
    r2Uncontrolled: r0,
    r2Controlled: r,
    sigmaXx: xx,
    sigmaYy: yy,
    tauX: x,
    isOfSign: chosen === undefined || Math.sign(chosen - b) === side,
  };
}
