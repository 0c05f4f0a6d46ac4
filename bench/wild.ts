/**
 * A wild cluster bootstrap with 9,999 draws of 1,000 clusters for every coefficient: p value and interval, against numpy's p values alone, on one thread. Processor time
 * in turn, the regression in both. Demanded: no slower.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import type { Design } from '../src/econ/design.ts';
import { fitLinear } from '../src/econ/regression/ols.ts';
import { median, processorMs, report, sized } from './measure.ts';
import { runNumpy } from './numpy.ts';

const [rows, groups, reps, regressors, turns] = [
  sized(20_000, 2000),
  sized(1000, 100),
  sized(9999, 99),
  3,
  sized(5, 1),
];
const draw = createRng('wild').stream('bench', 0);
const codes = Int32Array.from({ length: rows }, (_, i) => Math.floor((i * groups) / rows));
const common = Float64Array.from({ length: groups }, () => draw.normal());
const terms = Array.from({ length: regressors }, (_, j) => ({
  name: `x${j + 1}`,
  values: Float64Array.from(codes, (g) => 0.3 * j * common[g]! + draw.normal()),
}));
const y = Float64Array.from(codes, (g, i) => 0.02 * terms[0]!.values[i]! + 0.5 * common[g]! + draw.normal());
const design: Design = { nobs: rows, outcome: { name: 'y', values: y }, terms, constant: true, absorb: [] };
const cluster = { name: 'unit', codes, levels: Array.from(common, (_, g) => String(g)) };
const wild = { weights: 'rademacher', reps, seed: '1' } as const;
const ours = () =>
  fitLinear(design, { vcov: { is: 'cluster', by: ['unit'], wild }, small: 'regress', clusters: [cluster], time: null });

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const bytes = (x: Float64Array | Int32Array): Buffer => Buffer.from(x.buffer, x.byteOffset, x.byteLength);
const files = ['columns', 'codes'].map((name) => path.join(folder, name)) as [string, string];
writeFileSync(files[0], Buffer.concat([y, ...terms.map(({ values }) => values)].map(bytes)));
writeFileSync(files[1], bytes(codes));
const theirs = () => runNumpy<{ p: number[]; times: number[] }>('wild_numpy.py', [...files, rows, groups, reps, 1]);

const first = processorMs(ours);
const pairs = Array.from({ length: turns }, () => [processorMs(ours), theirs()] as const);
rmSync(folder, { recursive: true });
const [own, peer] = [median(pairs.map(([{ ms }]) => ms)), median(pairs.map(([, { times }]) => times[0]!))];
const found = first.result.terms.map(({ pValue }) => pValue as number);
const [constant, ...others] = pairs[0]![1].p;
// Monte Carlo errors of two shares, each at most half by the root of the draws
for (const [j, p] of [...others, constant!].entries())
  if (Math.abs(p - found[j]!) > 4 * Math.sqrt((2 * 0.25) / reps)) throw new Error(`p ${found[j]} is not ${p}`);
report({
  title: 'The wild cluster bootstrap with 9,999 draws of 1,000 clusters, against numpy; processor time',
  command: 'npx tsx bench/wild.ts',
  medians: {
    'papermake, p and interval of four coefficients': own,
    'the same, first call of a process': first.ms,
    'numpy, p of four coefficients': peer,
  },
  ratios: [
    { text: 'papermake takes this many times as long', value: own / peer, demand: 'at most 1', holds: own <= peer },
    { text: 'in the first call of a process', value: first.ms / peer },
  ],
  remarks: [
    `one thread each, reading is left out of both; p values agree within the error of the draws; load ${loadavg()[0]!.toFixed(1)}`,
  ],
});
