/** Rows that a likelihood lost, of which the functions of other languages know nothing. */
import type { NoCounterpart } from '../counterpart.ts';
import type { FitForm } from '../form.ts';

const ownLosses: Readonly<Record<string, string>> = {
  'perfectly predicted': 'rows that a regressor predicts perfectly were left out',
  separated: 'rows that separate the likelihood were left out',
  'same outcome': 'levels without variation of the outcome were left out',
};

/** Says why `by` would use other rows; undefined where it uses the same. */
export function otherRows({ rowsLost }: Pick<FitForm, 'rowsLost'>, by: string): NoCounterpart | undefined {
  const lost = rowsLost.find(({ cause }) => Object.hasOwn(ownLosses, cause));
  return lost === undefined ? undefined : { none: `${ownLosses[lost.cause]}, which ${by} would keep` };
}
