/**
 * All 1,024 specifications with a subset of ten controls, 372 rows, clustered, against loops of plm in R: demanded, 100 times faster in
 * one batch than the loop that makes one coefficient and its standard error, as the batch does, and 20 times faster as stored nodes of a
 * whole process than the loop that makes a table of coefficients with its tests, as the nodes do; to the first loop it is told too. On
 * another Node: `npx --yes --package=node@24 -- node --import tsx bench/specifications.ts`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import type { NodeId } from '../src/base/brand.ts';
import { createRng } from '../src/base/number/rng.ts';
import type { Design, NamedCodes, NamedColumn } from '../src/econ/design.ts';
import type { Fit } from '../src/econ/fit.ts';
import { fitSubsets, type SubsetFit } from '../src/econ/regression/many-fits.ts';
import { fitLinear } from '../src/econ/regression/ols.ts';
import { Store } from '../src/engine/store/store.ts';
import { measure, papermake, projectRoot, report } from './measure.ts';

const units = 31;
const periods = 12;
const controls = 10;
const agreed = 1e-8;
const [major] = process.versions.node.split('.');

interface Panel {
  readonly design: Design;
  readonly unit: NamedCodes;
}

function panel(): Panel {
  const draw = createRng('specifications').stream('panel', 0);
  const nobs = units * periods;
  const unit = Int32Array.from({ length: nobs }, (_, i) => Math.floor(i / periods));
  const effects = Array.from({ length: units }, () => draw.normal());
  const common = Float64Array.from({ length: nobs }, () => draw.normal());
  const made = (name: string, share: number): NamedColumn => ({
    name,
    values: common.map((value, i) => share * value + effects[unit[i]!]! + draw.normal()),
  });
  const terms = [made('x', 0.8), ...Array.from({ length: controls }, (_, j) => made(`c${j + 1}`, j / controls))];
  const y = common.map((value, i) => terms[0]!.values[i]! + value + effects[unit[i]!]! + draw.normal());
  const codes = { name: 'unit', codes: unit, levels: effects.map((_, u) => String(u + 1)) };
  const design = { nobs, outcome: { name: 'y', values: y }, terms, constant: true, absorb: [codes] };
  return { design, unit: codes };
}

function csv({ design, unit }: Panel): string {
  const columns = [design.outcome, ...design.terms];
  const rows = Array.from({ length: design.nobs }, (_, i) =>
    [unit.codes[i]! + 1, (i % periods) + 1, ...columns.map(({ values }) => values[i]!)].join(','),
  );
  return `${['unit', 'time', ...columns.map(({ name }) => name)].join(',')}\n${rows.join('\n')}\n`;
}

function timed<T>(run: () => T): { readonly ms: number; readonly result: T } {
  const start = process.hrtime.bigint();
  const result = run();
  return { ms: Number(process.hrtime.bigint() - start) / 1e6, result };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function alone({ design, unit }: Panel): void {
  for (let mask = 0; mask < 1 << controls; mask++) {
    const terms = design.terms.filter((_, j) => j === 0 || ((mask >> (j - 1)) & 1) === 1);
    const vcov = { is: 'cluster', by: ['unit'] } as const;
    fitLinear({ ...design, terms }, { vcov, small: 'xtreg', clusters: [unit], time: null });
  }
}

const pipeline = `papermake: 1
sets:
  controls: [${Array.from({ length: controls }, (_, j) => `c${j + 1}`).join(', ')}]
steps:
  data: {kind: ingest, file: panel.csv, panel: {unit: unit, time: time}}
  all: {kind: models, from: data, fit: y ~ x + mvsw($controls) | unit, vcov: cluster(unit)}
`;

/** Milliseconds of a whole `papermake run` from an empty store. */
function wholeProcess(project: string, rounds: number): number {
  const name = 'papermake run, 1,025 nodes from an empty store';
  const prepare = (): void => rmSync(path.join(project, '.papermake'), { recursive: true, force: true });
  return measure([{ name, command: [process.execPath, papermake, 'run'], cwd: project, prepare }], rounds)[name]!;
}

