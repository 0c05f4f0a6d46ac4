/** Compiles the lists of variables that `describe`, `correlate` and `vif` take. */

import { timeTypeOf } from '../../base/calendar.ts';
import { type Scope, unknownVariable } from '../../base/expression/check.ts';
import { Refusal } from '../../base/problem.ts';
import { levelTerm } from '../../base/text/term-names.ts';
import { inText, type TextProblem } from '../../base/text/text-problem.ts';
import { type Codes, type Data, groupsOf } from '../data.ts';
import type { NamedColumn, Weights } from '../design.ts';
import type { RowsLost, Warning } from '../fit.ts';
import { codingsOf } from '../formula/coding.ts';
import { columnsOfFactor, type Leaf, printFactor, printTerm, termKey } from '../formula/factor.ts';
import { parseTerms } from '../formula/formula.ts';
import { EstimationRows } from '../sample/estimation-rows.ts';
import { pick, pickCodes, picked, positions } from '../sample/rows.ts';
import { chooseRows, RowFilter } from '../sample/sample.ts';
import { shadowedColumn } from '../sample/shadowed.ts';
import { codedColumns, indicator, mostIndicators, occurring, termColumns } from '../sample/terms.ts';
import { Variables } from '../sample/variables.ts';
import { dropUnweighted, refuseNegative, weightsOf } from '../sample/weights.ts';
import { type ModelSpec, termOf, variablesOfCondition, variablesRead, type WeightsSpec } from '../spec.ts';
import { type KeyProblem, type SpecContext, scopeOf, type WeightsKey } from './keys.ts';
import { compileWeights } from './weights-key.ts';

/** Canonical: texts of terms in the order listed, canonical conditions. */
export interface VariableList {
  readonly variables: readonly string[];
  readonly sample: string | null;
  readonly exclude: string | null;
}

/** A problem in the item at `index`. */
export type ItemProblem = TextProblem & { readonly index: number };

/** Reads the list's items: columns, `$sets`, lags, functions, powers. */
export function compileVariables(
  items: readonly string[],
  context: SpecContext,
  { shares = false }: Pick<ListOptions, 'shares'> = {},
): { readonly variables: readonly string[]; readonly problems: readonly ItemProblem[] } {
  const problems: ItemProblem[] = [];
  const found = new Map<string, string>();
  const scope = scopeOf(context);
  items.forEach((item, index) => {
    const parsed = parseTerms(item, context.sets);
    if (!parsed.ok) {
      problems.push(...parsed.problems.map((problem) => ({ ...problem, index })));
      return;
    }
    const isAlone = parsed.terms.every((term) => term.length === 1 && term[0]!.is === 'column');
    for (const problem of referenceProblems(parsed.references, scope, shares && isAlone))
      problems.push({ ...problem, index });
    for (const term of parsed.terms) {
      const problem = shadowedColumn(term, scope);
      if (problem !== undefined) problems.push({ ...problem, start: 0, end: item.length, index });
    }
    for (const term of parsed.terms) if (!found.has(termKey(term))) found.set(termKey(term), printTerm(term));
    if (context.panel === null && parsed.terms.flat().some((factor) => columnsOfFactor(factor).lagged)) {
      const message = `lags need a panel, and \`${context.frame}\` declares none`;
      problems.push({ code: 'no-panel', message, start: 0, end: item.length, index });
    }
  });
  return { variables: [...found.values()], problems };
}

