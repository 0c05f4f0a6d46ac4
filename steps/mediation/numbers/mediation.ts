/** Mediation in two or three steps: the effect of a treatment through a mediator, and its tests. */
import { Refusal } from '../../../src/base/problem.ts';
import type { Data } from '../../../src/econ/data.ts';
import { normal, twoSided } from '../../../src/econ/distributions/distributions.ts';
import type { BootstrapInterval } from '../../../src/econ/draws/interval.ts';
import { estimate } from '../../../src/econ/estimate.ts';
import type { Estimate, Fit, Stat } from '../../../src/econ/fit.ts';
import { Workspace } from '../../../src/econ/linalg/workspace.ts';
import { fit as fitLinear } from '../../../src/econ/linear/fit.ts';
import { termName } from '../../../src/econ/sample/terms.ts';
import { type ModelSpec, termOf } from '../../../src/econ/spec.ts';
import { type MediationSpec, mediationModels } from './spec.ts';

export interface ProductTest {
  readonly stdError: Stat;
  readonly statistic: Stat;
  readonly pValue: Stat;
}

export interface MediationBootstrap extends BootstrapInterval {
  /** Draws that did not identify both coefficients, and were left out. */
  readonly failed: number;
  readonly level: number;
  readonly clusters: { readonly name: string | null; readonly count: number };
}

export interface Mediation {
  readonly treatment: string;
  readonly mediator: string;
  readonly steps: { readonly total: Fit; readonly mediator: Fit; readonly outcome?: Fit };
  /** Treatment → mediator. */
  readonly a: number;
  /** Mediator → outcome, the treatment held. */
  readonly b: Stat;
  /** ab */
  readonly indirect: Stat;
  /** c' */
  readonly direct: Stat;
  /** c */
  readonly total: number;
  /** ab/c */
  readonly shareMediated: Stat;
  /** ab/c' */
  readonly ratioIndirectDirect: Stat;
  /** Is true where direct and indirect effect have opposite signs, so that the share has no meaning: ab/c < 0. */
  readonly suppression: boolean;
  readonly sobel: ProductTest;
  readonly aroian: ProductTest;
  readonly goodman: ProductTest;
  readonly bootstrap: MediationBootstrap | null;
}

/**
 * Regressions of the outcome on the treatment (c), of the mediator on it (a), and of the outcome on both (c' and b), over the same rows (Baron
 * & Kenny 1986); the tests of ab by Sobel (1982), Aroian (1947) and Goodman (1960) rest on the standard errors of the covariance that the
 * regressions have. Refuses where a regression leaves out treatment or mediator, or others than the next, so that c − c' is not ab.
 */
export function mediate(
  spec: MediationSpec,
  data: Data,
  bootstrap: MediationBootstrap | null = null,
  workspace: Workspace = new Workspace(),
): Mediation {
  const models = mediationModels(spec);
  const fitOf = (model: ModelSpec): Fit => estimate(model, data, fitLinear, workspace);
  const [treatment, m] = [spec.treatment, spec.mediator].map((text) => termName(termOf(text))) as [string, string];
  const total = fitOf(models.total);
  const mediator = fitOf(models.mediator);
  const c = rowOf(total, treatment, 'treatment').estimate;
  const a = rowOf(mediator, treatment, 'treatment');
  const known = { treatment, mediator: m, a: a.estimate, total: c, bootstrap };
  if (spec.steps === 2) return { ...known, steps: { total, mediator }, ...withoutOutcome };
  const outcome = fitOf(models.outcome);
  const b = rowOf(outcome, m, 'mediator');
  const direct = rowOf(outcome, treatment, 'treatment').estimate;
  const indirect = a.estimate * b.estimate;
  requireSameTerms(total, outcome, m);
  requireIdentity(c, direct, indirect, m);
  return {
    ...known,
    steps: { total, mediator, outcome },
    b: b.estimate,
    indirect,
    direct,
    shareMediated: ratio(indirect, c, 'the total effect is zero'),
    ratioIndirectDirect: ratio(indirect, direct, 'the direct effect is zero'),
    suppression: indirect * c < 0,
    sobel: productTest(a, b, 0),
    aroian: productTest(a, b, 1),
    goodman: productTest(a, b, -1),
  };
}

const twoSteps: Stat = { invalid: 'two steps do not regress the outcome on the mediator' };
const noTest: ProductTest = { stdError: twoSteps, statistic: twoSteps, pValue: twoSteps };
const withoutOutcome = {
  b: twoSteps,
  indirect: twoSteps,
  direct: twoSteps,
  shareMediated: twoSteps,
  ratioIndirectDirect: twoSteps,
  suppression: false,
  sobel: noTest,
  aroian: noTest,
  goodman: noTest,
} as const;

function rowOf(fit: Fit, term: string, param: 'treatment' | 'mediator'): Estimate {
  const found = fit.terms.find((row) => row.term === term);
  if (found !== undefined) return found;
  const dropped = fit.dropped.find((each) => each.term === term);
  const why = dropped === undefined ? '' : ` (${dropped.why}${dropped.detail === '' ? '' : `: ${dropped.detail}`})`;
  const message = `\`${term}\` was dropped from the regression of \`${fit.outcome}\`${why}, so that there is no effect to take apart`;
  throw new Refusal('mediation-dropped', message, { param });
}

/** A mediator that other terms span takes the place of one of them, whose effect it then is. */
function requireSameTerms(total: Fit, outcome: Fit, mediator: string): void {
  const left = outcome.dropped.find(({ term }) => !total.dropped.some((each) => each.term === term));
  if (left === undefined) return;
  const message = `\`${mediator}\` is collinear with the other terms: beside it, \`${left.term}\` was dropped`;
  throw new Refusal('mediation-collinear', message, { param: 'mediator', hint: 'leave one of them out with `drop`' });
}

/** Rounding of a regression of moderate condition. */
const IDENTITY_TOLERANCE = 1e-6;

function requireIdentity(c: number, direct: number, indirect: number, mediator: string): void {
  const size = Math.abs(c) + Math.abs(direct) + Math.abs(indirect);
  if (Math.abs(c - direct - indirect) <= IDENTITY_TOLERANCE * size) return;
  const message = `total less direct effect is ${c - direct}, and the indirect effect ${indirect}: the regressions leave out different terms`;
  const hint = `is \`${mediator}\` almost collinear with the other terms?`;
  throw new Refusal('mediation-identity', message, { param: 'mediator', hint });
}

const ratio = (numerator: number, denominator: number, why: string): Stat =>
  denominator === 0 ? { invalid: why } : numerator / denominator;

/** z of ab by the delta method, with `more` times the product of both variances. */
function productTest(a: Estimate, b: Estimate, more: -1 | 0 | 1): ProductTest {
  const unknown = (invalid: string): ProductTest => {
    return { stdError: { invalid }, statistic: { invalid }, pValue: { invalid } };
  };
  const [seA, seB] = [a.stdError, b.stdError];
  if (typeof seA !== 'number') return unknown(seA.invalid);
  if (typeof seB !== 'number') return unknown(seB.invalid);
  const [x, y] = [a.estimate * seB, b.estimate * seA];
  const variance = x * x + y * y + more * seA * seA * seB * seB;
  if (variance < 0) return unknown('the variance is negative');
  if (variance === 0) return unknown('the standard error is zero');
  const stdError = Math.sqrt(variance);
  const statistic = (a.estimate * b.estimate) / stdError;
  return { stdError, statistic, pValue: twoSided(normal, statistic) };
}