/** Coefficient and standard error of x in every stored node, in the order of masks. */
function storedFits(project: string): SubsetFit[] {
  const chosen = (mask: number): number[] =>
    Array.from({ length: controls }, (_, j) => j).filter((j) => (mask >> j) & 1);
  const masks = Array.from({ length: 1 << controls }, (_, mask) => mask).sort((a, b) => {
    const [left, right] = [chosen(a), chosen(b)];
    const at = left.findIndex((j, i) => j !== right[i]);
    return left.length - right.length || (at < 0 ? 0 : left[at]! - right[at]!);
  });
  const store = new Store(project);
  const fits: SubsetFit[] = [];
  for (const [i, mask] of masks.entries()) {
    const { key, artifact } = store.last(`all.${i + 1}` as NodeId)!;
    const bytes = store.part(key, artifact.parts.find((part) => part.name === 'terms')!)!;
    const [x] = JSON.parse(Buffer.from(bytes).toString()) as Fit['terms'];
    fits[mask] = {
      estimates: Float64Array.of(x!.estimate),
      stdErrors: Float64Array.of(x!.stdError as number),
    } as SubsetFit;
  }
  return fits;
}

/** The largest relative difference of estimates and standard errors of x. */
function disagreement(fits: readonly SubsetFit[], file: string): number {
  const peer = readFileSync(file, 'utf8').trim().split('\n');
  if (peer.length !== fits.length) throw new Error(`R made ${peer.length} fits, expected ${fits.length}`);
  return Math.max(
    ...fits.map((fit, mask) => {
      const [b, se] = peer[mask]!.trim().split(/\s+/).map(Number);
      return Math.max(Math.abs(fit.estimates[0]! / b! - 1), Math.abs(fit.stdErrors![0]! / se! - 1));
    }),
  );
}

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
try {
  const data = panel();
  const file = path.join(folder, 'panel.csv');
  const peerFile = path.join(folder, 'fits.txt');
  writeFileSync(file, csv(data));
  const project = path.join(folder, 'project');
  mkdirSync(project);
  writeFileSync(path.join(project, 'panel.csv'), csv(data));
  writeFileSync(path.join(project, 'pipeline.yaml'), pipeline);
  const batch = () => fitSubsets({ design: data.design, cluster: data.unit, fixed: 1 });
  const first = timed(batch);
  const warm: number[] = [];
  const peer: number[] = [];
  const peerTables: number[] = [];
  const wholes: number[] = [];
  for (let round = 0; round < 3; round++) {
    for (let run = 0; run < 5; run++) warm.push(timed(batch).ms);
    const script = path.join(projectRoot, 'bench/specifications.R');
    const { status, stdout, stderr } = spawnSync('Rscript', [script, file, peerFile], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    const [loop, tables] = stdout.trim().split(/\s+/).map(Number);
    peer.push(loop! * 1000);
    peerTables.push(tables! * 1000);
    wholes.push(wholeProcess(project, 3));
  }
  const whole = median(wholes);
  const difference = Math.max(disagreement(first.result, peerFile), disagreement(storedFits(project), peerFile));
  if (!(difference < agreed)) throw new Error(`estimates differ from R's by ${difference}`);
  const medians = {
    'one batch': median(warm),
    'one batch, first call of a process': first.ms,
    'one fit after another (once)': timed(() => alone(data)).ms,
    'papermake run from an empty store, 1,025 nodes': whole,
    'plm and sandwich, the loop alone': median(peer),
    'the same with the table of coefficients, tests, R2 and F, as nodes store them': median(peerTables),
  };
  const [ours, cold] = Object.values(medians);
  const ratio = median(peer) / ours!;
  report({
    title: `1,024 specifications on 372 rows, clustered, against a loop of plm in R; Node ${major}`,
    command: `${major === '20' ? 'npx tsx' : `npx --yes --package=node@${major} -- node --import tsx`} bench/specifications.ts`,
    medians,
    ratios: [
      { text: 'plm takes this many times as long', value: ratio, demand: 'at least 100', holds: ratio >= 100 },
      { text: 'as the first call of a process', value: median(peer) / cold! },
      { text: 'as a whole process that stores 1,024 nodes', value: median(peer) / whole },
      {
        text: 'and the loop that makes what these nodes store',
        value: median(peerTables) / whole,
        demand: 'at least 20',
        holds: median(peerTables) / whole >= 20,
      },
    ],
    remarks: [
      `estimates and standard errors agree with R's to ${difference.toExponential(0)}; start-up and reading are left out but of the whole process`,
      `load of the machine's two cores in the last minute: ${loadavg()[0]!.toFixed(1)}`,
    ],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
