/** A model over a data frame: its rows, its variables, the call, the covariance, and papermake's values beside it. */
import type { Expression } from '../../base/expression/tree.ts';
import type { Counterpart } from '../../econ/counterpart.ts';
import { beyondOf } from '../beyond.ts';
import { type Block, cellsBegin, comparedTerms, type ExportedModel, type Missing } from '../language.ts';
import { marginsOf } from '../margins.ts';
import { combinedOf, functionsOf, testedOf } from '../restrictions.ts';
import type { Shared } from '../shared.ts';
import { Untranslatable } from '../untranslatable.ts';
import type { CheckedRow, FrameDialect } from './dialect.ts';
import { conditionCode, expressionCode } from './expression.ts';
import { firstStages } from './first-stages.ts';
import { type FrameHead, headOf } from './head.ts';
import { weakInstruments } from './weak-instruments.ts';

/** Writes a model; one that has no counterpart is a comment with the reason. */
export const modelBlock = (
  model: ExportedModel,
  counterpart: Counterpart | undefined,
  dialect: FrameDialect,
  shared: Shared<FrameHead>,
): Block =>
  dialect.blocks.orMissing(model.node, () => {
    if (counterpart === undefined) throw new Untranslatable(`the estimator is not written in ${dialect.title} yet`);
    const head = shared.of(model, counterpart, (shape) => headOf(shape, counterpart, dialect));
    return written(model, head, dialect, shared);
  });

function written(model: ExportedModel, head: FrameHead, dialect: FrameDialect, shared: Shared<FrameHead>): Block {
  const { node, fit, data } = model;
  const { sample } = model.spec;
  const { statement, blocks, check } = dialect;
  const chosen =
    sample === null
      ? []
      : [shared.condition(data, sample, () => statement.keep(conditionCode(sample, { data, dialect })))];
  const expected = expectedLines(model, head, dialect);
  const stages = firstStages(model, head, dialect);
  const weak = weakInstruments(model, head, dialect);
  return {
    node,
    lines: head.before.concat(
      chosen,
      head.after,
      check.print(fit.dfResid, head.printed),
      expected.lines,
      stages.lines,
      weak.lines,
      expected.missing.flatMap((each) => blocks.lines(each)),
    ),
    cells: expected.cells + stages.further.length + weak.further.length,
    missing: expected.missing,
    packages: head.worded.packages,
    further: expected.statistics.concat(stages.further, weak.further),
    ...(weak.functions.length > 0 && { functions: weak.functions }),
  };
}

interface ExpectedLines {
  readonly lines: readonly string[];
  readonly cells: number;
  readonly missing: readonly Missing[];
  readonly statistics: NonNullable<Block['further']>;
}

/** Papermake's values, and how many they are. */
function expectedLines(model: ExportedModel, head: FrameHead, dialect: FrameDialect): ExpectedLines {
  const { check, expression, termsAlone = false } = dialect;
  const { node, part } = model;
  const before = `${node}: ${cellsBegin(model)}`;
  const { rows, missing } = expectedRows(model, head, termsAlone);
  const statistics: ExpectedLines['statistics'][number][] = [];
  const lines = [
    ...check.coefficients(part === undefined ? node : `${node}: ${part.name}`, rows, head.worded.coefficients),
  ];
  const compare = (cell: string, got: string, expected: number): void =>
    void lines.push(check.value({ cell: before + cell, got, expected }));
  const tell = (cell: string, got: string, value: number): void => {
    compare(cell, got, value);
    statistics.push({ cell: cellsBegin(model) + cell, value });
  };
  const { fit, spec } = model;
  compare('N', 'N', fit.nobs);
  const isCounted = spec.vcov.is === 'cluster' && fit.nclusters !== null;
  if (isCounted) compare('clusters', 'G', fit.nclusters!);
  const { stats } = fit;
  for (const name in head.worded.statistics) {
    const value = stats[name];
    if (typeof value === 'number') tell(name, head.worded.statistics[name]!, value);
  }
  if (part?.joint !== undefined)
    tell('joint F', check.wald(part.joint.terms.map(expression.columnOf)), part.joint.value);
  for (const { name, weights, constant, estimate, stdError } of combinedOf(spec, fit)) {
    const [got, error] = [check.part('e', 1), check.part('e', 2)];
    lines.push(check.combined(weights, head.worded.coefficients));
    tell(`${name}: combination`, constant === 0 ? got : `${got} + (${constant})`, estimate);
    tell(`${name}: standard error`, error, stdError);
  }
  for (const { name, terms, value, gradient, estimate, stdError } of functionsOf(spec, fit)) {
    const code = (tree: Expression): string => coefficientCode(tree, model, dialect);
    lines.push(check.nonlinear(terms, code(value), gradient.map(code), head.worded.coefficients));
    tell(`${name}: function`, check.part('e', 1), estimate);
    tell(`${name}: standard error`, check.part('e', 2), stdError);
  }
  for (const { name, restrictions, statistic, isF } of testedOf(spec, fit)) {
    const wald = check.restricted(restrictions, head.worded.coefficients);
    tell(`${name}: ${isF ? 'F' : 'chi2'}`, isF ? `${wald} / ${restrictions.length}` : wald, statistic);
  }
  const margins = termsAlone || part !== undefined ? undefined : marginsOf(spec, fit);
  for (const { term, estimate, stdError } of margins?.effects ?? []) {
    lines.push(check.marginal(expression.columnOf(term), margins!.atMeans));
    tell(`margins: ${term}`, check.part('e', 1), estimate);
    tell(`margins: ${term}: standard error`, check.part('e', 2), stdError);
  }
  const errors = rows.filter(({ error }) => error !== null).length;
  return { lines, cells: rows.length + errors + (isCounted ? 2 : 1) + statistics.length, missing, statistics };
}

/** Code of an expression over `b1`, `b2`, …, the members of `b`. */
function coefficientCode(tree: Expression, { data }: ExportedModel, dialect: FrameDialect): string {
  const column = (name: string): string => dialect.check.part('b', Number(name.slice(1)));
  return expressionCode(tree, { data, dialect: { ...dialect, expression: { ...dialect.expression, column } } });
}

function expectedRows(
  model: ExportedModel,
  { worded: { unchecked }, columns }: FrameHead,
  termsAlone: boolean,
): Pick<ExpectedLines, 'missing'> & { readonly rows: readonly CheckedRow[] } {
  const { node, fit } = model;
  const compared = comparedTerms(model);
  const missing = beyondOf(model, termsAlone);
  const rows: CheckedRow[] = [];
  fit.terms.forEach((each, i) => {
    const { term, estimate, stdError } = each;
    if (!compared.includes(each)) return;
    if (unchecked !== undefined && Object.hasOwn(unchecked, term)) {
      missing.push({ node, what: term, why: unchecked[term]! });
      return;
    }
    const error = typeof stdError === 'number' ? stdError : null;
    if (typeof stdError !== 'number')
      missing.push({ node, what: `the standard error of ${term}`, why: stdError.invalid });
    rows.push({ column: columns[i]!, estimate, error });
  });
  return { rows, missing };
}
