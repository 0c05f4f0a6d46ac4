/**
 * Fits of figures against R (`stats`, `sandwich`) over data that R holds: `cars`, `quakes`, whose values are tied, and `faithful`. R runs once;
 * without it the tests that need it are skipped, but not under CI.
 */
import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Cloud } from '../../../../src/econ/graphics/fits/curve.ts';
import { local, ruleOfThumb, valueAt } from '../../../../src/econ/graphics/fits/local.ts';
import { lowessFit } from '../../../../src/econ/graphics/fits/lowess.ts';
import { linear, polynomial } from '../../../../src/econ/graphics/fits/polynomial.ts';
import { fits } from '../../../../src/econ/graphics/fits/registry.ts';
import { absentFromR } from '../../../support/languages.ts';

const clouds = ['cars$speed, cars$dist', 'quakes$stations, quakes$mag', 'faithful$eruptions, faithful$waiting'];
const PLACES = [0.25, 0.5, 0.9];

const script = `
say <- function(name, v) cat(name, sprintf("%.17g", v), "\\n")
rot <- function(x, y, p, C) {
  t <- 2 * (x - min(x)) / diff(range(x)) - 1
  m <- lm(y ~ poly(t, p + 3, raw = TRUE)); b <- coef(m)
  d <- rep(0, length(x))
  for (k in (p + 1):(p + 3)) d <- d + b[k + 1] * prod(k - 0:p) * t^(k - p - 1)
  d <- d * (2 / diff(range(x)))^(p + 1)
  min(diff(range(x)), C * (summary(m)$sigma^2 * diff(range(x)) / sum(d^2))^(1 / (2 * p + 3)))
}
for (d in list(${clouds.map((cloud) => `list(${cloud})`).join(', ')})) {
  x <- d[[1]]; y <- d[[2]]
  say("x", x); say("y", y)
  for (f in c(2/3, 0.2)) { l <- lowess(x, y, f = f); i <- !duplicated(l$x); say("lowess", l$y[i]) }
  at <- min(x) + (0:100) / 100 * diff(range(x)); at[101] <- max(x)
  for (k in c(1, 4)) {
    p <- predict(lm(y ~ poly(x, k)), data.frame(x = at), interval = "confidence", level = 0.9)
    say("fit", p[, 1]); say("low", p[, 2]); say("high", p[, 3])
  }
  say("rot", c(rot(x, y, 1, 1.719), rot(x, y, 3, 3.243)))
  h <- 0.4 * diff(range(x))
  for (k in c(1, 3)) for (a in min(x) + c(${PLACES.join(', ')}) * diff(range(x))) {
    u <- (x - a) / h; s <- abs(u) < 1
    m <- lm(yy ~ poly(uu, k, raw = TRUE), weights = 1 - uu^2, data = data.frame(yy = y[s], uu = u[s]))
    say("local", c(coef(m)[1], sqrt(sandwich::vcovHC(m, type = "HC1")[1, 1])))
  }
}`;

const absent = absentFromR(['sandwich']);
let said: { name: string; values: number[] }[] = [];
const next = (name: string): number[] => {
  const found = said.shift()!;
  expect(found.name).toBe(name);
  return found.values;
};

const near = (actual: ArrayLike<number>, expected: readonly number[], relative = 1e-9): void => {
  expect(actual).toHaveLength(expected.length);
  const size = Math.max(...expected.map(Math.abs));
  for (const [i, value] of expected.entries()) expect(Math.abs(actual[i]! - value) / size).toBeLessThan(relative);
};

describe.skipIf(absent.length > 0)('fits are those of R', () => {
  beforeAll(() => {
    const text = execFileSync('Rscript', ['--vanilla', '-e', script], { encoding: 'utf8' });
    said = text
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .map(([name, ...values]) => ({ name: name!, values: values.map(Number) }));
  });

  it.each(clouds)('of %s', () => {
    const cloud: Cloud = { x: Float64Array.from(next('x')), y: Float64Array.from(next('y')) };
    for (const span of [2 / 3, 0.2]) near(lowessFit.fit(cloud, { span }).y, next('lowess'));
    for (const degree of [1, 4]) {
      const { y, low, high } = polynomial.fit(cloud, { degree, level: 0.9 });
      near(y, next('fit'));
      near(low!, next('low'));
      near(high!, next('high'));
    }
    const rules = next('rot');
    near([ruleOfThumb(cloud, 1), ruleOfThumb(cloud, 3)], rules, 1e-8);
    const [low, high] = [Math.min(...cloud.x), Math.max(...cloud.x)];
    for (const degree of [1, 3])
      for (const place of PLACES) {
        const found = valueAt(cloud, low + place * (high - low), 0.4 * (high - low), degree)!;
        near([found.y, found.stdError], next('local'));
      }
  });
});

describe('fits', () => {
  const x = Float64Array.from({ length: 60 }, (_, i) => ((i * 37) % 60) / 10);
  const y = x.map((value, i) => Math.sin(value) + 0.1 * ((i * 13) % 7));

  it('do not hang on the order of the points, nor on units', () => {
    const back = (values: Float64Array): Float64Array => values.toReversed() as Float64Array;
    for (const method of Object.values(fits)) {
      const level = method.bands ? { level: 0.95 } : {};
      const { y: one } = method.fit({ x, y }, level);
      near(method.fit({ x: back(x), y: back(y) }, level).y, [...one], 1e-10);
      near(
        method.fit({ x: x.map((v) => 1000 * v + 5), y: y.map((v) => 3 * v) }, level).y,
        [...one.map((v) => 3 * v)],
        1e-9,
      );
    }
  });

  it('refuse what the values do not bear, and leave a gap where a window is empty', () => {
    const two = { x: Float64Array.of(1, 1, 2, 2), y: Float64Array.of(1, 2, 3, 4) };
    expect(() => polynomial.fit(two, { degree: 2 })).toThrow('needs 3 values');
    expect(linear.fit(two, {}).y[0]).toBeCloseTo(1.5, 12);
    expect(linear.fit({ x: Float64Array.of(1, 2), y: Float64Array.of(1, 2) }, { level: 0.95 }).low![3]).toBeNaN();
    const apart = { x: Float64Array.of(0, 0.1, 0.2, 10, 10.1), y: Float64Array.of(1, 2, 3, 4, 5) };
    expect(local.fit(apart, { bandwidth: 1 }).y[50]).toBeNaN();
  });
});
