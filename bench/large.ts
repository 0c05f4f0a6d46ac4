/** One regression with an absorbed effect, clustered, of a million rows on five regressors, against numpy on one thread: demanded, no slower. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/rng.ts';
import type { Design } from '../src/econ/design.ts';
import { fitLinear } from '../src/econ/ols.ts';
import { projectRoot, report } from './measure.ts';

const rows = 1_000_000;
const groups = 10_000;
const regressors = 5;
const rounds = 7;

function made(): { readonly design: Design; readonly codes: Int32Array } {
  const draw = createRng('large').stream('panel', 0);
  const codes = Int32Array.from({ length: rows }, (_, i) => Math.floor((i * groups) / rows));
  const effects = Float64Array.from({ length: groups }, () => draw.normal());
  const terms = Array.from({ length: regressors }, (_, j) => ({
    name: `x${j + 1}`,
    values: Float64Array.from(codes, (g) => effects[g]! * j + draw.normal()),
  }));
  const y = Float64Array.from(
    codes,
    (g, i) => terms.reduce((sum, x) => sum + x.values[i]!, effects[g]!) + draw.normal(),
  );
  const levels = Array.from(effects, (_, g) => String(g));
  const absorb = [{ name: 'unit', codes, levels }];
  return { design: { nobs: rows, outcome: { name: 'y', values: y }, terms, constant: true, absorb }, codes };
}

const bytes = (x: Float64Array | Int32Array): Buffer => Buffer.from(x.buffer, x.byteOffset, x.byteLength);
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

interface Peer {
  readonly estimates: readonly number[];
  readonly stdErrors: readonly number[];
  readonly times: readonly number[];
}

function numpy(columns: string, codes: string): Peer {
  const args = [path.join(projectRoot, 'bench/large_numpy.py'), columns, codes, rows, groups, rounds].map(String);
  const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  const { status, stdout, stderr } = spawnSync('python3', args, {
    encoding: 'utf8',
    env: { ...process.env, ...threads },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Peer;
}

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
try {
  const { design, codes } = made();
  const [columnFile, codeFile] = [path.join(folder, 'columns'), path.join(folder, 'codes')];
  writeFileSync(columnFile, Buffer.concat([design.outcome, ...design.terms].map(({ values }) => bytes(values))));
  writeFileSync(codeFile, bytes(codes));
  const peer = numpy(columnFile, codeFile);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    const vcov = { is: 'cluster', by: ['unit'] } as const;
    const fit = fitLinear(design, { vcov, small: 'xtreg', clusters: design.absorb, time: null });
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
    for (const [j, b] of peer.estimates.entries()) {
      const { estimate, stdError } = fit.terms[j]!;
      const off = Math.max(Math.abs(estimate / b - 1), Math.abs((stdError as number) / peer.stdErrors[j]! - 1));
      if (!(off < 1e-9)) throw new Error(`x${j + 1} differs from numpy's by ${off}`);
    }
  }
  const medians = { 'papermake, in its process': median(times), 'numpy, one thread': median(peer.times) };
  const ratio = median(times) / median(peer.times);
  report({
    title: 'One clustered regression with absorbed effects, 1,000,000 rows × 5, against numpy',
    command: 'npx tsx bench/large.ts',
    medians,
    ratios: [{ text: 'papermake takes this many times as long', value: ratio, demand: 'at most 1', holds: ratio <= 1 }],
    remarks: [
      `reading is left out of both; ${groups} groups; numpy solves the normal equations and reports coefficients and standard errors alone`,
    ],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