/** Reads what the rows of a list are weighted by; weights of a survey are refused, since they say nothing of a standard deviation. */
export function compileListWeights(
  key: WeightsKey,
  context: SpecContext,
): { readonly weights: WeightsSpec | null; readonly problems: readonly KeyProblem[] } {
  const { weights, references, below, problems } = compileWeights(key);
  const unknown = referenceProblems(references, scopeOf(context), false).map(
    (problem): KeyProblem => ({ ...inText(problem), key: 'weights', below }),
  );
  const noPanel =
    context.panel === null && weights && termOf(weights.of).some((factor) => columnsOfFactor(factor).lagged);
  const lagged: readonly KeyProblem[] = noPanel
    ? [
        {
          code: 'no-panel',
          message: `lags need a panel, and \`${context.frame}\` declares none`,
          key: 'weights',
          below,
        },
      ]
    : [];
  const survey: readonly KeyProblem[] =
    weights?.is === 'probability'
      ? [
          {
            code: 'unsupported-weights',
            message: 'descriptive statistics take analytic and frequency weights, no probability weights',
            hint: `\`weights: ${weights.of}\` has the same means and percentiles`,
            key: 'weights',
            below,
          },
        ]
      : [];
  return { weights: weights ?? null, problems: [...problems, ...unknown, ...lagged, ...survey] };
}

function referenceProblems(
  references: readonly { name: string; start: number; end: number; use: 'number' | 'levels' }[],
  scope: Scope,
  texts: boolean,
): TextProblem[] {
  return references.flatMap((reference): TextProblem[] => {
    const { name, start, end, use } = reference;
    const type = scope.type(name);
    if (type === undefined) return [unknownVariable(name, scope, reference)];
    if (type !== 'text' || use === 'levels' || texts) return [];
    const hint = `\`i(${name})\` stands for its indicators`;
    return [{ code: 'text-column', message: `\`${name}\` holds text; numbers are expected here`, start, end, hint }];
  });
}

/** The frame's columns that a list reads, sorted. */
export function variablesOfList(
  list: VariableList,
  model: ModelSpec | null = null,
  weights: WeightsSpec | null = null,
): string[] {
  const texts = weights === null ? list.variables : [...list.variables, weights.of];
  const terms = texts.flatMap((text) => termOf(text).flatMap((factor) => columnsOfFactor(factor).columns));
  const conditions = [list.sample, list.exclude].flatMap((text) => (text === null ? [] : variablesOfCondition(text)));
  return [...new Set([...terms, ...conditions, ...(model === null ? [] : variablesRead(model))])].sort();
}

export interface ListedColumns {
  /** Positions of the rows in the frame, ascending. */
  readonly rows: Int32Array;
  /** Over the rows of the sample; NaN is missing. */
  readonly columns: readonly NamedColumn[];
  /** The weight of each row; null where rows count alike. */
  readonly weights: Weights | null;
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
}

export interface ListOptions {
  /** Weighs the rows; those without a weight, or with one of 0, are left out. */
  readonly weights?: WeightsSpec | null;
  /** The model on whose rows the list is evaluated, with its variables as it sees them. */
  readonly model?: ModelSpec | null;
  /** Is true where a column of texts stands for indicators of all its levels, whose means are shares. Otherwise it is refused. */
  readonly shares?: boolean;
}

/** Evaluates a list over the rows its sample chooses, factors as in a regression on it with a constant. Refuses an empty sample. */
export function columnsOfList(
  list: VariableList,
  data: Data,
  { model = null, shares = false, weights = null }: ListOptions = {},
): ListedColumns {
  const variables = new Variables(data);
  const filter = new RowFilter(data.nrows);
  const estimated = model && new EstimationRows(model, variables);
  if (estimated) {
    const used = new Set(estimated.rows);
    filter.drop('sample', 'the rows of the model', (row) => !used.has(row));
  }
  const warnings = chooseRows(filter, data, list);
  if (weights !== null) {
    refuseNegative(filter, weights, variables);
    dropUnweighted(filter, weights, variables, warnings);
  }
  filter.requireRows(warnings);
  const rows = positions(filter.keep);
  // where the rows stand among those of the model
  const places = estimated && positions(pickFlags(filter.keep, estimated.rows));
  const source = {
    nobs: rows.length,
    values: (leaf: Leaf): Float64Array =>
      estimated ? pick(estimated.values(leaf), places!) : picked(variables.values(leaf), rows),
    plain: (column: string): Float64Array => pick(variables.values({ is: 'column', name: column }), rows),
    codes: (column: string): Codes => {
      const { codes, levels } = groupsOf(data, column);
      return { codes: pickCodes(codes, rows), levels };
    },
  };
  const sharesOf = (name: string): readonly NamedColumn[] => {
    const found = presentOf(source.codes(name));
    warnings.push(...manyLevels(name, found));
    return allLevels(name, found);
  };
  const codings = codingsOf(list.variables.map(termOf), { constant: true, effects: [] });
  const columns = allOf(list.variables, (text, at): readonly NamedColumn[] => {
    const term = termOf(text);
    const [factor] = term;
    if (shares && term.length === 1 && factor!.is === 'column' && isTextColumn(data, factor.name))
      return sharesOf(factor.name);
    const own = estimated?.cells(text)?.map((cell) => ({ ...cell, values: pick(cell.values, places!) }));
    return codedColumns(own ?? termColumns(term, source), codings[at]!);
  });
  const weighted = weights && weightsOf(weights, variables, rows);
  return { rows, columns, weights: weighted, rowsLost: filter.lost, warnings };
}

