/** `reshape`: a wide file in its long form, row by row. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { valueText } from '../../../src/frame/column.ts';
import { long } from '../../../src/frame/shape/long.ts';
import { stubsOf } from '../../../src/frame/shape/pattern.ts';
import { frameOf } from '../../unit/frame/support.ts';
import { type Actual, differences } from '../compare.ts';
import type { Runner } from './runner.ts';

export const runReshape: Runner = (run, _, test) => {
  const { file, stubs = [], j = '', id = '' } = run;
  const wide = frameOf(readFileSync(join(dirname(test.csv), file!), 'utf8'));
  const { frame } = long(wide, new Map(), {
    stubs: stubsOf(
      stubs.map((stub) => `${stub}{${j}}`),
      undefined,
      j,
    ).stubs,
    name: j,
    type: 'number',
    id: [id],
    keep: null,
    dropMissing: false,
    panel: null,
  });
  const cell = (name: string, row: number): Actual => {
    const column = frame.column(name);
    if ('codes' in column) return valueText(column, row);
    return Number.isNaN(column.values[row]!) ? { invalid: 'missing' } : column.values[row]!;
  };
  return differences(run, frame, {
    known: {
      rows: (_frame, [row, column]) => cell(frame.names[Number(column)]!, Number(row)),
      columns: (_frame, [k]) => frame.names[Number(k)],
      n: () => frame.nrows,
    },
    ignored: {},
  });
};
