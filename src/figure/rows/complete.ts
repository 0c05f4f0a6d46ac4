/** Tells of the rows that a plot leaves out, since a variable that it shows has no value there. */
import type { DrawContext, ObservedRows } from '../plot.ts';

/** The rows that lack a value of any of some variables, told with the variables that lack them. */
export function tellMissing(
  observed: ObservedRows,
  variables: readonly string[],
  { lose }: Pick<DrawContext, 'lose'>,
): void {
  const columns = [...new Set(variables)].map((name) => ({ name, values: observed.numbers(name) }));
  const lacking = columns.filter(({ values }) => values.some((value) => Number.isNaN(value)));
  let count = 0;
  for (let row = 0; row < observed.nobs; row++) if (lacking.some(({ values }) => Number.isNaN(values[row]!))) count++;
  if (count > 0) lose({ cause: 'missing', count, detail: lacking.map(({ name }) => name).join(', ') });
}
