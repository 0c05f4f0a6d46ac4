/**
 * One cell of the data edited under 20,480 stored specifications (or as many thousand steps as are told), of which 1,024 read its column: against the same
 * edit under those 1,024 alone. Demanded: at most 1.5 times as long; `why` of one node within half a second. A cell that all of them read: at most
 * 1.1 of the processor time of a run from nothing.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { Log } from '../src/engine/store/log.ts';
import { TRACES_MAGIC } from '../src/engine/store/store.ts';
import { TRACES } from '../src/engine/system/files.ts';
import { type Contender, measure, median, papermake, report, sized, usage } from './measure.ts';

const controls = Array.from({ length: 10 }, (_, j) => `c${j + 1}`);
const steps = Number(process.argv[2] ?? 20);
/** Of each step: the subsets of the controls. */
const each = 1 << controls.length;
const rounds = sized(steps > 50 ? 3 : 9, 1);

/** Of its own outcome each. */
function writeProject(folder: string, count: number): void {
  const draw = createRng('one cell').stream('panel', 0);
  const outcomes = Array.from({ length: count }, (_, k) => `y${k}`);
  const columns = [...outcomes, 'x', ...controls];
  const rows = Array.from({ length: 31 * 12 }, (_, i) =>
    [Math.floor(i / 12) + 1, (i % 12) + 1, ...columns.map(() => draw.normal().toFixed(6))].join(','),
  );
  writeFileSync(path.join(folder, 'panel.csv'), `${['unit', 'time', ...columns].join(',')}\n${rows.join('\n')}\n`);
  const entries = outcomes.map(
    (y, k) => `  s${k}: {kind: models, from: data, fit: ${y} ~ x + mvsw($controls) | unit, vcov: cluster(unit)}\n`,
  );
  const head = `papermake: 1\nsets:\n  controls: [${controls.join(', ')}]\nsteps:\n`;
  const data = '  data: {kind: ingest, file: panel.csv, panel: {unit: unit, time: time}}\n';
  writeFileSync(path.join(folder, 'pipeline.yaml'), `${head}${data}${entries.join('')}`);
}

/** In the fourth row, of the first outcome or of another column. */
function editCell(folder: string, value: number, column = 2): void {
  const file = path.join(folder, 'panel.csv');
  const lines = readFileSync(file, 'utf8').split('\n');
  const cells = lines[4]!.split(',');
  cells[column] = String(value);
  lines[4] = cells.join(',');
  writeFileSync(file, lines.join('\n'));
}

function contender(name: string, cwd: string, args: readonly string[], edit: (round: number) => void): Contender {
  return { name, command: ['node', papermake, ...args], cwd, prepare: edit };
}

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
try {
  const nodes = steps * each;
  const [many, few] = [`${nodes.toLocaleString('en')} nodes`, `the ${each.toLocaleString('en')} alone`];
  const projects = { [many]: steps, [few]: 1 };
  const cold = Object.entries(projects).map(([name, count]) => {
    const cwd = path.join(folder, name);
    mkdirSync(cwd);
    writeProject(cwd, count);
    return usage(contender(name, cwd, ['run', '-q'], () => {}));
  });
  const edited = (name: string, args: readonly string[]): Contender =>
    contender(name, path.join(folder, name), args, (round) =>
      editCell(path.join(folder, name), round + 100 * args.length),
    );
  const all = path.join(folder, many);
  /** Processor seconds of a run. */
  const cpuOf = (name: string, prepare: (round: number) => void): number =>
    usage(contender(name, all, ['run', '-q'], prepare)).cpu;
  const pairs = Array.from({ length: sized(3, 1) }, (_, round) => {
    const fromNothing = cpuOf('from nothing', () => rmSync(path.join(all, '.papermake'), { recursive: true }));
    return cpuOf('a cell that all read', () => editCell(all, 0.5 + round, 2 + steps)) / fromNothing;
  });
  const run = measure(
    [many, few].map((name) => edited(name, ['run', '-q'])),
    rounds,
  );
  const why = measure([edited(many, ['why', 's0.7'])], rounds);
  const again = usage(edited(many, ['run', '-q']));
  const ratio = run[many]! / run[few]!;
  const seconds = why[many]! / 1000;
  const log = path.join(all, TRACES);
  let records = 0;
  new Log(log, TRACES_MAGIC).index(() => void records++);
  report({
    title: `One cell of the data under ${nodes.toLocaleString('en')} nodes`,
    command: `npx tsx bench/one-cell.ts${steps === 20 ? '' : ` ${steps}`}`,
    medians: {
      [`one cell edited, ${many}, of which ${each.toLocaleString('en')} read its column`]: run[many]!,
      [`one cell edited, ${few}`]: run[few]!,
      'why one of them, after the edit': why[many]!,
      [`from nothing, ${many} (once)`]: cold[0]!.seconds * 1000,
    },
    ratios: [
      {
        text: `with ${many} it takes this many times as long as with ${few}`,
        value: ratio,
        demand: 'at most 1.5',
        holds: ratio <= 1.5,
      },
      {
        text: 'processor time after an edit of a cell that all nodes read, to that from nothing',
        value: median(pairs),
        demand: 'at most 1.1',
        holds: median(pairs) <= 1.1,
      },
      { text: 'why, in seconds', value: seconds, demand: 'below 0.5', holds: seconds < 0.5 },
      { text: 'kilobytes of the log a record', value: statSync(log).size / records / 1024 },
    ],
    remarks: [
      `peak of memory: from nothing ${cold[0]!.megabytes.toFixed(0)} MB, after the edit ${again.megabytes.toFixed(0)} MB`,
    ],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
