/** `pds`: a coefficient beside covariates that lassos of the outcome and of it choose, by what `kind: experiment` chooses with. */
import { readFileSync } from 'node:fs';
import { columnsOfList } from '../../../src/econ/compile/variable-list.ts';
import { doubleSelection } from '../../../steps/experiment/numbers/chosen/double-selection.ts';
import { fitted } from '../../../steps/experiment/numbers/equation.ts';
import { differences } from '../compare.ts';
import type { Runner } from './runner.ts';

export const runDoubleSelection: Runner = (run, data, test) => {
  const { y, d } = run as unknown as { readonly y: string; readonly d: string };
  const [heads = ''] = readFileSync(test.csv, 'utf8').split('\n');
  const others = heads.split(',').filter((name) => name !== y && name !== d);
  const { columns } = columnsOfList({ variables: [y, d, ...others], sample: null, exclude: null }, data);
  const [outcome, treatment, ...candidates] = columns as [(typeof columns)[0], (typeof columns)[0]];
  const grounds = { nobs: outcome.values.length, absorb: null, weights: null, clusters: null };
  const { byOutcome, byArms } = doubleSelection(outcome.values, [treatment], [], candidates, grounds);
  const chosen = candidates.filter(({ name }) => byOutcome.includes(name) || byArms.includes(name));
  const fit = fitted([treatment, ...chosen], outcome.values, grounds, 'HC1', [treatment.name]);
  const found = { ...fit.test({ [treatment.name]: 1 }), chosen: chosen.map(({ name }) => name), n: grounds.nobs };
  return differences(run, found, {
    known: {
      coef: ({ estimate }) => estimate,
      // hdm counts no constant
      se: ({ stdError, n, chosen: { length } }) =>
        (stdError as number) * Math.sqrt((n - length - 2) / (n - length - 1)),
      N: ({ n }) => n,
      selected: (result, [index]) => result.chosen[Number(index)],
    },
    ignored: {},
  });
};
