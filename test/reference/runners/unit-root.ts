/** `unitroot`: unit-root tests of a panel's column, with the units' own statistics. */
import { mean } from '../../../src/base/number/sum.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { seriesOf } from '../../../steps/diagnose/numbers/unit-root/series.ts';
import { type UnitRootOptions, type UnitRootTest, unitRoot } from '../../../steps/diagnose/numbers/unit-root/tests.ts';
import type { Run } from '../case.ts';
import { type Actual, differences, type Fields, type Lookup } from '../compare.ts';
import type { Runner } from './runner.ts';

interface Found {
  readonly ts: readonly number[];
  readonly rows: ReadonlyMap<string, { readonly statistic: Stat; readonly df?: number; readonly pValue: Stat }>;
  unit(name: string): number | undefined;
}

export const runUnitRoot: Runner = (run, data) => {
  const asked = run as unknown as { readonly test: string; readonly demean?: boolean } & UnitRootOptions;
  const [unit, time] = [data.codes(data.panel!.unit), data.numbers(data.panel!.time)];
  const values = data.numbers(run.y!);
  const kept = Array.from(values.keys()).filter((i) => !Number.isNaN(values[i]!));
  const codes = Int32Array.from(kept, (i) => unit.codes[i]!);
  const series = seriesOf(
    Float64Array.from(kept, (i) => values[i]!),
    { codes, levels: unit.levels.length },
    Float64Array.from(kept, (i) => time[i]!),
    asked.demean === true,
  );
  const test = asked.test === 'fisher' ? 'fisher-adf' : (asked.test as UnitRootTest);
  const result = unitRoot(test, series, { lags: asked.lags, deterministic: asked.deterministic });
  const present = unit.levels.filter((_, level) => codes.includes(level));
  const found: Found = {
    ts: result.units.map(({ t }) => t),
    rows: new Map(result.rows.map((row) => [row.name, row])),
    unit: (name) => result.units[present.indexOf(name)]?.t,
  };
  const program = test === 'fisher-pp' ? 'PP' : 'ADF';
  return Object.entries(run.expected).flatMap(([field, expected]) =>
    differences(
      { ...run, expected: { [field]: expected }, tolerance: { rel: toleranceOf(run, field) } },
      found,
      fields(program),
    ),
  );
};

/** `"P,Z,L,Pm": "rel 1e-8 …"` by field; a p value is as right as the loosest statistic. */
function toleranceOf({ tolerance }: Run, field: string): number {
  const stated = Object.entries(tolerance as Readonly<Record<string, unknown>>).map(([names, text]) => ({
    names: names.split(','),
    relative: typeof text === 'number' ? text : Number(/rel (\S+)/u.exec(String(text))![1]!.replace(':', '')),
  }));
  const own = stated.find(({ names }) => names.includes(field.replace(/_.*/u, '')) || names.includes(field));
  return own?.relative ?? Math.max(...stated.map(({ relative }) => relative));
}

const fields = (program: string): Fields<Found> => {
  const of =
    (name: string, key: 'statistic' | 'df' | 'pValue'): Lookup<Found> =>
    ({ rows }): Actual =>
      rows.get(name)?.[key];
  const fisher = (short: string, name: string) => ({
    [short]: of(`Fisher–${program} ${name}`, 'statistic'),
    [`${short}_df`]: of(`Fisher–${program} ${name}`, 'df'),
    [`${short}_p`]: of(`Fisher–${program} ${name}`, 'pValue'),
  });
  return {
    known: {
      ...fisher('P', 'inverse χ² P'),
      ...fisher('Z', 'inverse normal Z'),
      ...fisher('L', 'inverse logit L*'),
      ...fisher('Pm', 'modified inverse χ² Pm'),
      adf_t: (found, [name]) => found.unit(name!),
      tbar: ({ ts }) => mean(ts),
      Wtbar: of('IPS W-t-bar', 'statistic'),
      t_star: of('LLC t*', 'statistic'),
      p: ({ rows }) => [...rows.values()][0]!.pValue,
    },
    ignored: { adf_p_mackinnon1994: 'parts of P', with_mackinnon1996_plm: 'another surface' },
  };
};
