/** Compiles the keys that estimators with instruments share: two-stage least squares and the k-class. */

import type { CompiledKeys, Estimator, FitWords, SpecProblem, WrittenColumn } from '../../estimator.ts';
import { compileLinear } from './linear.ts';

/** Refuses an equation without instruments, which `name` needs. */
export function compileIv(name: string, column: WrittenColumn): CompiledKeys {
  const { problems, ...compiled } = compileLinear(column);
  if (column.equation.iv !== null) return { problems, ...compiled };
  const message = `\`${name}\` needs instruments, and the formula has none`;
  const hint = 'name them with `iv: endogenous ~ instruments`, or as the last part of `fit`';
  return { problems: [{ field: 'estimator', code: 'unsupported', message, hint }], ...compiled };
}

export const kClassWeights: NonNullable<Estimator['weights']> = ['analytic', 'frequency', 'probability'];

/** Compiles a k-class estimator: the keys of two-stage least squares, and options of its own. */
export function compileKClass(
  name: string,
  column: WrittenColumn,
  estimator: NonNullable<CompiledKeys['estimator']>,
  wrong: readonly SpecProblem[] = [],
): CompiledKeys {
  const { problems, ...compiled } = compileIv(name, column);
  return { ...compiled, estimator, problems: [...problems, ...wrong] };
}

export const kClassWords = (note: FitWords['note'], usual: readonly string[]): FitWords => ({
  note,
  stats: {
    kappa: { en: 'κ', zh: 'κ', csv: 'Kappa' },
    kappaLiml: { en: 'κ of the likelihood', zh: '似然的 κ', csv: 'Kappa of the likelihood' },
    arOverid: { en: 'Anderson–Rubin overidentification', zh: 'Anderson–Rubin 过度识别', csv: 'Anderson-Rubin overid.' },
    basmannF: { en: 'Basmann F', zh: 'Basmann F', csv: 'Basmann F' },
  },
  usual,
});
