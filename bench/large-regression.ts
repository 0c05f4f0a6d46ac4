/**
 * One regression with an absorbed effect, clustered, of a million rows on five regressors, against numpy on one thread: demanded, no
 * slower. numpy uses what papermake uses: that the rows of a group stand together; a second pair takes the rows in no order.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { dot } from '../src/base/number/sum.ts';
import type { Design } from '../src/econ/design.ts';
import { fitLinear } from '../src/econ/regression/ols.ts';
import { report, sized } from './measure.ts';
import { runNumpy } from './numpy.ts';

const rows = sized(1_000_000, 20_000);
const groups = sized(10_000, 200);
const regressors = 5;
const turns = sized(5, 1);
const rounds = sized(5, 1);
const warmUp = sized(10, 1);

function made(): Design {
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
  const absorb = [{ name: 'unit', codes, levels: Array.from(effects, (_, g) => String(g)) }];
  return { nobs: rows, outcome: { name: 'y', values: y }, terms, constant: true, absorb };
}

/** The same rows in no order. */
function shuffled(design: Design): Design {
  const draw = createRng('large').stream('order', 0);
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  for (let i = rows - 1; i > 0; i--) {
    const j = Math.floor(draw.uniform() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const column = ({ name, values }: Design['outcome']) => ({
    name,
    values: Float64Array.from(order, (i) => values[i]!),
  });
  return {
    ...design,
    outcome: column(design.outcome),
    terms: design.terms.map(column),
    absorb: design.absorb.map((unit) => ({ ...unit, codes: Int32Array.from(order, (i) => unit.codes[i]!) })),
  };
}

const bytes = (x: Float64Array | Int32Array): Buffer => Buffer.from(x.buffer, x.byteOffset, x.byteLength);
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

interface Peer {
  readonly estimates: readonly number[];
  readonly stdErrors: readonly number[];
  readonly times: readonly number[];
}

function numpy(columns: string, codes: string, way: string): Peer {
  return runNumpy<Peer>('large_numpy.py', [columns, codes, rows, groups, rounds, way]);
}

function papermake(design: Design, peer: Peer): number {
  const start = process.hrtime.bigint();
  const vcov = { is: 'cluster', by: ['unit'] } as const;
  const fit = fitLinear(design, { vcov, small: 'xtreg', clusters: design.absorb, time: null });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  for (const [j, b] of peer.estimates.entries()) {
    const { estimate, stdError } = fit.terms[j]!;
    const off = Math.max(Math.abs(estimate / b - 1), Math.abs((stdError as number) / peer.stdErrors[j]! - 1));
    if (!(off < 1e-9)) throw new Error(`x${j + 1} differs from numpy's by ${off}`);
  }
  return ms;
}

interface Pair {
  readonly ours: number;
  readonly first: number;
  readonly theirs: number;
  /** Ours to theirs of each turn. */
  readonly turns: readonly number[];
}

/** In turn, so that a noisy machine is noisy for both. */
function compare(folder: string, design: Design, way: 'runs' | 'any'): Pair {
  const [columns, codes] = [path.join(folder, `columns-${way}`), path.join(folder, `codes-${way}`)];
  writeFileSync(columns, Buffer.concat([design.outcome, ...design.terms].map(({ values }) => bytes(values))));
  writeFileSync(codes, bytes(design.absorb[0]!.codes as Int32Array));
  const ours: number[] = [];
  const theirs: number[] = [];
  const ratios: number[] = [];
  // until the compiler is done; what that costs is in the first call
  const warm = numpy(columns, codes, way);
  const [first] = Array.from({ length: warmUp }, () => papermake(design, warm));
  for (let turn = 0; turn < turns; turn++) {
    const peer = numpy(columns, codes, way);
    theirs.push(...peer.times);
    const own = Array.from({ length: rounds }, () => papermake(design, peer));
    ours.push(...own);
    ratios.push(median(own) / median(peer.times));
  }
  return { ours: median(ours), first: first!, theirs: median(theirs), turns: ratios };
}

/** The same arithmetic by bare loops: means by group, what is left of the columns, their products. Nothing is checked or kept. */
function bareLoops(design: Design): number {
  const columns = [design.outcome, ...design.terms].map(({ values }) => values);
  const size = rows / groups;
  const left = columns.map(() => new Float64Array(size));
  let total = 0;
  const start = process.hrtime.bigint();
  for (let g = 0; g < groups; g++) {
    for (const [j, x] of columns.entries()) bareDemean(left[j]!, x, g * size);
    for (let a = 0; a < left.length; a++) for (let b = 0; b <= a; b++) total += dot(left[a]!, left[b]!);
  }
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (!(total !== 0)) throw new Error('expected sums of products, got none');
  return ms;
}

function bareDemean(out: Float64Array, x: Float64Array, from: number): void {
  let [even, odd] = [0, 0];
  for (let i = 0; i < out.length; i += 2) {
    even += x[from + i]!;
    odd += x[from + i + 1]!;
  }
  const mean = (even + odd) / out.length;
  for (let i = 0; i < out.length; i++) out[i] = x[from + i]! - mean;
}

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
try {
  const design = made();
  const sorted = compare(folder, design, 'runs');
  const bare = median(Array.from({ length: turns * rounds }, () => bareLoops(design)));
  const coded = compare(folder, design, 'any');
  const any = compare(folder, shuffled(design), 'any');
  const ratio = sorted.ours / sorted.theirs;
  report({
    title: 'One clustered regression with absorbed effects, 1,000,000 rows × 5, against numpy',
    command: 'npx tsx bench/large.ts',
    medians: {
      'papermake, in its process': sorted.ours,
      'the same, first call of a process': sorted.first,
      'numpy, one thread, summing runs': sorted.theirs,
      'bare loops of the same arithmetic': bare,
      'numpy, one thread, counting by code': coded.theirs,
      'papermake, rows in no order': any.ours,
      'numpy, one thread, counting by code, rows in no order': any.theirs,
    },
    ratios: [
      { text: 'papermake takes this many times as long', value: ratio, demand: 'at most 1', holds: ratio <= 1 },
      { text: 'to bare loops', value: sorted.ours / bare },
      { text: 'to numpy that counts by code', value: coded.ours / coded.theirs },
      { text: 'with rows in no order', value: any.ours / any.theirs },
    ],
    remarks: [
      `load average ${loadavg()[0]!.toFixed(1)} at the end; turn by turn papermake took ${sorted.turns.map((value) => value.toFixed(2)).join(', ')} times as long`,
      `one thread each, reading is left out of both; ${groups} groups; numpy solves the normal equations and reports coefficients and standard errors alone`,
    ],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
