/**
 * Teeth of a comparison: after one random edit of an input cell, of the sample's rule or of the covariance, exactly those cells fail which
 * papermake itself finds otherwise after the same edit, and the engine has papermake's new values. Scripts and witnesses compare alike.
 * More with `PAPERMAKE_FUZZ`.
 */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/base/json.ts';
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../src/econ/compile/keys.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';
import { TrackedData } from '../../src/export/data.ts';
import type { Writer } from '../../src/export/language.ts';
import { confirm } from '../../steps/lib/witness/confirm.ts';
import type { Engine } from '../../steps/lib/witness/engine.ts';
import { python } from '../../steps/lib/witness/python.ts';
import { r } from '../../steps/lib/witness/r.ts';
import { ColumnDigests, type Subject, subjectOf, type WitnessedResult } from '../../steps/lib/witness/subject.ts';
import { type Cells, dataOf } from '../support/data.ts';
import { estimate } from '../support/estimate.ts';
import { byPython, withoutPython, withoutR } from './runs.ts';

const SEED = Number(process.env.PAPERMAKE_SEED ?? 1);
const EDITS = Math.ceil(Number(process.env.PAPERMAKE_FUZZ ?? 0) / 100) || 36;

const UNITS = 9;
const YEARS = 6;
const wobble = (i: number, j: number): number => ((i * 7919 + j * 104_729 + i * j * 31) % 1009) / 1009;
const rows = Array.from({ length: UNITS * YEARS }, (_, row) => [Math.floor(row / YEARS), row % YEARS] as const);
const column = (of: (unit: number, time: number, row: number) => number | string): Cells =>
  rows.map(([unit, time], row) => of(unit, time, row));

const DATA: Readonly<Record<string, Cells>> = {
  id: column((unit) => `u${unit}`),
  year: column((_, time) => 2000 + time),
  x: column((_, __, row) => wobble(row, 1)),
  z: column((_, __, row) => wobble(row, 2)),
  w: column((_, __, row) => wobble(row, 3)),
  y: column((unit, time, row) => 2 * wobble(row, 1) - wobble(row, 2) + unit / 4 + time / 9 + wobble(row, 4)),
  yes: column((_, __, row) => (wobble(row, 1) + wobble(row, 5) > 1 ? 1 : 0)),
};
const PANEL = { unit: 'id', time: 'year' };

const MODELS: readonly SpecKeys[] = [
  { fit: 'y ~ x + z', vcov: 'HC1' },
  { fit: 'y ~ x + z | id', vcov: 'cluster(id)' },
  { fit: 'y ~ x + L.z | id + year', vcov: 'cluster(id)' },
  { fit: 'y ~ z | x ~ w + L.x', vcov: 'iid' },
  { fit: 'yes ~ x + z', estimator: 'logit', vcov: 'iid' },
];

type Edit =
  | { readonly is: 'cell'; readonly column: string; readonly row: number; readonly by: number }
  | { readonly is: 'sample'; readonly from: number }
  | { readonly is: 'covariance'; readonly vcov: string };

const edits: fc.Arbitrary<{ readonly model: number; readonly edit: Edit }> = fc.record({
  model: fc.nat(MODELS.length - 1),
  edit: fc.oneof(
    fc.record({
      is: fc.constant('cell' as const),
      column: fc.constantFrom('x', 'z', 'w', 'y'),
      row: fc.nat(UNITS * YEARS - 1),
      by: fc.constantFrom(0.001, 0.4, 3),
    }),
    fc.record({ is: fc.constant('sample' as const), from: fc.constantFrom(2001, 2002) }),
    fc.record({
      is: fc.constant('covariance' as const),
      vcov: fc.constantFrom('iid', 'HC1', 'cluster(id)', 'cluster(year)'),
    }),
  ),
});

function specOf(keys: SpecKeys): ModelSpec {
  const { specs, problems } = compileColumn(keys, null, {
    sets: {},
    samples: {},
    frame: 'data',
    columns: undefined,
    panel: PANEL,
  });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return specs[0]!;
}

