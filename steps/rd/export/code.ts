/** Declares the syntax in which R and Python differ when they call the functions for discontinuities, whose names and arguments they share. */

import type { Pair } from '../numbers/spec.ts';
import { discontinuitiesInPython } from './python.ts';
import { discontinuitiesInR } from './r.ts';

/** Arguments by name. */
export type Options = readonly (readonly [name: string, value: string])[];

/** Results of a call stand in `found`. */
export interface Code {
  readonly functions: string;
  readonly yes: string;
  readonly no: string;
  set(name: string, value: string): string;
  comment(text: string): string;
  call(name: string, values: readonly string[], options?: Options): string;
  pair(values: Pair): string;
  /** Values of the running variable at or above the cut-off, or below it. */
  limits(cutoff: number, above: boolean): string;
  /** Values from the first limit on and before the second, where there are such. */
  between(from: number | undefined, to: number | undefined): string;
  /** Values where a condition holds, missing elsewhere. */
  where(condition: string, values: string): string;
  /** The level of each value: the first below the first of ascending limits, then the one from each limit on. */
  step(values: string, limits: readonly number[], levels: readonly number[]): string;
  /** A list without values, one with a value more, and means by weights with the errors of independent values. */
  readonly empty: string;
  appended(list: string, value: string): string;
  weightedMean(values: string, weights: string): string;
  weightedError(errors: string, weights: string): string;
  /** Several columns of the data, named by a list. */
  matrix(names: string): string;
  /** A part of what was found, and the value of one at a place, from 0. */
  part(name: string): string;
  at(name: string, place: number): string;
}

const joined = (name: string, values: readonly string[], options: Options, sign: string): string =>
  `${name}(${[...values, ...options.map(([key, value]) => `${key}${sign}${value}`)].join(', ')})`;

export const codes: Readonly<Record<'r' | 'python', Code>> = {
  r: {
    functions: discontinuitiesInR,
    yes: 'TRUE',
    no: 'FALSE',
    set: (name, value) => `${name} <- ${value}`,
    comment: (text) => `# ${text}`,
    call: (name, values, options = []) => joined(name, values, options, ' = '),
    pair: ([below, above]) => `c(${below}, ${above})`,
    limits: (cutoff, above) => (above ? `c(${cutoff}, Inf)` : `c(-Inf, ${cutoff})`),
    between: (from, to) => `c(${from ?? '-Inf'}, ${to ?? 'Inf'})`,
    where: (condition, values) => `ifelse(${condition}, ${values}, NA)`,
    step: (values, limits, levels) => `c(${levels.join(', ')})[findInterval(${values}, c(${limits.join(', ')})) + 1]`,
    empty: 'c()',
    appended: (list, value) => `c(${list}, ${value})`,
    weightedMean: (values, weights) => `weighted.mean(${values}, ${weights})`,
    weightedError: (errors, weights) => `sqrt(sum((${weights} * ${errors})^2)) / sum(${weights})`,
    matrix: (names) => `as.matrix(d[${names}])`,
    part: (name) => `found$${name}`,
    at: (name, place) => `found$${name}[${place + 1}]`,
  },
  python: {
    functions: discontinuitiesInPython,
    yes: 'True',
    no: 'False',
    set: (name, value) => `${name} = ${value}`,
    comment: (text) => `# ${text}`,
    call: (name, values, options = []) => joined(name, values, options, '='),
    pair: ([below, above]) => `(${below}, ${above})`,
    limits: (cutoff, above) => (above ? `(${cutoff}, np.inf)` : `(-np.inf, ${cutoff})`),
    between: (from, to) => `(${from ?? '-np.inf'}, ${to ?? 'np.inf'})`,
    where: (condition, values) => `np.where(${condition}, ${values}, np.nan)`,
    step: (values, limits, levels) =>
      `np.append([${levels.join(', ')}], np.nan)[np.where(np.isnan(${values}), ${levels.length}, np.searchsorted([${limits.join(', ')}], ${values}, side="right"))]`,
    empty: '[]',
    appended: (list, value) => `[*${list}, ${value}]`,
    weightedMean: (values, weights) => `np.average(${values}, weights=${weights})`,
    weightedError: (errors, weights) => `np.sqrt(np.sum(np.multiply(${weights}, ${errors}) ** 2)) / np.sum(${weights})`,
    matrix: (names) => `d[${names}].to_numpy(dtype=float, na_value=np.nan)`,
    part: (name) => `found["${name}"]`,
    at: (name, place) => `found["${name}"][${place}]`,
  },
};
