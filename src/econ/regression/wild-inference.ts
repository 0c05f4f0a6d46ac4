/** A clustered fit whose p-values and intervals are the wild bootstrap's. */
import { Refusal } from '../../base/problem.ts';
import type { WildSpec } from '../design.ts';
import type { Estimate, Fit, Stat, TestResult } from '../fit.ts';
import { levelMarks, numberedByValues } from '../panel/drawing-order.ts';
import type { Effect } from '../panel/effects.ts';
import { fewReplications } from '../vcov/inference.ts';
import { type WildInputs, wildBootstrap } from '../vcov/wild-bootstrap.ts';

export interface WildContext extends Omit<WildInputs, 'cluster'> {
  readonly clusters: readonly Effect[];
}

const uncovered: Stat = { invalid: 'the constant of absorbed effects is not bootstrapped' };

/** Replaces p-values and intervals term by term, and lists each bootstrap in `tests`. O(K(NK + B·G·K)), B replications (wild-bootstrap.ts). */
export function withWildInference(fit: Fit, context: WildContext): Fit {
  const { regression, clusters, wild } = context;
  if (clusters.length !== 1) {
    throw new Refusal('wild-clusters', `the wild bootstrap has one cluster variable, got ${clusters.length}`, {
      param: 'vcov',
    });
  }
  const { outcome, terms: regressors } = regression.design;
  const cluster = numberedByValues(clusters[0]!, levelMarks([outcome, ...regressors], regression.effects));
  const tests: TestResult[] = [];
  const terms = fit.terms.map((row, j): Estimate => {
    if (typeof row.statistic !== 'number') return row;
    const isConstant = j === regression.terms.length;
    if (isConstant && regression.effects.length > 0)
      return { ...row, pValue: uncovered, confLow: uncovered, confHigh: uncovered };
    const at = isConstant ? 0 : j + regression.constants;
    const { pValue, confLow, confHigh, reps, enumerated } = wildBootstrap({ ...context, cluster }, at);
    const shared = { statistic: row.statistic, pValue, confLow, confHigh };
    tests.push({ name: 'wild-bootstrap', term: row.term, ...shared, reps, enumerated, weights: wild.weights });
    return { ...row, pValue, confLow, confHigh };
  });
  const drawn = tests[0] === undefined ? '' : wildWords(tests[0], wild);
  return {
    ...fit,
    terms,
    vcovInfo: { ...fit.vcovInfo, text: `wild(${cluster.name})`, small: `${fit.vcovInfo.small}${drawn}` },
    tests: [...fit.tests, ...tests],
    warnings: [...fit.warnings, ...(tests[0] === undefined ? [] : fewDraws(tests[0]))],
  };
}

function fewDraws({ enumerated, reps }: TestResult): Fit['warnings'] {
  const more = enumerated === true ? '`weights = webb` has more draws of so few clusters' : '`reps = 9999` is usual';
  return fewReplications(reps as number, more);
}

const weightNames = { rademacher: 'Rademacher', webb: 'Webb' } as const;

function wildWords({ enumerated, reps }: TestResult, { weights }: WildSpec): string {
  const how = enumerated === true ? `all ${reps} sign changes` : `${reps} draws, ${weightNames[weights]} weights`;
  return `; p-values and intervals by wild cluster bootstrap, null imposed (${how})`;
}
