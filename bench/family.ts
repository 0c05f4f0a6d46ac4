/** 32 specifications that share a million rows, one- and two-way effects with clusters; by processor time, to be run in turn with another checkout's copy of this file. */
import { createRng } from '../src/base/number/rng.ts';
import type { Design, NamedCodes } from '../src/econ/design.ts';
import { Workspace } from '../src/econ/linalg/workspace.ts';
import { fitLinear } from '../src/econ/regression/ols.ts';
import { sized } from './measure.ts';

const nobs = sized(1_000_000, 20_000);
const periods = 10;
const draw = createRng('family').stream('rows', 0);
const codesOf = (name: string, levels: number, code: (i: number) => number): NamedCodes => ({
  name,
  codes: Int32Array.from({ length: nobs }, (_, i) => code(i)),
  levels: Array.from({ length: levels }, (_, g) => String(g)),
});
const unit = codesOf('unit', nobs / periods, (i) => Math.floor(i / periods));
const year = codesOf('year', periods, (i) => i % periods);
const columns = Array.from({ length: 6 }, (_, j) => ({
  name: `x${j}`,
  values: Float64Array.from({ length: nobs }, () => draw.normal()),
}));
const y = Float64Array.from(columns[0]!.values, (x, i) => x + 0.5 * columns[1]!.values[i]! + draw.normal());

for (const absorb of [[unit], [unit, year]]) {
  const workspace = new Workspace();
  const before = process.cpuUsage();
  let total = 0;
  for (let chosen = 0; chosen < 32; chosen++) {
    const terms = columns.filter((_, j) => j === 0 || ((chosen >> (j - 1)) & 1) === 1);
    const design: Design = { nobs, outcome: { name: 'y', values: y }, terms, constant: true, absorb };
    const vcov = { is: 'cluster', by: ['unit'] } as const;
    const fit = fitLinear(design, { vcov, small: 'reghdfe', clusters: [unit], time: null }, workspace);
    total += fit.terms[0]!.estimate + (fit.terms[0]!.stdError as number);
  }
  const { user, system } = process.cpuUsage(before);
  const effects = absorb.map(({ name }) => name).join(' + ');
  process.stdout.write(`${effects}: ${((user + system) / 1000).toFixed(0)} ms of CPU; check ${total}\n`);
}
