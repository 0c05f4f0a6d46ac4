/** Terms of a model as columns of the estimation data: which code makes each. */
import { calendar, isTimeType } from '../../base/calendar.ts';
import { levelTerm } from '../../base/text/term-names.ts';
import { eventName } from '../../econ/formula/event-factor.ts';
import {
  type Factor,
  isIndicators,
  type Leaf,
  type LevelsFactor,
  leafOf,
  printFactor,
} from '../../econ/formula/factor.ts';
import { termName } from '../../econ/sample/terms.ts';
import { columnsOfLevels, termOf } from '../../econ/spec.ts';
import { Untranslatable } from '../untranslatable.ts';
import type { FrameDialect } from './dialect.ts';
import { expressionCode, type FrameScope, shifted } from './expression.ts';

/** A cell of a term, by the name that results have for it. */
export interface TermCell {
  readonly term: string;
  readonly column: string;
  /** Absent where the cell is a variable that is there already. */
  readonly code?: string | undefined;
}

/** Lines that make columns of the data, those that are there already left out. */
export const assigned = (cells: readonly Omit<TermCell, 'term'>[], { statement }: FrameDialect): string[] =>
  cells.flatMap(({ column, code }) => (code === undefined ? [] : [statement.assign(column, code)]));

/** The variables of terms: columns, lags and functions, once each, in the order of their first mention. */
export function leavesOf(terms: readonly string[], dialect: FrameDialect): ReadonlyMap<string, Leaf> {
  const found = new Map<string, Leaf>();
  for (const text of terms)
    for (const factor of termOf(text)) {
      const leaf = factor.is === 'event' ? undefined : leafOf(factor);
      if (leaf !== undefined) found.set(leafColumn(leaf, dialect), leaf);
    }
  return found;
}

/** The variables of terms as columns with the code that makes them. */
export const leafCells = (terms: readonly string[], scope: FrameScope): Omit<TermCell, 'term'>[] =>
  [...leavesOf(terms, scope.dialect)].map(([column, leaf]) => ({ column, code: leafCode(leaf, scope) }));

/** Columns whose values no row may lack, besides the leaves: those of indicators and of event times. */
export const levelColumnsOf = (terms: readonly string[]): string[] =>
  terms.flatMap((text) =>
    termOf(text).flatMap((factor) =>
      factor.is === 'levels' ? [factor.column] : factor.is === 'event' ? [factor.time] : [],
    ),
  );

/** The column of the estimation data that an effect or a cluster is. */
export function levelsColumn(text: string, { expression }: FrameDialect): string {
  const columns = columnsOfLevels(text);
  return columns.length === 1 ? columns[0]! : expression.columnOf(text);
}

/** The one variable of a term, such as that of weights. */
export const columnOfText = (text: string, dialect: FrameDialect): string => [...leavesOf([text], dialect).keys()][0]!;

const leafColumn = (leaf: Leaf, { expression }: FrameDialect): string =>
  leaf.is === 'column' ? leaf.name : expression.columnOf(printFactor(leaf));

/** Writes the code that makes a variable from the data's columns; undefined for a column. */
function leafCode(leaf: Leaf, scope: FrameScope): string | undefined {
  const { column, finite, functions } = scope.dialect.expression;
  if (leaf.is === 'column') return undefined;
  if (leaf.is === 'function') return finite(`${functions[leaf.name]}(${expressionCode(leaf.of, scope)})`);
  const of = leafCode(leaf.of, scope) ?? column(leaf.of.is === 'column' ? leaf.of.name : printFactor(leaf.of));
  const lagged = leaf.lag === 0 ? of : shifted(of, leaf.lag < 0 ? 'F' : 'L', Math.abs(leaf.lag), scope);
  return leaf.diff === 0 ? lagged : shifted(lagged, 'D', leaf.diff, scope);
}

interface Named {
  readonly name: string;
  readonly code: string;
}

/** The cells of a term: one, or a product of levels. */
export function cellsOf(text: string, scope: FrameScope): TermCell[] {
  const { dialect } = scope;
  const { columnOf, operators, indicator } = dialect.expression;
  const term = termOf(text);
  const [first] = term;
  if (term.length === 1 && leafOf(first) === first)
    return [{ term: termName(term), column: leafColumn(first as Leaf, dialect) }];
  const times = ` ${operators['*'].text} `;
  let cells: Named[] = [{ name: '', code: '' }];
  for (const factor of term) {
    const own = factorCells(factor, scope);
    cells = cells.flatMap((cell) =>
      own.map(({ name, code }) =>
        cell.name === '' ? { name, code } : { name: `${cell.name}:${name}`, code: `${cell.code}${times}${code}` },
      ),
    );
  }
  // a condition by itself is no number yet
  const isCondition = term.length === 1 && isIndicators(first);
  return cells.map(({ name, code }) => ({
    term: name,
    column: columnOf(name),
    code: isCondition ? indicator(code) : code,
  }));
}

function factorCells(factor: Factor, scope: FrameScope): Named[] {
  const { data, dialect } = scope;
  const { column, operators, eventTime, isNumber } = dialect.expression;
  if (factor.is === 'levels') return indicators(factor, scope);
  if (factor.is === 'event') {
    const { time, cohort, window, bin } = factor;
    if (isTimeType(data.type(time))) throw new Untranslatable('event times of dates are not written');
    const at = eventTime(column(time), column(cohort), window === null ? null : [window[0], window[1]], bin);
    // a script holds an indicator of each period that the fit has; which these are, its terms say
    const span = window ?? [-200, 200];
    return Array.from({ length: span[1] - span[0] + 1 }, (_, i) => span[0] + i).map((period) => ({
      name: `${eventName(factor)}::${period}`,
      code: `(${isNumber(at, period)})`,
    }));
  }
  const name = termName([factor]);
  if (factor.is === 'power')
    return [{ name, code: `${column(leafColumn(factor.of, dialect))}${operators['^'].text}${factor.exponent}` }];
  return [{ name, code: column(leafColumn(factor, dialect)) }];
}

function indicators({ column }: LevelsFactor, scope: FrameScope): Named[] {
  return scope.data.levels(column).map((level) => ({
    name: levelTerm(`i(${column})`, level),
    code: `(${isLevel(column, level, scope)})`,
  }));
}

/** Says whether a column has a level, which results call by a text. */
export function isLevel(column: string, level: string, { data, dialect: { expression } }: FrameScope): string {
  const { number, text, operators } = expression;
  const type = data.type(column);
  const value =
    type === 'number' ? number(Number(level)) : isTimeType(type) ? number(calendar[type].parse(level)) : text(level);
  return `${expression.column(column)} ${operators['=='].text} ${value}`;
}
