/** `shiftshare`: shares of a base period and the variable, with and without a unit's own values in the totals. */
import { shiftShare } from '../../../src/econ/regional/shift-share.ts';
import { differences, type Fields } from '../compare.ts';
import type { Runner } from './runner.ts';

interface Result {
  share(unit: string, sector: string): number | undefined;
  value(unit: string, time: string, leaveOut: boolean): number | undefined;
}

export const runShiftShare: Runner = (run, data) => {
  const { unit, time, sector, value, base } = run as unknown as Record<'unit' | 'time' | 'sector' | 'value', string> & {
    base: number;
  };
  const [units, sectors] = [data.codes(unit), data.codes(sector)];
  const rows = { unit: units, sector: sectors, time: data.numbers(time), value: data.numbers(value) };
  const found = [false, true].map((leaveOut) => shiftShare(rows, { base, leaveOut, zero: false }));
  const result: Result = {
    share: (i, k) => found[0]!.shares[units.levels.indexOf(i) * sectors.levels.length + sectors.levels.indexOf(k)],
    value: (i, t, leaveOut) => {
      const { values, periods } = found[leaveOut ? 1 : 0]!;
      return values[units.levels.indexOf(i) * periods.length + periods.indexOf(Number(t))];
    },
  };
  return differences(run, result, fields);
};

const fields: Fields<Result> = {
  known: {
    shares: (result, [name]) => result.share(...(name!.split(':') as [string, string])),
    instrument: (result, [name, field]) =>
      result.value(...(name!.split(':') as [string, string]), field === 'bartik_loo'),
  },
  ignored: { note: 'words' },
};
