/** Statistics of a fit, and combinations and functions of its coefficients, as rows beside these. */
import { Refusal } from '../../../src/base/problem.ts';
import type { Estimate, Fit, Stat } from '../../../src/econ/fit.ts';

/** The name of a statistic's row: a parameter beside the coefficients, of which tables test nothing. */
export const rowOfStatistic = (name: string): string => `/${name}`;

const undrawn: Stat = { invalid: 'it has no error of its own' };

/** The fit with a row for each statistic. Refuses one that it has not, or that is not defined. */
export function withStatistics(fit: Fit, names: readonly string[] = []): Fit {
  if (names.length === 0) return fit;
  return { ...fit, terms: [...fit.terms, ...names.map((name) => rowFor(name, fit))] };
}

function rowFor(name: string, { lincom = [], nlcom = [], stats }: Fit): Estimate {
  const found: Stat | undefined = [...lincom, ...nlcom].find(({ term }) => term === name)?.estimate ?? stats[name];
  if (typeof found === 'number') {
    const none = { statistic: undrawn, pValue: undrawn, confLow: undrawn, confHigh: undrawn };
    return { term: rowOfStatistic(name), estimate: found, stdError: undrawn, ...none };
  }
  const message =
    found === undefined ? `the column has no \`${name}\`` : `\`${name}\` is not defined: ${found.invalid}`;
  throw new Refusal('undefined-statistic', message, { param: 'statistics', hint: 'leave it out of `statistics`' });
}
