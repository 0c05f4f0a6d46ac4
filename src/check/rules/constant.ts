/**
 * Audits the constant of a within regression. It is the grand mean of y less that of x'b (Stata's `xtreg, fe`), and with one regressor its
 * clustered standard error is |mean of x| times that of the slope. Both are compared with printed means; where the column has fewer rows
 * than the whole, the extremes bound how far the means may have moved.
 */
import { type Audited, at, descriptivesOf, finding, type Printed, type Rule, type RuleFinding } from '../audit.ts';
import { magnitude, meet, minus, type PrintedInterval, plus, printedInterval, ratio, times } from '../interval.ts';
import { fixedNumber } from '../numbers.ts';
import { unsigned } from '../printed.ts';
import { momentsOf } from './descriptives.ts';

export const constantMeans: Rule = {
  name: 'constant',
  find: ({ printed }: Audited) => {
    const described = descriptivesOf(printed);
    if (!described) return [];
    return printed.flatMap((table) => table.columns.flatMap((column) => inColumn(table, column, described)));
  },
};

function inColumn(table: Printed, column: string, described: Printed): RuleFinding[] {
  const constant = table.constant(column);
  const outcome = table.fact(table.facts.outcome, column);
  if (!constant || outcome === undefined) return [];
  const share = shareOf(table, column);
  const terms = table.terms(column);
  const means = terms.map((term) => meanOf(term, described, share));
  const y = meanOf(outcome, described, share);
  if (y === undefined || means.some((mean) => mean === undefined)) return [];
  const explained = terms
    .map((term, i) => times(printedInterval(table.cell(term, column)!.value!), means[i]!))
    .reduce(plus, { low: 0, high: 0 });
  const found: RuleFinding[] = [];
  const expected = minus(y, explained);
  const add = (message: string): void =>
    void found.push(finding('warning', table.name, at('Constant', column), message));
  if (!meet(expected, printedInterval(constant.value!)))
    add(
      `the means of ${described.name} put the grand-mean constant of a within regression ${spread(expected)}, but ${constant.value!.text} is printed`,
    );
  if (terms.length === 1) {
    const slope = printedInterval(unsigned(table.cell(terms[0]!, column)!.stdError!));
    const implied = ratio(printedInterval(unsigned(constant.stdError!)), slope);
    if (!meet(implied, magnitude(means[0]!)))
      add(
        `its standard error over that of ${terms[0]!} is ${spread(implied)}, which in a within regression is the mean of ${terms[0]!}; ${described.name} puts that ${spread(means[0]!)}: another kind of constant, or controls that are not shown`,
      );
  }
  return found;
}

const spread = ({ low, high }: PrintedInterval): string => {
  const [a, b] = [fixedNumber(low, 3), fixedNumber(high, 3)];
  return a === b ? `at ${a}` : `between ${a} and ${b}`;
};

/** Rows of the column as a share of those of the whole; 1 where nothing else is known. */
function shareOf(table: Printed, column: string): number {
  const [n, whole] = [table.n(column), table.facts.whole];
  return n === undefined || whole === undefined ? 1 : Math.min(1, n / whole);
}

const TERM = /^(?:[LFlf]\d*\.)?(.+?)(\^2|²)?$/;

/** The variable whose description tells the mean of a term. */
export const describedAs = (term: string): string => TERM.exec(term)?.[1] ?? term;

/** The mean of a variable, its lag (fewer rows) or its square, over `share` of the rows. */
function meanOf(term: string, described: Printed, share: number): PrintedInterval | undefined {
  const [, base, square] = TERM.exec(term) ?? [];
  const moments = base === undefined ? undefined : momentsOf(described, base);
  if (!moments) return undefined;
  const { mean, sd, min, max } = moments;
  const known = printedInterval(mean);
  if (square !== undefined) {
    if (share < 1 || !sd) return undefined;
    const variance = times(printedInterval(sd), printedInterval(sd));
    // The variance's divisor is N − 1 and the mean square's N, which makes no more than a per cent.
    return plus(times(known, known), { low: 0.99 * variance.low, high: variance.high });
  }
  // All rows average `mean`; those left out lie between the extremes.
  const without = (edge: number, whole: number): number => (whole - (1 - share) * edge) / share;
  return { low: without(max.value, known.low), high: without(min.value, known.high) };
}