/** Returns the results of all `texts`. It refuses at once all those whose variables cannot be read. */
function allOf<T>(texts: readonly string[], of: (text: string, at: number) => readonly T[]): T[] {
  const refused: Refusal[] = [];
  const found = texts.flatMap((text, at) => {
    try {
      return of(text, at);
    } catch (error) {
      if (!(error instanceof Refusal) || error.variable === undefined) throw error;
      refused.push(error, ...error.others);
      return [];
    }
  });
  const [first, ...others] = refused;
  if (first !== undefined) throw first.beside(others);
  return found;
}

const pickFlags = (flags: Uint8Array, rows: Int32Array): Uint8Array => Uint8Array.from(rows, (row) => flags[row]!);

const isTextColumn = (data: Data, name: string): boolean => {
  const type = data.type(name);
  return type === 'string' || type === 'category';
};

interface Present {
  readonly codes: Int32Array;
  /** The levels that occur. */
  readonly levels: readonly { readonly code: number; readonly text: string }[];
}

const presentOf = ({ codes, levels }: Codes): Present => ({
  codes,
  levels: occurring(codes, levels.length).map((code) => ({ code, text: levels[code]! })),
});

/** An indicator for each level; missing where the column is. Refuses more than can be held. */
function allLevels(name: string, { codes, levels }: Present): readonly NamedColumn[] {
  const most = mostIndicators(codes.length);
  if (levels.length > most)
    throw new Refusal('too-many-levels', `\`${name}\` has ${levels.length} levels, more than ${most}`, {
      variable: name,
      hint: hintOfLevels(name, levels),
    });
  const factor = printFactor({ is: 'column', name });
  return levels.map(({ code, text }) => ({ name: levelTerm(`i(${factor})`, text), values: indicator(codes, code) }));
}

/** A table of shares with more rows is hardly what was meant. */
const MANY_LEVELS = 50;

function manyLevels(name: string, { codes, levels }: Present): Warning[] {
  if (levels.length <= MANY_LEVELS || levels.length > mostIndicators(codes.length)) return [];
  const message = `\`${name}\` has ${levels.length} levels, of which each is a row`;
  return [{ code: 'many-levels', message, hint: hintOfLevels(name, levels) }];
}

function hintOfLevels(name: string, levels: Present['levels']): string {
  const time = timeTypeOf(levels.map(({ text }) => text));
  return time === undefined
    ? `leave \`${name}\` out, or describe a variable of fewer levels`
    : `where the file is read, \`types: {${name}: ${time}}\` makes numbers of its texts`;
}

/** Rows where every column has a value. Refuses when there is none. */
export function completeColumns(columns: readonly NamedColumn[], rows: Int32Array): NamedColumn[] {
  requireSome(rows);
  return columns.map((column) => ({ ...column, values: pick(column.values, rows) }));
}

/** Refuses a list of which no row is complete. */
export function requireSome(rows: Int32Array): void {
  if (rows.length > 0) return;
  throw new Refusal('empty-sample', 'no row has values of all the variables', { param: 'variables' });
}
