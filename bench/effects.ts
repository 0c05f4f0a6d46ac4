/**
 * Regressions of a million rows with absorbed effects and clusters as a node has them, from columns to the record of a fit: one and two effects, and
 * instruments. The least processor time of several turns, to be run in turn with another checkout's copy of this file.
 */
import { createRng } from '../src/base/number/rng.ts';
import { compileColumn } from '../src/econ/compile/compile-column.ts';
import type { Codes, Data } from '../src/econ/data.ts';
import { estimate } from '../src/econ/estimate.ts';
import { estimatorOf } from '../src/econ/registry.ts';
import { sized } from './measure.ts';

const rows = sized(1_000_000, 20_000);
const periods = 10;
const turns = sized(Number(process.argv[2] ?? 3), 1);
const chosen = process.argv[3];

/** A tenth of the rows of the second panel is missing. */
function made(isWhole: boolean): Data {
  const draw = createRng('effects').stream('rows', 0);
  const cells: number[] = [];
  for (let cell = 0; cells.length < rows; cell++) if (isWhole || draw.uniform() > 0.1) cells.push(cell);
  const codes = (levels: number, of: (cell: number) => number): Codes => ({
    codes: Int32Array.from(cells, of),
    levels: Array.from({ length: levels }, (_, level) => String(level)),
  });
  const unit = codes(Math.floor(cells[rows - 1]! / periods) + 1, (cell) => Math.floor(cell / periods));
  const year = codes(periods, (cell) => cell % periods);
  const state = codes(500, (cell) => Math.floor(cell / periods) % 500);
  const normal = (): Float64Array => Float64Array.from(cells, () => draw.normal());
  const numbers: Record<string, Float64Array> = {};
  for (const name of ['x1', 'x2', 'x3', 'x4', 'x5', 'z1', 'z2']) numbers[name] = normal();
  const { x1, x2, x3, z1, z2 } = numbers;
  const noise = normal();
  numbers.w = noise.map((e, i) => z1![i]! + 0.5 * z2![i]! + 0.3 * x2![i]! + e + draw.normal());
  numbers.y = noise.map((e, i) => x1![i]! + 0.5 * x2![i]! - x3![i]! + numbers.w![i]! + e + (unit.codes[i]! % 7));
  const groups: Record<string, Codes> = { unit, year, state };
  return {
    nrows: rows,
    panel: null,
    has: (name) => name in numbers || name in groups,
    type: (name) => (name in groups ? 'category' : 'number'),
    numbers: (name) => numbers[name]!,
    codes: (name) => groups[name]!,
  };
}

const effects = 'y ~ x1 + x2 + x3 + x4 + x5';
const cases: readonly (readonly [name: string, fit: string, cluster: string, isWhole: boolean])[] = [
  ['one effect', `${effects} | unit`, 'unit', true],
  ['one effect, clusters of units', `${effects} | unit`, 'state', true],
  ['two effects', `${effects} | unit + year`, 'unit', true],
  ['two effects, rows missing', `${effects} | unit + year`, 'unit', false],
  ['instruments, one effect', 'y ~ x1 + x2 | unit | w ~ z1 + z2', 'unit', true],
  ['instruments, two effects', 'y ~ x1 + x2 | unit + year | w ~ z1 + z2', 'unit', true],
];
const data = new Map([true, false].map((isWhole) => [isWhole, made(isWhole)]));
for (const [name, fit, cluster, isWhole] of cases) {
  if (chosen !== undefined && !name.includes(chosen)) continue;
  const keys = { fit, vcov: `cluster(${cluster})` };
  const context = { sets: {}, samples: {}, frame: 'panel', columns: undefined, panel: { unit: 'unit', time: 'year' } };
  const { specs, problems } = compileColumn(keys, null, context);
  if (problems.length > 0) throw new Error(problems[0]!.message);
  const fitModel = await estimatorOf(specs[0]!).load();
  const times: number[] = [];
  let check = 0;
  for (let turn = 0; turn < turns; turn++) {
    const before = process.cpuUsage();
    const { terms } = estimate(specs[0]!, data.get(isWhole)!, fitModel);
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
    check = terms[0]!.estimate + (terms[0]!.stdError as number);
  }
  process.stdout.write(`${name}: ${Math.min(...times).toFixed(0)} ms, first ${times[0]!.toFixed(0)}; check ${check}\n`);
}
