/** Extended two-way fixed effects: one regression with an indicator for every treated cell of cohort and period, linear, logit or Poisson (Wooldridge 2021; 2023, Econometrics J. 26:C31). */
import { Refusal } from '../../../src/base/problem.ts';
import type { Design, NamedColumn } from '../../../src/econ/design.ts';
import type { Sample } from '../../../src/econ/estimator.ts';
import type { Fit, Warning } from '../../../src/econ/fit.ts';
import { binaryFit } from '../../../src/econ/likelihood/binary.ts';
import { logistic, logisticLatent } from '../../../src/econ/likelihood/latents.ts';
import { fit as fitPoisson } from '../../../src/econ/poisson/fit.ts';
import { fitLinear } from '../../../src/econ/regression/ols.ts';
import { cellMeans, type EffectCell } from './cell-means.ts';
import { comparisonRows } from './comparison-rows.ts';
import { type CellColumns, extendedColumns } from './etwfe-columns.ts';
import { type EventStudy, fitOfRegression, preTrend } from './result.ts';
import { cohortIn, type DidSample, periodIn } from './sample.ts';
import type { DidSpec } from './spec.ts';

/** A mean of the outcome by its index, with its slope. */
interface Mean {
  readonly value: (index: number) => number;
  readonly slope: (index: number) => number;
}

type Family = NonNullable<DidSpec['family']>;

const means: Readonly<Record<Family, Mean>> = {
  linear: { value: (z) => z, slope: () => 1 },
  logit: { value: logistic, slope: (z) => logistic(z) * logistic(-z) },
  poisson: { value: Math.exp, slope: Math.exp },
};

const estimates: Readonly<Record<Family, (design: Design, sample: DidSample) => Fit>> = {
  linear: (design, { cluster }) =>
    fitLinear(design, {
      vcov: { is: 'cluster', by: [cluster.name] },
      small: 'reghdfe',
      clusters: [cluster],
      time: null,
    }),
  logit: (design, { cluster }) =>
    binaryFit(design, { is: 'cluster', by: [cluster.name] }, [cluster], { ...logisticLatent, estimator: 'etwfe' }, null)
      .fit,
  poisson(design, { cluster }) {
    const spec = { vcov: { is: 'cluster', by: [cluster.name] } };
    return fitPoisson({ spec, design, clusters: [cluster], columns: () => [] } as unknown as Sample);
  },
};

/**
 * Regresses the outcome on cohorts, periods, covariates, their products with both, and cells with their products with covariates. An effect is the mean
 * over the rows of its cell of the fitted outcome less that without the cell's terms; errors by the delta method, clustered. Unit effects in the place of cohorts
 * give the same linear coefficients in a balanced panel.
 */
export function etwfe(spec: DidSpec, all: DidSample) {
  const family = spec.family ?? 'linear';
  const chosen = comparisonRows(spec, all);
  const { sample, leftOut } = chosen;
  const { others, cells, bases } = extendedColumns(sample, spec.control === 'never');
  const terms = [...others, ...cells.flatMap(({ columns }) => columns)];
  const fit = estimates[family](
    { nobs: sample.nobs, outcome: sample.outcome, terms, constant: true, absorb: [] },
    sample,
  );
  const names = fit.terms.map(({ term }) => term);
  const kept = cells.filter(({ columns }) => names.includes(columns[0]!.name));
  if (kept.length === 0)
    throw new Refusal('no-variation', 'cells of cohort and period are collinear with cohorts and periods', {
      param: 'cohort',
    });
  const effects = effectsOf(kept, terms, fit, means[family]);
  const found = cellMeans(effects, fit.vcov, fit.dfResid, spec);
  const warnings: Warning[] = [
    ...sample.warnings,
    ...chosen.warnings,
    ...lostWarnings(cells, kept, sample),
    ...fit.warnings.filter(({ code, message }) => code === 'few-clusters' && !message.startsWith('F(')),
  ];
  const comparesBases = spec.control === 'never';
  const studies = comparesBases && fit.vcov.length > 0;
  const ofAll = (): EventStudy => cellMeans(effects, fit.vcov, fit.dfResid, { events: null }).eventStudy;
  return {
    ...found,
    method: 'etwfe',
    family,
    coefficients: kept.map(({ columns: [cell] }) => {
      const { term: name, ...row } = fit.terms[names.indexOf(cell!.name)]!;
      return { name, ...row };
    }),
    eventStudy: studies
      ? found.eventStudy
      : { invalid: 'effects before treatment are not estimated: write `control: never`' },
    nClusters: fit.nclusters,
    kCounted: fit.stats.kCounted,
    nobs: sample.nobs,
    leftOut,
    warnings,
    fit: fitOfRegression(found, sample, fit, {
      method: 'etwfe',
      ...(comparesBases && { tests: [preTrend(ofAll(), bases, fit.dfResid)] }),
      rowsLost: sample.rowsLost,
      warnings,
    }),
  };
}

/** Effects of cells with their derivatives by the coefficients that the fit has. */
function effectsOf(cells: readonly CellColumns[], terms: readonly NamedColumn[], fit: Fit, mean: Mean): EffectCell[] {
  const columns = fit.terms.map(({ term }) => terms.find(({ name }) => name === term)?.values ?? null);
  const at = (j: number, i: number): number => columns[j]?.[i] ?? 1;
  const k = fit.terms.length;
  return cells.map(({ group, time, rows, columns: own }) => {
    const isOwn = fit.terms.map(({ term }) => own.some(({ name }) => name === term));
    const gradient = new Float64Array(k);
    let estimate = 0;
    for (const i of rows) {
      let [index, part] = [0, 0];
      for (let j = 0; j < k; j++) {
        const value = fit.terms[j]!.estimate * at(j, i);
        index += value;
        if (isOwn[j]) part += value;
      }
      estimate += (mean.value(index) - mean.value(index - part)) / rows.length;
      const [slope, without] = [mean.slope(index), mean.slope(index - part)];
      for (let j = 0; j < k; j++) {
        gradient[j] = gradient[j]! + ((slope - (isOwn[j] ? 0 : without)) * at(j, i)) / rows.length;
      }
    }
    return { group, time, rows: rows.length, estimate, gradient };
  });
}

function lostWarnings(wanted: readonly CellColumns[], kept: readonly CellColumns[], sample: DidSample): Warning[] {
  const lost = wanted.filter((cell) => !kept.includes(cell));
  if (lost.length === 0) return [];
  const named = lost
    .slice(0, 4)
    .map(({ group, time }) => `${cohortIn(sample, group)} in ${periodIn(sample, time)}`)
    .join(', ');
  const more = lost.length > 4 ? ` and ${lost.length - 4} more` : '';
  return [
    { code: 'cell-missing', message: `no effect of the cohorts ${named}${more} (collinear): aggregates go without` },
  ];
}
