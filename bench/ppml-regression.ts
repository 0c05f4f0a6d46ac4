/**
 * PPML with two absorbed effects and two regressors on a million rows with robust errors, against numpy: IRLS with alternating projections, warm
 * from one step to the next. By processor time, in turn; ours includes the search for separation, which numpy's leaves out. Demanded: no slower.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import type { NamedCodes } from '../src/econ/design.ts';
import type { Sample } from '../src/econ/estimator.ts';
import { Workspace } from '../src/econ/linalg/workspace.ts';
import { fit as fitPoisson } from '../src/econ/poisson/fit.ts';
import { runNumpy } from './numpy.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
const [first, second] = [2_000, 1_500];
const draw = createRng('ppml').stream('rows', 0);
const a = Int32Array.from({ length: rows }, () => draw.int(first));
const b = Int32Array.from({ length: rows }, () => draw.int(second));
const x = Float64Array.from({ length: rows }, () => draw.normal());
const z = Float64Array.from({ length: rows }, (_, i) => draw.normal() + 0.2 * Math.sin(a[i]!));
const y = Float64Array.from({ length: rows }, (_, i) =>
  Math.floor(
    -Math.log(draw.uniform()) * Math.exp(1 + 0.3 * x[i]! - 0.2 * z[i]! + Math.sin(a[i]!) / 2 + Math.cos(b[i]!) / 2),
  ),
);
const codesOf = (name: string, codes: Int32Array, levels: number): NamedCodes => ({
  name,
  codes,
  levels: Array.from({ length: levels }, (_, g) => String(g)),
});
const sample = {
  spec: { vcov: { is: 'hc', type: 'HC1' }, estimator: { is: 'poisson' }, terms: ['x', 'z'] },
  design: {
    nobs: rows,
    outcome: { name: 'y', values: y },
    terms: [
      { name: 'x', values: x },
      { name: 'z', values: z },
    ],
    constant: true,
    absorb: [codesOf('a', a, first), codesOf('b', b, second)],
  },
  clusters: [],
  time: null,
  columns: () => [],
  levels: () => [],
  workspace: new Workspace(),
} as unknown as Sample;

const before = process.cpuUsage();
const own = fitPoisson(sample);
const { user, system } = process.cpuUsage(before);
const ms = (user + system) / 1000;

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-ppml-'));
const files = ['columns', 'codes'].map((name) => path.join(folder, name)) as [string, string];
const bytes = (array: Float64Array | Int32Array): Buffer =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength);
writeFileSync(files[0], Buffer.concat([y, x, z].map(bytes)));
writeFileSync(files[1], Buffer.concat([a, b].map(bytes)));
const peer = runNumpy<{ slopes: number[]; errors: number[]; ms: number }>('ppml_numpy.py', [
  ...files,
  rows,
  first,
  second,
]);
rmSync(folder, { recursive: true });
for (const [j, slope] of peer.slopes.entries()) {
  const { estimate, stdError } = own.terms[j]!;
  const off = Math.max(Math.abs(estimate / slope - 1), Math.abs((stdError as number) / peer.errors[j]! - 1));
  if (off > 1e-6) throw new Error(`term ${j}: ${estimate} (${stdError as number}), numpy ${slope} (${peer.errors[j]})`);
}
process.stdout.write(
  `${rows} rows: ${ms.toFixed(0)} ms of CPU, numpy ${peer.ms.toFixed(0)} ms; ratio ${(ms / peer.ms).toFixed(2)}\n`,
);
