/** The power of an experiment for each of its effects, by simulation and by formula. */
import { completeRows, pick } from '../../../../src/econ/sample/rows.ts';
import { type ExperimentDesign, pickDesign } from '../design.ts';
import type { ExperimentEffect } from '../effects.ts';
import type { PowerSpec } from '../redrawn/spec.ts';
import { type Experiment, outcomesOf } from '../sample.ts';
import type { PowerDraw } from './draws.ts';
import { detectableOfClusters, detectableOfMeans } from './formulas.ts';
import { gridOf, simulatedPower } from './simulated.ts';

export interface Power {
  readonly variable: string;
  readonly outcome: string;
  readonly arm: string;
  /** Rows of the arm and of the control, and the standard deviation within arms. */
  readonly nArm: number;
  readonly nControl: number;
  readonly sd: number;
  /** The share of the variance that lies between clusters; absent where rows were assigned. */
  readonly icc?: number;
  /** The minimum detectable effect by simulation, and by the formula for two means, or for clusters of equal size. */
  readonly mde: number;
  readonly mdeFormula?: number;
  /** The chance with which the minimum detectable effect is found. */
  readonly target: number;
  /** The share of draws in which the test rejects without an effect. */
  readonly size: number;
  readonly effects: readonly number[];
  readonly power: readonly number[];
  readonly draws: number;
}

/** Powers of all effects; `drawn[e]` those of effect e. */
export function powerOf(
  { effects: asked, level, target }: PowerSpec,
  experiment: Experiment,
  effects: readonly ExperimentEffect[],
  drawn: readonly (readonly PowerDraw[])[],
): Power[] {
  const { design, columns } = experiment;
  const outcomes = outcomesOf(experiment);
  return effects.map(({ variable, outcome, arm }, e) => {
    const found = simulatedPower(drawn[e]!, [], target);
    const grid = asked ?? gridOf(found.mde);
    const values = outcomes.find(({ name }) => name === outcome)!.values;
    const rows = completeRows([values, ...columns.covariates.map(({ values: x }) => x)]);
    return {
      ...{ variable, outcome, arm },
      ...byFormula(pickDesign(design, rows), design.terms.indexOf(arm), pick(values, rows), target, level),
      ...simulatedPower(drawn[e]!, grid, target),
      effects: grid,
      target,
    };
  });
}

/** Formulas are of one arm beside the control, each of whose rows or clusters counts alike. */
function byFormula(
  design: ExperimentDesign,
  term: number,
  y: Float64Array,
  target: number,
  level: number,
): Pick<Power, 'nArm' | 'nControl' | 'sd' | 'icc' | 'mdeFormula'> {
  const { arm, coding, clusters, clustered, weights } = design;
  const treated = coding[term]!;
  const count = (is: (own: number) => boolean): number => arm.filter(is).length;
  const nArm = count((own) => treated[own] === 1);
  const nControl = count((own) => own === 0);
  const { sd, icc } = moments(design, y);
  const isPair = coding.filter((codes) => codes.some((code, a) => code === 1 && treated[a] === 1)).length === 1;
  if (!isPair || weights !== null) return { nArm, nControl, sd, ...(icc === null ? {} : { icc }) };
  if (icc === null || !clustered) {
    const mdeFormula = detectableOfMeans(target, { n: [nArm, nControl], sd, level });
    return { nArm, nControl, sd, mdeFormula };
  }
  const armOf = new Map(Array.from(clusters!.codes, (code, i) => [code, arm[i]!]));
  const inArm = [...armOf.values()].filter((own) => treated[own] === 1).length;
  const inControl = [...armOf.values()].filter((own) => own === 0).length;
  const both = inArm + inControl;
  const equal = { clusters: both, size: (nArm + nControl) / both, share: inArm / both, icc, sd, level };
  return { nArm, nControl, sd, icc, mdeFormula: detectableOfClusters(target, equal).mde };
}

/** The standard deviation within arms, and the intraclass correlation by the analysis of variance, not below 0; null where rows were assigned. */
function moments(
  { arm, arms, clusters, clustered }: ExperimentDesign,
  y: Float64Array,
): { sd: number; icc: number | null } {
  const residuals = withoutMeans(y, arm, arms.length);
  const n = y.length;
  const total = residuals.reduce((sum, e) => sum + e * e, 0);
  const sd = Math.sqrt(total / (n - arms.length));
  if (clusters === null || !clustered) return { sd, icc: null };
  const groups = clusters.levels.length;
  const sizes = new Float64Array(groups);
  for (const code of clusters.codes) sizes[code] = sizes[code]! + 1;
  const inside = withoutMeans(residuals, clusters.codes, groups).reduce((sum, e) => sum + e * e, 0);
  const within = inside / (n - groups);
  const between = (total - inside) / (groups - arms.length);
  const size = (n - sizes.reduce((sum, m) => sum + m * m, 0) / n) / (groups - 1);
  const icc = (between - within) / (between + (size - 1) * within);
  return { sd, icc: Math.max(0, icc) };
}

function withoutMeans(y: Float64Array, codes: Int32Array, groups: number): Float64Array {
  const [sums, counts] = [new Float64Array(groups), new Float64Array(groups)];
  for (let i = 0; i < y.length; i++) {
    sums[codes[i]!] = sums[codes[i]!]! + y[i]!;
    counts[codes[i]!] = counts[codes[i]!]! + 1;
  }
  return y.map((value, i) => value - sums[codes[i]!]! / counts[codes[i]!]!);
}
