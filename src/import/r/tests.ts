/** Functions that test two estimates against each other: `phtest` of plm. Source: the reference manual of plm. */
import { type DraftStep, nodeName } from '../draft.ts';
import { NotUnderstood } from '../outcome.ts';
import type { Arguments } from './arguments.ts';
import { listOf } from './fits.ts';
import type { Reading } from './reading.ts';

/** `phtest(fe, re)`: the within estimate goes first, whatever the order, which R's statistic does not hang on. */
export function hausman(args: Arguments, reading: Reading): DraftStep {
  const [first, second] = [args.take('x', true), args.take('x2', true)].map((each) => {
    const [found, more] = each === undefined || each.is === 'binary' ? [] : (listOf(each, reading) ?? []);
    return more === undefined ? found?.node : undefined;
  });
  if (first?.entry === undefined || second?.entry === undefined)
    throw new NotUnderstood(
      '`phtest()` takes two estimates by their names here',
      'estimate both, `fe <- plm(…)` and `re <- plm(…)`, and write `phtest(fe, re)`',
    );
  args.pass('method');
  args.end();
  if (first.step !== second.step) throw new NotUnderstood('the estimates are of different data');
  const isTurned = first.entry.keys.has('estimator') && !second.entry.keys.has('estimator');
  const columns = isTurned ? [second, first] : [first, second];
  return reading.draft.add('equality', 'equality', reading.line, { columns: columns.map(nodeName), by: 'hausman' });
}
