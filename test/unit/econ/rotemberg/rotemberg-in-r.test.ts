/** Rotemberg weights, first stages and sets of sectors by lm() and cross-products in base R. R runs once; without it the test is skipped, but not under CI. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { type RotembergResult, rotembergResult } from '../../../../steps/rotemberg/numbers/rotemberg-result.ts';
import type { RotembergSpec } from '../../../../steps/rotemberg/numbers/spec.ts';
import { absentFromR } from '../../../support/languages.ts';
import { scratchFolder } from '../../../support/scratch.ts';
import { frameOf } from '../../frame/support.ts';

const csv = path.resolve(import.meta.dirname, '../../../reference/cases/wiv-shiftshare/data.csv');
const names = [1, 2, 3, 4, 5, 6];
const spec: RotembergSpec = {
  ...{ outcome: 'y', endogenous: 'x', shares: names.map((k) => `s${k}`), shocks: names.map((k) => `g${k}`) },
  ...{ shiftShare: null, period: 'period', controls: ['ctl'], absorb: ['period'], weights: 'pop' },
  ...{ vcov: { is: 'cluster', by: ['region'] }, sample: null, exclude: null, byPeriod: false, top: 6 },
};

/** Of each sector: weight, estimate, mean share, F with errors by regions, and the test's value less its critical value at the ends of the set. */
const script = `
a <- commandArgs(TRUE); d <- read.csv(a[1]); ends <- read.csv(a[2]); w <- d$pop
left <- function(v) sqrt(w) * residuals(lm(v ~ ctl + factor(period), d, weights = w))
y <- left(d$y); x <- left(d$x); n <- nrow(d); g <- length(unique(d$region)); k <- 1 + 3 + 1
products <- sapply(1:6, function(j) sum(sqrt(w) * d[[paste0("s", j)]] * d[[paste0("g", j)]] * x))
for (j in 1:6) {
  z <- left(d[[paste0("s", j)]] * d[[paste0("g", j)]])
  factor <- g / (g - 1) * (n - 1) / (n - k)
  wald <- function(v) { b <- sum(z * v) / sum(z^2); e <- v - z * b
    b^2 / (factor * sum(rowsum(z * e, d$region)^2) / sum(z^2)^2) }
  at <- c(ends$low[j], ends$high[j])
  off <- sapply(at, function(b) wald(y - b * x) / qf(0.95, 1, g - 1) - 1)
  cat(sprintf("%.15g", c(products[j] / sum(products), sum(z * y) / sum(z * x), weighted.mean(d[[paste0("s", j)]], w), wald(x), off)), "\\n")
}`;

const absent = absentFromR([]);

it.skipIf(absent.length > 0 && process.env.CI === undefined)('of sectors are those of base R', () => {
  const { sectors } = rotembergResult(spec, frameOf(readFileSync(csv, 'utf8')) as never);
  const records = sectors as RotembergResult['rows'];
  const folder = mkdtempSync(path.join(scratchFolder(), 'rotemberg-'));
  const file = (name: string): string => path.join(folder, name);
  const ends = records.map(({ low, high }) => (typeof low === 'number' ? `${low},${high}` : 'NA,NA'));
  writeFileSync(file('ends.csv'), ['low,high', ...ends].join('\n'));
  writeFileSync(file('r.R'), script);
  const printed = execFileSync('Rscript', ['--vanilla', file('r.R'), csv, file('ends.csv')], { encoding: 'utf8' });
  const rows = printed
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  expect(rows).toHaveLength(6);
  for (const [k, [alpha, beta, share, f, low, high]] of rows.entries()) {
    const own = records[k]!;
    for (const [a, b] of [
      [own.alpha, alpha],
      [own.beta, beta],
      [own.share, share],
      [own.f, f],
    ] as const)
      expect(Math.abs((a as number) - b!)).toBeLessThan(1e-8 * Math.abs(b!));
    if (typeof own.low === 'number') expect([low, high].every((off) => Math.abs(off!) < 1e-8)).toBe(true);
  }
});
