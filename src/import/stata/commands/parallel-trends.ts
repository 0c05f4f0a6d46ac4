/** `honestdid` behind an estimation by `csdid` or `jwdid`: a step of `kind: parallel_trends`. Source: help file of honestdid (Rambachan & Roth 2023). */
import type { DraftStep, Value } from '../../draft.ts';
import { NotUnderstood } from '../../outcome.ts';
import { Options } from '../statement.ts';
import { wordsOf } from '../text.ts';
import { commandsOf, type StataCommand } from './command.ts';

/** The most values that a list of numbers may have. */
const LONGEST = 1000;

/** The values of a list of numbers: `0 0.5 1`, `0(0.5)2`, `1/4`. Throws NotUnderstood. */
function listed(text: string): number[] {
  const found = wordsOf(text).flatMap((word) => {
    const [, from, by = '1', to = from] = /^([\d.]+)(?:(?:\(([\d.]+)\)|\/)([\d.]+))?$/.exec(word) ?? [];
    const [first, step, last] = [from, by, to].map(Number) as [number, number, number];
    const count = Math.floor((last - first) / step + 1e-9) + 1;
    if (!(count >= 1 && count <= LONGEST)) throw new NotUnderstood(`the numbers \`${text}\` are not read`);
    return Array.from({ length: count }, (_, i) => Number((first + i * step).toPrecision(12)));
  });
  if (found.length === 0) throw new NotUnderstood(`the numbers \`${text}\` are not read`);
  return found;
}

/** Kinds of violations by the words of `delta()`: the key that holds their sizes. */
const RESTRICTIONS: Readonly<Record<string, 'relative' | 'smooth'>> = { rm: 'relative', sd: 'smooth' };

/** The event study that the test is of. Throws NotUnderstood where papermake has no covariance of its periods. */
function studyOf({ step }: { readonly step: DraftStep }): DraftStep {
  const { kind, keys } = step;
  const method = kind === 'did' ? keys.get('method') : undefined;
  if (method === 'callaway') {
    if (keys.get('base') === 'universal') return step;
    throw new NotUnderstood(
      'periods of `csdid` are differences from the period before each, of which `honestdid` has no reference',
      'write `long2` to `csdid`, which is `base: universal` of its step',
    );
  }
  if (method === 'etwfe') {
    if (keys.get('control') === 'never') return step;
    throw new NotUnderstood(
      '`jwdid` without `never` has no estimates before treatment',
      'write `never` to `jwdid`, which is `control: never` of its step',
    );
  }
  throw new NotUnderstood(
    'the event study behind which `honestdid` stands is not one of `csdid` or `jwdid`',
    '`{kind: parallel_trends, from: models.m1}` takes a column with `event(…)`',
  );
}

const honestdid: StataCommand['run'] = (statement, reading) => {
  const options = new Options(statement);
  options.pass(
    'coefplot',
    'cached',
    'parallel',
    'gridpoints',
    'grid_lb',
    'grid_ub',
    'omit',
    'ytitle',
    'xtitle',
    'title',
  );
  const [before, after, sizes, delta = 'rm'] = ['pre', 'post', 'mvec', 'delta'].map((name) => options.value(name));
  options.end();
  const key = RESTRICTIONS[delta];
  if (key === undefined)
    throw new NotUnderstood(`the violations \`delta(${delta})\` are not built in`, 'write `delta(rm)` or `delta(sd)`');
  if (sizes === undefined)
    throw new NotUnderstood('`honestdid` without `mvec()` chooses sizes by itself', 'write `mvec(0.5(0.5)2)`');
  const study = studyOf(reading.last);
  if (before !== undefined || after !== undefined)
    reading.note(
      '`pre()` and `post()` are read as all periods before and after treatment; `events:` of the step of kind `did` takes fewer',
    );
  const keys: Record<string, Value> = { from: study.name, [key]: listed(sizes) };
  if (key === 'smooth') keys.relative = [];
  const step = reading.draft.add('parallel_trends', 'parallel_trends', reading.line, keys);
  return { is: 'became', nodes: [{ step }] };
};

export const parallelTrends: readonly StataCommand[] = [...commandsOf('honestdid', 'other', () => honestdid)];
