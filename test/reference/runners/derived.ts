/** `ipolate`, `groupStats`, `standardise`, `rank`: what `derive` makes of a column, by row (`unit|time`) or by group. */
import { readFileSync } from 'node:fs';
import { derive } from '../../../src/frame/declared/derive.ts';
import type { Frame } from '../../../src/frame/frame.ts';
import { derivation, frameOf } from '../../unit/frame/support.ts';
import type { Case } from '../case.ts';
import { type Actual, differences, type Lookup } from '../compare.ts';
import type { Runner } from './runner.ts';

/** The values of an expression by the row's unit and time. */
function byRow(expression: string, frame: Frame, { panel }: Case): ReadonlyMap<string, Actual> {
  const [unit, time] = panel!;
  const columns = new Map(frame.names.map((name) => [name, frame.column(name)]));
  const { column } = derive(derivation('made', expression), columns, frame.nrows, { unit, time });
  if (!('values' in column)) throw new Error(`text of ${expression}`);
  const { codes, levels } = frame.codes(unit);
  const times = frame.numbers(time);
  return new Map(Array.from(column.values, (x, i) => [`${levels[codes[i]!]}|${times[i]}`, stat(x)]));
}

/** The values of an expression by the row's group. */
function perGroup(expression: string, by: string, frame: Frame, test: Case): ReadonlyMap<string, Actual> {
  const { codes, levels } = frame.codes(by);
  const rows = [...byRow(expression, frame, test).values()];
  return new Map(rows.map((value, i) => [levels[codes[i]!]!, value]));
}

const stat = (value: number): Actual => (Number.isNaN(value) ? { invalid: 'missing' } : value);

const anyKey: Lookup<ReadonlyMap<string, Actual>> = (values, path) => values.get(path[0]!);

/** Expected field → expression, `x` being the column. */
const expressions: Readonly<Record<string, string>> = {
  std: 'standardize(x)',
  minmax: '(x - min(x, by=[])) / (max(x, by=[]) - min(x, by=[]))',
  average: 'rank(x, by=[])',
  track: 'rank(x, by=[], ties=low)',
  field: 'rank(-x, by=[], ties=low)',
};

const ofGroups: Readonly<Record<string, (by: string) => string>> = {
  ...Object.fromEntries(
    ['mean', 'median', 'sd', 'min', 'max', 'count'].map((name) => [name, (by: string) => `${name}(x, by=[${by}])`]),
  ),
  total: (by) => `sum(x, by=[${by}])`,
  p10: (by) => `quantile(x, 0.1, by=[${by}])`,
  p25: (by) => `quantile(x, 0.25, by=[${by}])`,
  p75: (by) => `quantile(x, 0.75, by=[${by}])`,
  iqr: (by) => `quantile(x, 0.75, by=[${by}]) - quantile(x, 0.25, by=[${by}])`,
};

export const runDerived: Runner = (run, _, test) => {
  const frame = frameOf(readFileSync(test.csv, 'utf8'), { panel: { unit: test.panel![0], time: test.panel![1] } });
  const fields = Object.keys(run.expected);
  if (run.est === 'ipolate') {
    const values = byRow('ipolate(y)', frame, test);
    return differences(run, values, {
      known: Object.fromEntries(fields.map((key) => [key, () => values.get(key)])),
      ignored: {},
    });
  }
  const expression = (field: string): ReadonlyMap<string, Actual> =>
    typeof run.by === 'string'
      ? perGroup(ofGroups[field]!(run.by), run.by, frame, test)
      : byRow(expressions[field] ?? `${field}(x, by=[])`, frame, test);
  const known = Object.fromEntries(
    fields.map((field): [string, Lookup<null>] => {
      const values = expression(field);
      return [field, (_, path) => (path.length === 0 ? [...values.values()][0] : anyKey(values, path))];
    }),
  );
  return differences(run, null, { known, ignored: {} });
};
