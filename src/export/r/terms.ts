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
import { termOf } from '../../econ/spec.ts';
import type { ExportedData } from '../data.ts';
import { Untranslatable } from '../untranslatable.ts';
import { rExpression, shifted } from './expression.ts';
import { columnOf, rName, rNumber, rText } from './names.ts';

/** A column of the estimation data. */
export interface Made {
  readonly column: string;
  /** Code over the columns that are there before. */
  readonly code: string;
}

/** A cell of a term, by the name that results have for it. */
export interface Cell {
  readonly term: string;
  readonly column: string;
  /** Absent where the cell is a variable that is there already. */
  readonly code?: string;
}

/** The variables of terms: columns, lags and functions, once each, in the order of their first mention. */
export function leavesOf(terms: readonly string[]): ReadonlyMap<string, Leaf> {
  const found = new Map<string, Leaf>();
  for (const text of terms)
    for (const factor of termOf(text)) {
      const leaf = factor.is === 'event' ? undefined : leafOf(factor);
      if (leaf !== undefined) found.set(leafColumn(leaf), leaf);
    }
  return found;
}

/** Columns whose values no row may lack, besides the leaves: those of indicators and of event times. */
export const levelColumnsOf = (terms: readonly string[]): string[] =>
  terms.flatMap((text) =>
    termOf(text).flatMap((factor) =>
      factor.is === 'levels' ? [factor.column] : factor.is === 'event' ? [factor.time] : [],
    ),
  );

const leafColumn = (leaf: Leaf): string => (leaf.is === 'column' ? leaf.name : columnOf(printFactor(leaf)));

/** Writes the R code that makes a variable from the data's columns; undefined for a column. */
export function leafCode(leaf: Leaf, data: ExportedData): string | undefined {
  if (leaf.is === 'column') return undefined;
  if (leaf.is === 'function') return `finite(${leaf.name}(${rExpression(leaf.of, data)}))`;
  const of = leafCode(leaf.of, data) ?? rName(printPlain(leaf.of));
  const lagged = leaf.lag === 0 ? of : shifted(of, leaf.lag < 0 ? 'F' : 'L', Math.abs(leaf.lag), data);
  return leaf.diff === 0 ? lagged : shifted(lagged, 'D', leaf.diff, data);
}

const printPlain = (leaf: Leaf): string => (leaf.is === 'column' ? leaf.name : printFactor(leaf));

/** The cells of a term: one, or a product of levels. */
export function cellsOf(text: string, data: ExportedData): Cell[] {
  const term = termOf(text);
  const [first] = term;
  if (term.length === 1 && leafOf(first) === first)
    return [{ term: termName(term), column: leafColumn(first as Leaf) }];
  let cells: { readonly name: string; readonly code: string }[] = [{ name: '', code: '' }];
  for (const factor of term) {
    const own = factorCells(factor, data);
    cells = cells.flatMap((cell) =>
      own.map(({ name, code }) =>
        cell.name === '' ? { name, code } : { name: `${cell.name}:${name}`, code: `${cell.code} * ${code}` },
      ),
    );
  }
  // a condition by itself is no number yet
  const isCondition = term.length === 1 && isIndicators(first);
  return cells.map(({ name, code }) => ({
    term: name,
    column: columnOf(name),
    code: isCondition ? `as.numeric${code}` : code,
  }));
}

function factorCells(factor: Factor, data: ExportedData): { readonly name: string; readonly code: string }[] {
  if (factor.is === 'levels') return indicators(factor, data);
  if (factor.is === 'event') {
    const { time, cohort, window, bin } = factor;
    if (isTimeType(data.type(time))) throw new Untranslatable('event times of dates are not written');
    const at = `event_time(${rName(time)}, ${rName(cohort)}${window === null ? '' : `, c(${window.join(', ')}), ${bin ? 'TRUE' : 'FALSE'}`})`;
    // a script holds an indicator of each period that the fit has; which these are, its terms say
    const span = window ?? [-200, 200];
    return Array.from({ length: span[1] - span[0] + 1 }, (_, i) => span[0] + i).map((period) => ({
      name: `${eventName(factor)}::${period}`,
      code: `(${at} %in% ${period})`,
    }));
  }
  const name = termName([factor]);
  if (factor.is === 'power') return [{ name, code: `${rName(leafColumn(factor.of))}^${factor.exponent}` }];
  return [{ name, code: rName(leafColumn(factor)) }];
}

function indicators({ column }: LevelsFactor, data: ExportedData): { readonly name: string; readonly code: string }[] {
  const type = data.type(column);
  const value = (level: string): string =>
    type === 'number' ? rNumber(Number(level)) : isTimeType(type) ? rNumber(calendar[type].parse(level)) : rText(level);
  return data.levels(column).map((level) => ({
    name: levelTerm(`i(${column})`, level),
    code: `(${rName(column)} == ${value(level)})`,
  }));
}