/** The subject of a model as it stands in an export. */
function subjectWith(node: string, keys: SpecKeys, columns: Readonly<Record<string, Cells>>, writer: Writer): Subject {
  const raw = dataOf(columns, PANEL);
  const spec = specOf(keys);
  const source: WitnessedResult = {
    node,
    kind: 'models',
    params: spec as unknown as Json,
    parts: estimate(spec, raw) as unknown as WitnessedResult['parts'],
    data: new TrackedData(node, raw),
  };
  return subjectOf(source, writer, new ColumnDigests());
}

interface Tried {
  readonly engine: Engine;
  readonly program: string;
  readonly why: string | undefined;
}

const whichR = withoutR === undefined ? execFileSync('which', ['Rscript'], { encoding: 'utf8' }).split('\n')[0]! : '';
const tried: readonly Tried[] = [
  { engine: r, program: whichR, why: withoutR },
  { engine: python, program: byPython[0], why: withoutPython },
];

function edited({ model, edit }: { readonly model: number; readonly edit: Edit }, k: number, writer: Writer) {
  const keys = MODELS[model]!;
  const node = `m${k}`;
  const before = subjectWith(node, keys, DATA, writer);
  const change: { keys: SpecKeys; columns: typeof DATA } = { keys, columns: DATA };
  if (edit.is === 'sample') change.keys = { ...keys, sample: `year >= ${edit.from}` };
  if (edit.is === 'covariance') change.keys = { ...keys, vcov: edit.vcov };
  if (edit.is === 'cell') {
    const cells = DATA[edit.column]!.map((cell, row) => (row === edit.row ? (cell as number) + edit.by : cell));
    change.columns = { ...DATA, [edit.column]: cells };
  }
  const after = subjectWith(node, change.keys, change.columns, writer);
  // the script and the data after the edit, beside the values that the paper printed before it
  return { edit, before, after, asked: { ...after, values: before.values, fit: before.fit } };
}

describe.each(tried)('a witness by $engine.name', ({ engine, program, why }) => {
  it.skipIf(why !== undefined)(
    'fails on the right cells after any edit, and on no other',
    { timeout: 600_000 },
    async () => {
      const writer = engine.scripts.open();
      const all = fc.sample(edits, { numRuns: EDITS, seed: SEED }).map((each, k) => edited(each, k, writer));
      const { records, log } = await confirm(
        engine,
        writer,
        all.map(({ asked }) => asked),
        { program, timeout: null, signal: new AbortController().signal },
      );
      let failing = 0;
      all.forEach(({ edit, before, after }, k) => {
        const now = new Map(after.values.map(({ cell, ours }) => [cell, ours]));
        const sizes = new Map(before.values.map(({ term, ours }) => [term, ours]));
        for (const record of records[k]!) {
          const value = before.values.find(({ cell }) => cell === record.cell)!;
          const expected = now.get(record.cell);
          const told = `${JSON.stringify(edit)} ${before.block.lines.find((line) => /^m (?:<-|=) /.test(line))} ${record.cell}: ${JSON.stringify(record)}\n${log.slice(-300)}`;
          if (expected === undefined) {
            // clusters that the other covariance has not
            expect(record.verdict, told).toBe('no counterpart');
            continue;
          }
          const beside = Math.max(
            Math.abs(value.ours),
            // It may be none at all, and is compared beside one.
            record.cell.endsWith('worst bias') ? 1 : 0,
            value.is === 'coefficient' ? Math.abs(sizes.get(value.term) ?? 0) : 0,
          );
          const moved = Math.abs(expected - value.ours) / beside;
          expect(record.theirs, told).not.toBeNull();
          expect(Math.abs(record.theirs! - expected), told).toBeLessThan(2e-8 * Math.max(beside, Math.abs(expected)));
          if (moved > 3e-8) {
            failing += 1;
            expect(['unexplained', 'explained'], told).toContain(record.verdict);
          }
          if (moved < 0.5e-8) expect(record.verdict, told).toBe('same');
          // only another covariance may be no more than a convention
          if (record.verdict === 'explained') expect(edit.is, told).toBe('covariance');
        }
      });
      expect(failing).toBeGreaterThan(3 * EDITS);
    },
  );
});
