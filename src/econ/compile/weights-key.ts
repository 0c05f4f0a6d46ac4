/** Reads the key `weights`: a variable, or `{frequency: …}` and its like. */
import { quoted } from '../../base/text/quoted.ts';
import { inText } from '../../base/text/text-problem.ts';
import type { WeightKind } from '../design.ts';
import type { Estimator, SpecProblem, WrittenColumn } from '../estimator.ts';
import { type Factor, printTerm } from '../formula/factor.ts';
import { parseTerm } from '../formula/formula.ts';
import type { Reference } from '../formula/term-parser.ts';
import type { WeightsSpec } from '../spec.ts';
import type { KeyProblem, WeightsKey } from './keys.ts';

export interface CompiledWeights {
  readonly weights?: WeightsSpec;
  readonly references: readonly Reference[];
  /** Below the key, where the variable stands. */
  readonly below: readonly string[];
  readonly problems: readonly KeyProblem[];
}

export const weightKinds: readonly WeightKind[] = ['analytic', 'frequency', 'probability'];

/** A variable is a column, its lag or a function, and has no levels; the schema has seen to the kinds. */
export function compileWeights(key: WeightsKey): CompiledWeights {
  if (key === false) return { references: [], below: [], problems: [] };
  const kinds = typeof key === 'string' ? [] : weightKinds.filter((kind) => key[kind] !== undefined);
  const [is = 'analytic', ...others] = kinds;
  const text = typeof key === 'string' ? key : key[is]!;
  const below = typeof key === 'string' ? [] : [is];
  const fail = (problem: Omit<KeyProblem, 'key'>): CompiledWeights => ({
    references: [],
    below,
    problems: [{ ...problem, key: 'weights' }],
  });
  if (others.length > 0) {
    const message = `expected one kind of weights, got ${quoted(kinds)}`;
    return fail({ code: 'bad-weights', message, hint: 'as in `weights: {frequency: w}`' });
  }
  const parsed = parseTerm(text);
  if (!parsed.ok) return fail({ ...inText(parsed.problems[0]), below });
  const [factor, ...more] = parsed.term;
  if (more.length > 0 || !isVariable(factor)) {
    const message = `expected one variable as weights, got \`${text}\``;
    const hint = 'a column, a lag or a function; others are made with `derive` where the data is read';
    return fail({ code: 'bad-weights', message, below, hint });
  }
  return { weights: { is, of: printTerm(parsed.term) }, references: parsed.references, below, problems: [] };
}

const isVariable = ({ is }: Factor): boolean => is === 'column' || is === 'shift' || is === 'function';

/** Returns the problems of weights in a column of this estimator. */
export function weightProblems(
  estimator: Estimator,
  column: Pick<WrittenColumn, 'weights' | 'winsorize' | 'trim'>,
): SpecProblem[] {
  const { weights } = column;
  if (weights === undefined) return [];
  const { is } = weights;
  const taken = estimator.weights ?? [];
  if (!taken.includes(is)) {
    const others = taken.length === 0 ? 'it takes none' : `it takes ${taken.join(' and ')} weights`;
    const message = `\`${estimator.name}\` does not take ${is} weights; ${others}`;
    const hint = taken.length === 0 ? '`weights: false` leaves them out' : `as in \`weights: {${taken[0]}: w}\``;
    return [{ field: 'weights', code: 'unsupported-weights', message, hint }];
  }
  if (is !== 'frequency') return [];
  return (['winsorize', 'trim'] as const).flatMap((field): SpecProblem[] => {
    if ((column[field] ?? null) === null) return [];
    const message = `\`${field}\` is not supported with frequency weights: percentiles here are of rows, whatever these stand for`;
    return [{ field, code: 'unsupported', message, hint: 'cut the values with `derive` where the data is read' }];
  });
}

/** The covariance as asked for: with probability weights it is never homoskedastic. */
export const weightedVcov = <V extends WrittenColumn['vcov']>(
  vcov: V,
  weights: WeightsSpec | undefined,
): V | WrittenColumn['vcov'] => (weights?.is === 'probability' && vcov.is === 'iid' ? { is: 'robust' } : vcov);
