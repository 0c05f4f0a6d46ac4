/**
 * Scores of random data against programmes that R's lpSolve solves, written from the definitions. R runs once; without it or the package the test is skipped, but not under CI.
 * @module-tag slow
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import type { EfficiencySpec } from '../../../../src/econ/efficiency/spec.ts';
import { efficiencyOf } from '../../../../steps/efficiency/numbers/report.ts';
import { dataOf } from '../../../support/data.ts';
import { absentFromR } from '../../../support/languages.ts';
import { scratchFolder } from '../../../support/scratch.ts';

const usual: EfficiencySpec = {
  ...{ name: 'e', inputs: ['k', 'l'], outputs: ['y', 'q'], undesirable: ['b'], model: 'sbm', orientation: null },
  ...{ returns: 'constant', isSuper: false, frontier: 'period', direction: null, disposability: null },
  ...{ withScale: false, index: null, isParted: false, slacks: false, peers: null, bootstrap: null },
};
const none = { undesirable: [] } as const;
const radial = { ...none, model: 'radial' } as const;
const ddf = { model: 'ddf', direction: 'outputs' } as const;

/** What R calls a measure, and the spec of it. */
const measures: readonly (readonly [call: string, spec: Partial<EfficiencySpec>])[] = (
  ['constant', 'variable', 'nonincreasing'] as const
).flatMap((returns): (readonly [string, Partial<EfficiencySpec>])[] => [
  [`radial(o, "${returns}")`, { ...radial, orientation: 'input', returns }],
  [`1 / growth(o, "${returns}")`, { ...radial, orientation: 'output', returns }],
  [`radial(o, "${returns}", o)`, { ...radial, orientation: 'input', returns, isSuper: true }],
  [`sbm(o, "${returns}")`, { returns }],
  [`slacks(o, "${returns}")`, { ...none, model: 'additive', returns }],
  [`beta(o, "${returns}", "=")`, { ...ddf, disposability: 'weak', returns }],
  [`beta(o, "${returns}", "<=")`, { ...ddf, disposability: 'free', returns }],
  [`super(o, "${returns}")`, { returns, isSuper: true }],
]);

/** Inequalities as they are defined, with the signs that lpSolve takes. */
const script = (calls: readonly string[]): string => `
library(lpSolve)
d <- read.csv(commandArgs(TRUE)[1]); n <- nrow(d)
X <- t(as.matrix(d[c("k", "l")])); Y <- t(as.matrix(d[c("y", "q")])); B <- t(as.matrix(d["b"]))
least <- function(cost, A, signs, rhs, returns, left = NULL, extra, scale = NULL, direction = "min") {
  if (!is.null(left)) A[, left] <- 0
  if (returns != "constant") {
    row <- c(rep(1, n), rep(0, extra)); if (!is.null(left)) row[left] <- 0
    if (!is.null(scale)) row[scale] <- -1
    A <- rbind(A, row); signs <- c(signs, if (returns == "variable") "=" else "<="); rhs <- c(rhs, if (is.null(scale)) 1 else 0)
  }
  found <- lp(direction, cost, A, signs, rhs)
  if (found$status == 0) found$objval else NA
}
radial <- function(o, returns, left = NULL) least(c(rep(0, n), 1), rbind(cbind(X, -X[, o]), cbind(Y, 0)), rep(c("<=", ">="), each = 2), c(0, 0, Y[, o]), returns, left, 1)
growth <- function(o, returns) 1 / least(c(rep(0, n), 1), rbind(cbind(X, 0), cbind(Y, -Y[, o])), rep(c("<=", ">="), each = 2), c(X[, o], 0, 0), returns, NULL, 1, direction = "max")
slacks <- function(o, returns) least(c(rep(0, n), rep(1, 4)), rbind(cbind(X, diag(2), 0, 0), cbind(Y, 0, 0, -diag(2))), rep("=", 4), c(X[, o], Y[, o]), returns, NULL, 4, direction = "max")
beta <- function(o, returns, sign) least(c(rep(0, n), 1), rbind(cbind(X, 0), cbind(Y, -Y[, o]), cbind(B, B[, o])), c("<=", "<=", ">=", ">=", sign), c(X[, o], Y[, o], B[, o]), returns, NULL, 1, direction = "max")
sbm <- function(o, returns) {
  A <- rbind(cbind(X, diag(2), 0, 0, 0, -X[, o]), cbind(Y, 0, 0, -diag(2), 0, -Y[, o]), cbind(B, 0, 0, 0, 0, 1, -B[, o]), c(rep(0, n), 0, 0, 1 / 3 / Y[, o], 1 / 3 / B[, o], 1))
  least(c(rep(0, n), -1 / 2 / X[, o], 0, 0, 0, 1), A, rep("=", 6), c(rep(0, 5), 1), returns, NULL, 6, n + 6)
}
super <- function(o, returns) {
  plain <- sbm(o, returns); if (plain < 1 - 1e-9) return(plain)
  A <- rbind(cbind(X, -diag(2), 0, 0, 0, -X[, o]), cbind(Y, 0, 0, diag(2), 0, -Y[, o]), cbind(B, 0, 0, 0, 0, -1, -B[, o]), c(rep(0, n), 0, 0, -1 / 3 / Y[, o], -1 / 3 / B[, o], 1))
  least(c(rep(0, n), 1 / 2 / X[, o], 0, 0, 0, 1), A, c("<=", "<=", ">=", ">=", "<=", "="), c(rep(0, 5), 1), returns, o, 6, n + 6)
}
for (o in 1:n) cat(sprintf("%.15g", c(${calls.join(', ')})), "\\n")
`;

const absent = absentFromR(['lpSolve']);

it.skipIf(absent.length > 0 && process.env.CI === undefined)('scores are those of lpSolve', () => {
  const draw = createRng('efficiency in R').stream('rows', 0);
  const units = 24;
  const columns = Object.fromEntries(
    ['k', 'l', 'y', 'q', 'b'].map((name) => [name, Array.from({ length: units }, () => 1 + 9 * draw.uniform())]),
  );
  const folder = mkdtempSync(path.join(scratchFolder(), 'efficiency-'));
  const file = (name: string): string => path.join(folder, name);
  const lines = Array.from({ length: units }, (_, i) =>
    Object.values(columns)
      .map((values) => values[i])
      .join(),
  );
  writeFileSync(file('d.csv'), [Object.keys(columns).join(), ...lines].join('\n'));
  writeFileSync(file('r.R'), script(measures.map(([call]) => call)));
  const printed = execFileSync('Rscript', ['--vanilla', file('r.R'), file('d.csv')], { encoding: 'utf8' });
  const rows = printed
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  expect(rows).toHaveLength(units);
  for (const [m, [call, more]] of measures.entries()) {
    const found = efficiencyOf({ ...usual, ...more }, dataOf(columns), () => undefined);
    const { values } = found.columns[0]!.column as { values: Float64Array };
    for (const [i, row] of rows.entries())
      if (Number.isNaN(row[m]!)) expect([call, i, values[i]]).toEqual([call, i, Number.NaN]);
      else
        expect(Math.abs(values[i]! - row[m]!), `${call} of ${i}: ${values[i]} is not ${row[m]}`).toBeLessThan(
          1e-7 * Math.max(1, Math.abs(row[m]!)),
        );
  }
});
