/** A discontinuity as a fit, which tables, claims and figures read as that of any model. */
import type { Estimate, Fit, Stat, Warning } from '../../../src/econ/fit.ts';
import { type Discontinuity, discontinuity } from './discontinuity.ts';
import { type Binned, binned } from './plotted/bins.ts';
import { type Curve, curveOf } from './plotted/curve.ts';
import type { RdSample } from './sample.ts';
import type { Side } from './side.ts';
import type { Pair, RdDesign, RdSpec } from './spec.ts';

/** Holds what stands beside the fit and a figure shows. */
export interface RdRecords {
  readonly plot: Pick<Binned, 'bins' | 'counts'> & {
    readonly cutoff: number;
    readonly curves: readonly Curve[];
    readonly running: string;
  };
}

export interface RdResult extends RdRecords {
  readonly fit: Fit;
}

/** Below it the jump of take-up is weak (Stock & Yogo's rule of thumb, for one instrument). */
const weakF = 10;

export function rdFit(spec: RdSpec, sample: RdSample): RdResult {
  const { sides } = sample;
  const found = discontinuity(sides, designFor(spec, sides));
  const warnings = [...sample.warnings, ...warningsOf(spec, sample, found)];
  return { fit: fitOf(spec, sample, found, warnings), plot: plotOf(spec, sides) };
}

/** The design with the bandwidth of the outcome's jump alone where everybody, or nobody, on a side is treated. */
export function designFor(spec: RdSpec, sides: readonly [Side, Side]): RdDesign {
  const isPerfect = spec.takeUp !== null && sides.some(({ takeUp }) => isConstant(takeUp!));
  return { ...spec, sharpBandwidth: spec.sharpBandwidth || isPerfect };
}

const isConstant = (values: Float64Array): boolean => values.every((value) => value === values[0]);

function warningsOf({ takeUp }: RdSpec, { covariates }: RdSample, found: Discontinuity): Warning[] {
  const warnings: Warning[] = [];
  if (takeUp !== null && found.firstStage !== null) {
    const f = square(found.firstStage / found.firstStageError!);
    if (!(f >= weakF)) {
      const message = `the jump of \`${takeUp}\` at the cut-off is weak: F = ${f.toFixed(2)}`;
      warnings.push({
        code: 'weak-first-stage',
        message,
        hint: 'intervals of a ratio with a weak denominator are too short',
      });
    }
  }
  for (const j of found.droppedCovariates) {
    const message = `\`${covariates[j]!}\` was dropped from the covariates, which the others span`;
    warnings.push({ code: 'collinear', message });
  }
  return warnings;
}

function fitOf(spec: RdSpec, sample: RdSample, found: Discontinuity, warnings: readonly Warning[]): Fit {
  const { h, b, nobs, nobsH, nobsB, effects } = found;
  const terms = Object.entries(effects).map(
    ([term, { low, high, ...rest }]): Estimate => ({ term, ...rest, confLow: low, confHigh: high }),
  );
  const clusters = found.clusters?.[2] ?? null;
  const total = nobs[0] + nobs[1];
  return Object.freeze({
    estimator: 'rd',
    outcome: spec.outcome,
    terms,
    vcov: [],
    vcovInfo: errorsOf(spec, clusters),
    nobs: total,
    ngroups: null,
    nclusters: clusters,
    dfResid: null,
    inference: 'z' as const,
    absorbed: [],
    stats: {
      n: total,
      ...pairStats('h', h, common),
      ...pairStats('b', b, common),
      ...pairStats('n', nobs),
      ...pairStats('nWithin', nobsH, (left, right) => left + right),
      ...pairStats('nBias', nobsB, (left, right) => left + right),
      ...pairStats('unique', found.unique),
      ...sideStats(found, spec),
    },
    tests: [],
    dropped: [],
    rowsLost: sample.rowsLost,
    warnings,
  });
}

export function errorsOf({ vce, matches, cluster }: RdSpec, clusters: number | null): Fit['vcovInfo'] {
  if (clusters !== null) {
    return { type: 'CRV1', text: `cluster(${cluster})`, clusters: [{ name: cluster!, count: clusters }], small: '' };
  }
  if (vce === 'nn') return { type: 'NN', text: `nn(${matches})`, clusters: [], small: '', neighbours: matches };
  return { type: vce.toUpperCase(), text: vce.toUpperCase(), clusters: [], small: '' };
}

/** Gives what both sides' polynomials are at the cut-off, for a kink their slopes, and the jump of take-up. */
function sideStats(
  { coefficients, firstStage, firstStageError }: Discontinuity,
  { deriv }: RdSpec,
): Record<string, Stat> {
  const atCutoff = { below: coefficients[0][deriv]!, above: coefficients[1][deriv]! };
  if (firstStage === null) return atCutoff;
  return { ...atCutoff, firstStage, firstStageF: square(firstStage / firstStageError!) };
}

/** One bandwidth for both sides. */
const common = (left: number, right: number): Stat =>
  left === right ? left : { invalid: 'the sides have bandwidths of their own' };

function pairStats(
  name: string,
  [left, right]: Pair,
  both?: (left: number, right: number) => Stat,
): Record<string, Stat> {
  return { ...(both && { [name]: both(left, right) }), [`${name}Below`]: left, [`${name}Above`]: right };
}

const square = (x: number): number => x * x;

function plotOf(spec: RdSpec, sides: readonly [Side, Side]): RdRecords['plot'] {
  const { bins, counts, fits } = binned(sides, spec.bins, spec.binCount, spec.curve);
  return {
    cutoff: spec.cutoff,
    running: spec.running,
    counts,
    bins: bins.map((bin) => ({ ...bin, centre: bin.centre + spec.cutoff, meanX: bin.meanX + spec.cutoff })),
    curves: sides.map((side, i) => curveOf(side, fits[i]!, spec.cutoff)),
  };
}
