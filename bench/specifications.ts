/**
 * All 1,024 specifications with a subset of ten controls, clustered: a whole `papermake run` that stores each as a node, against loops of plm in
 * R over the same, on a panel of 372 rows and one of 5,000. Demanded: on 372 rows the loop that makes a
 * table of coefficients with its tests, as the nodes do, takes 20 times as long, and the one that makes one coefficient and its standard error 100
 * times; on 5,000 rows the first takes 50 times as long. On another Node:
 * `npx --yes --package=node@24 -- node --import tsx bench/specifications.ts`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import type { NodeId } from '../src/base/brand.ts';
import { createRng } from '../src/base/number/rng.ts';
import type { Fit } from '../src/econ/fit.ts';
import { Store } from '../src/engine/store/store.ts';
import { measure, papermake, projectRoot, report, sized, type Verdict } from './measure.ts';

interface Panel {
  readonly units: number;
  readonly periods: number;
  /** Of R's loops, which take minutes over many rows. */
  readonly rounds: number;
  /** The loop alone, and the one that makes what nodes store, must take so many times as long. */
  readonly demanded: { readonly alone?: number; readonly tables: number };
}

const panels: readonly Panel[] = [
  { units: 31, periods: 12, rounds: sized(3, 1), demanded: { alone: 100, tables: 20 } },
  { units: 500, periods: 10, rounds: 1, demanded: { tables: 50 } },
];
const controls = Array.from({ length: sized(10, 3) }, (_, j) => `c${j + 1}`);
const agreed = 1e-8;
const [major] = process.versions.node.split('.');

/** Columns that share a common part, more of it the later; the outcome is x and that part, with an effect of the unit. */
function csv({ units, periods }: Panel): string {
  const draw = createRng('specifications').stream('panel', 0);
  const nobs = units * periods;
  const unit = Array.from({ length: nobs }, (_, i) => Math.floor(i / periods));
  const effects = Array.from({ length: units }, () => draw.normal());
  const common = Array.from({ length: nobs }, () => draw.normal());
  const made = (share: number): number[] =>
    common.map((value, i) => share * value + effects[unit[i]!]! + draw.normal());
  const x = made(0.8);
  const others = controls.map((_, j) => made(j / controls.length));
  const y = common.map((value, i) => x[i]! + value + effects[unit[i]!]! + draw.normal());
  const columns = [y, x, ...others];
  const rows = unit.map((u, i) => [u + 1, (i % periods) + 1, ...columns.map((values) => values[i]!)].join(','));
  return `${['unit', 'time', 'y', 'x', ...controls].join(',')}\n${rows.join('\n')}\n`;
}

const pipeline = `papermake: 1
sets:
  controls: [${controls.join(', ')}]
steps:
  data: {kind: ingest, file: panel.csv, panel: {unit: unit, time: time}}
  all: {kind: models, from: data, fit: y ~ x + mvsw($controls) | unit, vcov: cluster(unit)}
`;

/** Milliseconds of a whole `papermake run` from an empty store. */
function wholeProcess(project: string): number {
  const name = 'papermake run';
  const prepare = (): void => rmSync(path.join(project, '.papermake'), { recursive: true, force: true });
  return measure([{ name, command: [process.execPath, papermake, 'run'], cwd: project, prepare }], 3)[name]!;
}

interface Loops {
  /** Milliseconds of the loop that makes a coefficient and its standard error, and of the one that makes a table. */
  readonly alone: number;
  readonly tables: number;
}

/** Writes estimate and standard error of x by subset to `out`. */
function inR(project: string, out: string): Loops {
  const script = path.join(projectRoot, 'bench/specifications.R');
  const { status, stdout, stderr } = spawnSync('Rscript', [script, path.join(project, 'panel.csv'), out], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const [alone, tables] = stdout.trim().split(/\s+/).map(Number);
  return { alone: alone! * 1000, tables: tables! * 1000 };
}

type Row = readonly [estimate: number, stdError: number];

/** Of x in every stored node, by mask: bit j says whether control j is in. */
function storedRows(project: string): Row[] {
  const chosen = (mask: number): number[] => controls.map((_, j) => j).filter((j) => (mask >> j) & 1);
  const masks = Array.from({ length: 1 << controls.length }, (_, mask) => mask).sort((a, b) => {
    const [left, right] = [chosen(a), chosen(b)];
    const at = left.findIndex((j, i) => j !== right[i]);
    return left.length - right.length || (at < 0 ? 0 : left[at]! - right[at]!);
  });
  const store = new Store(project);
  const rows: Row[] = [];
  for (const [i, mask] of masks.entries()) {
    const { key, artifact } = store.last(`all.${i + 1}` as NodeId)!;
    const bytes = store.part(key, artifact.parts.find((part) => part.name === 'terms')!)!;
    const [x] = JSON.parse(Buffer.from(bytes).toString()) as Fit['terms'];
    rows[mask] = [x!.estimate, x!.stdError as number];
  }
  return rows;
}

/** The largest relative difference from R's. */
function disagreement(rows: readonly Row[], file: string): number {
  const peer = readFileSync(file, 'utf8').trim().split('\n');
  if (peer.length !== rows.length) throw new Error(`R made ${peer.length} fits, expected ${rows.length}`);
  return Math.max(
    ...rows.map(([estimate, stdError], mask) => {
      const [b, se] = peer[mask]!.trim().split(/\s+/).map(Number);
      return Math.max(Math.abs(estimate / b! - 1), Math.abs(stdError / se! - 1));
    }),
  );
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

function compared(panel: Panel, folder: string): void {
  const project = path.join(folder, String(panel.units));
  mkdirSync(project);
  writeFileSync(path.join(project, 'panel.csv'), csv(panel));
  writeFileSync(path.join(project, 'pipeline.yaml'), pipeline);
  const out = path.join(folder, 'fits.txt');
  const wholes: number[] = [];
  const loops: Loops[] = [];
  for (let round = 0; round < panel.rounds; round++) {
    wholes.push(wholeProcess(project));
    loops.push(inR(project, out));
  }
  wholes.push(wholeProcess(project));
  const difference = disagreement(storedRows(project), out);
  if (!(difference < agreed)) throw new Error(`estimates differ from R's by ${difference}`);
  const whole = median(wholes);
  const alone = median(loops.map((each) => each.alone));
  const tables = median(loops.map((each) => each.tables));
  const rows = (panel.units * panel.periods).toLocaleString('en');
  report({
    title: `1,024 specifications on ${rows} rows, clustered, against a loop of plm in R; Node ${major}`,
    command: `${major === '20' ? 'npx tsx' : `npx --yes --package=node@${major} -- node --import tsx`} bench/specifications.ts`,
    medians: {
      'papermake run from an empty store, 1,025 nodes': whole,
      'plm and sandwich, the loop alone': alone,
      'the same with the table of coefficients, tests, R2 and F, as nodes store them': tables,
    },
    ratios: [
      ratio('plm takes this many times as long', alone / whole, panel.demanded.alone),
      ratio('and to make what the nodes store', tables / whole, panel.demanded.tables),
    ],
    remarks: [
      `estimates and standard errors agree with R's to ${difference.toExponential(0)}; R's start-up and reading are left out, papermake's are in`,
      `load of the machine's two cores in the last minute: ${loadavg()[0]!.toFixed(1)}`,
    ],
  });
}

function ratio(text: string, value: number, least: number | undefined): Verdict['ratios'][number] {
  return least === undefined ? { text, value } : { text, value, demand: `at least ${least}`, holds: value >= least };
}

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
try {
  for (const panel of panels) compared(panel, folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
