/** Translates names that published tables print to the names that results have. */
import { ownValue } from '../base/own-value.ts';
import type { Result } from '../base/result.ts';
import type { StatLabel } from '../econ/fit.ts';
import { words } from '../table/words/phrases.ts';
import { statLabels, testLabels } from '../table/words/stat-labels.ts';

/** The name of a statistic in tables → its name in fits. */
export const namesOfStats = (labels: Readonly<Record<string, StatLabel>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(labels).flatMap(([name, { en, csv, of = name }]): [string, string][] => [
      [en, of],
      [csv, of],
    ]),
  );

const printedTerms: Readonly<Record<string, string>> = {
  Constant: '_cons',
  ...Object.fromEntries(
    Object.values(words).flatMap(({ parameters }) => Object.entries(parameters).map(([name, label]) => [label, name])),
  ),
  ...namesOfStats({ ...statLabels, ...testLabels }),
};

/** Statistics of variables, which several kinds have. */
const printedFields: Readonly<Record<string, string>> = {
  N: 'n',
  Obs: 'n',
  Mean: 'mean',
  'Std. Dev.': 'sd',
  SD: 'sd',
  Min: 'min',
  Max: 'max',
  Median: 'median',
  P50: 'median',
  Skewness: 'skewness',
  Kurtosis: 'kurtosis',
};

/** The term or statistic that a row of a table of models is. Labels of variables stand for their names. */
export function termNamed(printed: string, labels: Readonly<Record<string, string>>): string {
  return ownValue(printedTerms, printed) ?? ownValue(labels, printed) ?? printed;
}

/** Finds the variable that a row of a table of records stands for, or the record that the result's kind calls so. */
export const recordNamed = (printed: string, labels: Readonly<Record<string, string>>, result?: Result): string =>
  ownValue(labels, printed) ?? ownValue(result?.printed?.records ?? {}, printed) ?? printed;

/** The field that a column of a table of records is. */
export const fieldNamed = (printed: string, result?: Result): string =>
  ownValue(result?.printed?.fields ?? {}, printed) ??
  ownValue(printedFields, printed) ??
  (/^P\d+$/.test(printed) ? printed.toLowerCase() : printed);
