/** Words the parts of a discontinuity that all languages share. */
import type { Fit, Stat } from '../../../src/econ/fit.ts';
import { isIndicators } from '../../../src/econ/formula/factor.ts';
import { columnsOfLevels, termOf } from '../../../src/econ/spec.ts';
import type { ReadNode } from '../../../src/export/kind.ts';
import { type Columns, columnOf, type WordedValue } from '../../../src/export/worded.ts';
import type { RdNodeSpec } from '../numbers/node-spec.ts';
import type { RdSpec } from '../numbers/spec.ts';

export const fitOf = (node: ReadNode): Fit => node.whole() as unknown as Fit;

export const covariatesOf = ({ covariates }: RdSpec, columns: Columns): string[] =>
  covariates.map((text) => columnOf(columns, text));

/** Why no language has words for it; undefined where they have. */
export function unwritten(node: ReadNode, spec: RdNodeSpec): string | undefined {
  if (spec.method !== 'polynomials' && spec.method !== 'checks' && spec.method !== 'cutoffs') return undefined;
  if (spec.covariates.some((text) => termOf(text).some(isIndicators)))
    return 'indicators as covariates of a discontinuity are not written';
  if (spec.cluster !== null && columnsOfLevels(spec.cluster).length > 1)
    return 'clusters of several columns are not written';
  if (fitOf(node).warnings.some(({ code }) => code === 'collinear'))
    return 'a covariate was dropped, which the commands of the language keep';
  return undefined;
}

/** The coefficient and the error of a term. */
export function valuesOf(terms: Fit['terms'], term: string, estimate: string, error: string): WordedValue[] {
  const found = terms.find((each) => each.term === term);
  if (found === undefined) return [];
  const scale = Math.max(Math.abs(found.estimate), typeof found.stdError === 'number' ? found.stdError : 0);
  return [
    { cell: `${term}: coefficient`, code: estimate, value: found.estimate, scale },
    { cell: `${term}: standard error`, code: error, value: found.stdError },
  ];
}

/** Statistics by the code that finds them. */
export const statValues = (
  stats: Readonly<Record<string, Stat | undefined>>,
  codes: readonly (readonly [name: string, code: string])[],
): WordedValue[] =>
  codes.map(([name, code]) => ({ cell: name, code, value: stats[name], scale: scaleOf(stats[name]) }));

/** Statistics near zero, as ranks in balance, differ by rounding. */
const scaleOf = (value: Stat | undefined): number | undefined =>
  typeof value === 'number' ? Math.max(Math.abs(value), 1e-3) : undefined;
