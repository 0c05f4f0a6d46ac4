/**
 * Weights on the simplex against those of R's quadprog, whose method is another one (Goldfarb and Idnani 1983). R runs once; without it or the package the test is skipped, but not under CI.
 * @module-tag slow
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { simplexWeights } from '../../../steps/synthetic_control/numbers/simplex.ts';
import { absentFromR } from '../../support/languages.ts';
import { scratchFolder } from '../../support/scratch.ts';

/** |Aw − b|² + ridge |w|² over weights that add up to 1 and are not negative. */
const script = `
library(quadprog)
for (file in commandArgs(TRUE)) {
  d <- as.matrix(read.csv(file, header = FALSE)); ridge <- d[1, 1]; d <- d[-1, ]
  b <- d[, 1]; A <- d[, -1, drop = FALSE]; n <- ncol(A)
  found <- solve.QP(crossprod(A) + ridge * diag(n), drop(crossprod(A, b)), cbind(1, diag(n)), c(1, rep(0, n)), 1)
  cat(sprintf("%.15g", found$solution), "\\n")
}`;

interface Problem {
  readonly columns: readonly Float64Array[];
  readonly target: Float64Array;
  readonly ridge: number;
}

/** Donors and periods: fewer donors than periods without a penalty, and more with one, as quadprog needs. */
const forms = [
  ...[2, 5, 12, 20].map((donors) => ({ donors, periods: 30, ridge: 0 })),
  ...[8, 45, 80].map((donors) => ({ donors, periods: 26, ridge: 0.5 })),
  { donors: 45, periods: 26, ridge: 400 },
];

const absent = absentFromR(['quadprog']);

it.skipIf(absent.length > 0 && process.env.CI === undefined)('weights are those of quadprog to 1e-9', () => {
  const draw = createRng('quadprog').stream('rows', 0);
  const problems = forms.flatMap(({ donors, periods, ridge }) =>
    Array.from({ length: 4 }, (): Problem => {
      const common = Float64Array.from({ length: periods }, () => 2 * draw.normal());
      const path = (): Float64Array => common.map((value) => value + draw.normal());
      return { columns: Array.from({ length: donors }, path), target: path(), ridge };
    }),
  );
  const folder = mkdtempSync(path.join(scratchFolder(), 'quadprog-'));
  const files = problems.map(({ columns, target, ridge }, i) => {
    const file = path.join(folder, `${i}.csv`);
    const rows = [...target].map((value, t) => [value, ...columns.map((column) => column[t])].join());
    writeFileSync(file, [[ridge, ...columns.map(() => 0)].join(), ...rows].join('\n'));
    return file;
  });
  const program = path.join(folder, 'q.R');
  writeFileSync(program, script);
  const lines = execFileSync('Rscript', ['--vanilla', program, ...files], { encoding: 'utf8' })
    .trim()
    .split('\n');
  expect(lines).toHaveLength(problems.length);
  let zeros = 0;
  for (const [i, { columns, target, ridge }] of problems.entries()) {
    const { weights } = simplexWeights(columns, target, ridge);
    const peers = lines[i]!.trim().split(/\s+/).map(Number);
    for (const [j, weight] of weights.entries())
      expect(Math.abs(weight - peers[j]!), `weight ${j} of problem ${i}`).toBeLessThan(1e-9);
    zeros += weights.filter((weight) => weight === 0).length;
  }
  expect(zeros).toBeGreaterThan(100);
});
