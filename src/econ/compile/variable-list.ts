/** Compiles the lists of variables that `describe`, `correlate` and `vif` take. */
import { type Scope, unknownVariable } from '../../base/expression/check.ts';
import { Refusal } from '../../base/problem.ts';
import type { TextProblem } from '../../base/text-problem.ts';
import { type Codes, type Data, groupsOf } from '../data.ts';
import type { NamedColumn } from '../design.ts';
import type { RowsLost, Warning } from '../fit.ts';
import { columnsOfFactor, type Leaf, printTerm, termKey } from '../formula/factor.ts';
import { parseTerms } from '../formula/formula.ts';
import { pick, pickCodes, positions } from '../sample/rows.ts';
import { chooseRows, RowFilter } from '../sample/sample.ts';
import { shadowedColumn } from '../sample/shadowed.ts';
import { termColumns } from '../sample/terms.ts';
import { Variables } from '../sample/variables.ts';
import { termOf, variablesOfCondition } from '../spec.ts';
import { type SpecContext, scopeOf } from './keys.ts';

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
    for (const problem of referenceProblems(parsed.references, scope)) problems.push({ ...problem, index });
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

function referenceProblems(
  references: readonly { name: string; start: number; end: number; use: 'number' | 'levels' }[],
  scope: Scope,
): TextProblem[] {
  return references.flatMap((reference): TextProblem[] => {
    const { name, start, end, use } = reference;
    const type = scope.type(name);
    if (type === undefined) return [unknownVariable(name, scope, reference)];
    if (type !== 'text' || use === 'levels') return [];
    const hint = `\`i(${name})\` stands for its indicators`;
    return [{ code: 'text-column', message: `\`${name}\` holds text; numbers are expected here`, start, end, hint }];
  });
}

/** The frame's columns that a list reads, sorted. */
export function variablesOfList(list: VariableList): string[] {
  const terms = list.variables.flatMap((text) => termOf(text).flatMap((factor) => columnsOfFactor(factor).columns));
  const conditions = [list.sample, list.exclude].flatMap((text) => (text === null ? [] : variablesOfCondition(text)));
  return [...new Set([...terms, ...conditions])].sort();
}

export interface ListedColumns {
  /** Positions of the rows in the frame, ascending. */
  readonly rows: Int32Array;
  /** Over the rows of the sample; NaN is missing. */
  readonly columns: readonly NamedColumn[];
  readonly rowsLost: readonly RowsLost[];
  readonly warnings: readonly Warning[];
}

/** Evaluates a list over the rows its sample chooses. Refuses an empty sample. */
export function columnsOfList(list: VariableList, data: Data): ListedColumns {
  const variables = new Variables(data);
  const filter = new RowFilter(data.nrows);
  const warnings = chooseRows(filter, data, list);
  filter.requireRows(warnings);
  const rows = positions(filter.keep);
  const source = {
    nobs: rows.length,
    values: (leaf: Leaf): Float64Array => pick(variables.values(leaf), rows),
    plain: (column: string): Float64Array => pick(variables.values({ is: 'column', name: column }), rows),
    codes: (column: string): Codes => {
      const { codes, levels } = groupsOf(data, column);
      return { codes: pickCodes(codes, rows), levels };
    },
  };
  const columns = list.variables.flatMap((text) => termColumns(termOf(text), source));
  return { rows, columns, rowsLost: filter.lost, warnings };
}

/** Rows where every column has a value. Refuses when there is none. */
export function completeColumns(columns: readonly NamedColumn[], rows: Int32Array): NamedColumn[] {
  if (rows.length === 0) {
    throw new Refusal('empty-sample', 'no row has values of all the variables', { param: 'variables' });
  }
  return columns.map(({ name, values }) => ({ name, values: pick(values, rows) }));
}
