/** Lines that make the columns of an experiment's design: its arms, strata, clusters and weights, and whose outcome is missing. */
import { columnsOfLevels } from '../../../src/econ/spec.ts';
import type { ReadNode } from '../../../src/export/kind.ts';
import { type Columns, columnOf } from '../../../src/export/worded.ts';
import type { ExperimentSpec, IndexSpec } from '../numbers/spec.ts';
import {
  indexOutcomes,
  isIndicator,
  lostOutcomes,
  missingColumn,
  type Names,
  resultOf,
  type SubgroupEquation,
  termsOf,
} from './equations.ts';

/** Statements of a language about the data in use. */
export interface Statements {
  assign(column: string, code: string): string;
  /** 1 where a condition holds, else 0. */
  indicator(condition: string): string;
  isMissing(column: string): string;
  keep(conditions: readonly string[]): string;
  complete(columns: readonly string[]): string;
  /** Levels of several columns together. */
  joined(column: string, of: readonly string[]): string;
}

/** The columns of an index, as code makes it. */
export interface IndexCode {
  readonly outcomes: readonly string[];
  readonly reversed: readonly string[];
  readonly arms: readonly string[];
  readonly method: IndexSpec['method'];
  /** True where the control's covariance alone weighs them. */
  readonly ofControl: boolean;
}

/** Lines that make indices of outcomes. */
export const indexLines = (
  spec: ExperimentSpec,
  { arms }: Names,
  columns: Columns,
  assign: (column: string, of: IndexCode) => string,
): readonly string[] =>
  indexOutcomes(spec, columns).map(({ column }, i) => {
    const { of, reverse, method, covariance } = spec.indices[i]!;
    const [outcomes, reversed] = [of, reverse].map((terms) => terms.map((term) => columnOf(columns, term))) as [
      string[],
      string[],
    ];
    return assign(column, { outcomes, reversed, arms, method, ofControl: covariance === 'control' });
  });

/** The lines, of which the rows are those that have an arm, and a stratum, a cluster and a weight where these are said. */
export function designLines(
  spec: ExperimentSpec,
  node: ReadNode,
  names: Names,
  columns: Columns,
  code: Statements,
): string[] {
  const { treatment, strata, cluster, probability, weights } = spec;
  const several = [strata, cluster].filter((text) => text !== null && columnsOfLevels(text).length > 1);
  const levels = [strata, cluster].flatMap((text) => (text === null ? [] : columnsOfLevels(text)));
  const chances = [probability, weights].flatMap((term) => (term === null ? [] : [columnOf(columns, term)]));
  const needed = [...new Set([...[...treatment, ...levels].map((name) => columns.name(name)), ...chances])];
  const [chance, weight] = [probability, weights].map((term) =>
    term === null ? '1' : columns.values(columnOf(columns, term)),
  );
  return [
    code.complete(needed),
    ...armLines(spec, node, names, columns, code),
    ...several.map((text) => code.joined(columns.made(text!), columnsOfLevels(text!).map(columns.name))),
    ...(probability === null ? [] : [code.assign(names.weights!, `${weight} / ${chance}`)]),
    ...lostOutcomes(spec, node).map((term) =>
      code.assign(missingColumn(term, columns), code.isMissing(columnOf(columns, term))),
    ),
  ];
}

/** An indicator of each arm; of several factors their products. */
function armLines(spec: ExperimentSpec, node: ReadNode, names: Names, columns: Columns, code: Statements): string[] {
  const { treatment, arms } = spec;
  if (treatment.length > 1) {
    return termsOf(node).map((term, j) => {
      const factors = treatment.filter((name) => term.split(':').includes(name));
      const product = factors.map((name) => code.indicator(columns.isLevel(name, '1'))).join(' * ');
      return code.assign(names.arms[j]!, product);
    });
  }
  const [name] = treatment as [string];
  const [control, ...others] = resultOf(node).design.arms.map((arm) => arm.name) as [string, ...string[]];
  return [
    ...(arms === null ? [] : [code.keep([control, ...others].map((level) => columns.isLevel(name, level)))]),
    ...(isIndicator(spec, node) ? [] : others).map((level, j) =>
      code.assign(names.arms[j]!, code.indicator(columns.isLevel(name, level))),
    ),
  ];
}

/** Regressors of subgroups, zero in all others. */
export const subgroupLines = (
  { products, cell }: SubgroupEquation,
  columns: Columns,
  code: Statements,
): readonly string[] => [
  ...(cell.of.length === 1 ? [] : [code.joined(cell.column, cell.of)]),
  ...products.map(({ column, by, level, of }) =>
    code.assign(column, `${code.indicator(columns.isLevel(by, level))} * ${columns.values(of)}`),
  ),
];
