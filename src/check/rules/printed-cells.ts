/** Audits single figures that cannot be, or that say nothing. */
import { quoted } from '../../base/text/quoted.ts';
import { finding, N, type Printed, R2, type Rule, type RuleFinding } from '../audit.ts';
import { fixedNumber } from '../numbers.ts';

/** Rows of a column whose standard error passes the test. */
const errorsIn = (table: Printed, column: string, test: (units: bigint, text: string) => boolean): string[] =>
  table.rows.filter((row) => {
    const error = table.cell(row, column)?.stdError;
    return error !== null && error !== undefined && test(error.units, error.text);
  });

export const negativeError: Rule = {
  name: 'negative-se',
  find: ({ printed }) =>
    printed.flatMap((table) =>
      table.columns.flatMap((column): RuleFinding[] => {
        const rows = errorsIn(table, column, (units) => units < 0n);
        if (rows.length === 0) return [];
        const first = table.cell(rows[0]!, column)!.stdError!.text;
        const message = `a standard error is never negative, but ${rows.length} are, as in (${first}), for ${quoted(rows)}: a spreadsheet reads a number in parentheses as an accountant's negative`;
        return [finding('error', table.name, column, message)];
      }),
    ),
};

export const zeroError: Rule = {
  name: 'zero-se',
  find: ({ printed, fits }) => [
    ...printed.flatMap((table) =>
      table.columns.flatMap((column): RuleFinding[] => {
        const rows = errorsIn(table, column, (units) => units === 0n);
        if (rows.length === 0) return [];
        const message = `the standard error of ${quoted(rows)} is printed as zero: too few digits to judge the estimate`;
        return [finding('warning', table.name, column, message)];
      }),
    ),
    ...fits.flatMap(({ node, fit, digits }): RuleFinding[] => {
      const zero = fit.terms.filter(
        ({ stdError }) => typeof stdError === 'number' && stdError > 0 && !/[1-9]/.test(fixedNumber(stdError, digits)),
      );
      if (zero.length === 0) return [];
      const message = `the standard error of ${quoted(zero.map((t) => t.term))} prints as (${fixedNumber(0, digits)}) at ${digits} decimals: scale the variable or show more digits`;
      return [finding('warning', node, zero.map((t) => t.term).join(', '), message)];
    }),
  ],
};

/** The rule that finds tables of estimates that do not say from how many observations. */
export const unsaidN: Rule = {
  name: 'no-n',
  find: ({ printed }) =>
    printed
      .filter((table) => table.hasEstimates && table.row(N) === undefined)
      .map((table) =>
        finding('note', table.name, 'N', 'the table prints estimates without the number of observations'),
      ),
};

export const impossibleR2: Rule = {
  name: 'r2-range',
  find: ({ printed }) =>
    printed.flatMap((table) =>
      table.rows
        .filter((row) => R2.test(row))
        .flatMap((row) =>
          table.columns.flatMap((column): RuleFinding[] => {
            const value = table.cell(row, column)?.value;
            if (!value || value.value <= 1) return [];
            return [finding('error', table.name, `${row} / ${column}`, `R² is at most 1, got ${value.text}`)];
          }),
        ),
    ),
};
