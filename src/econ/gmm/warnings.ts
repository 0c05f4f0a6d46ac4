/** Warns the reader of a GMM fit: about instruments, weights, serial correlation, and the range of the lag's estimate. */
import { quoted } from '../../base/text/quoted.ts';
import type { TestResult, Warning } from '../fit.ts';
import type { GmmEstimate } from './estimated.ts';
import type { LagBounds } from './lag-bounds.ts';
import type { SerialTest } from './serial.ts';

export interface Warned {
  readonly found: GmmEstimate;
  readonly serial: readonly SerialTest[];
  readonly tests: readonly TestResult[];
  readonly bounds: LagBounds | undefined;
  readonly units: number;
}

export function warningsOf(warned: Warned): Warning[] {
  return [ofIgnored, ofInstruments, ofDifferences, ofErrors, ofSerial, ofLag].flatMap((of) => of(warned));
}

function ofInstruments({ found: { instruments, apart, hansen }, units }: Warned): Warning[] {
  const warnings: Warning[] = [];
  if (instruments > units) {
    const message = `${instruments} instruments are more than ${units} groups: Hansen’s test then rejects nothing, and its p near 1 says nothing`;
    const hint = '`collapse: true`, or fewer lags: `lags: [1, 3]`';
    warnings.push({ code: 'many-instruments', message, hint });
  }
  if (hansen !== null && apart < instruments) {
    const message = `the covariance of the moments is singular (rank ${apart} of ${instruments}): the second step’s weights are not unique, and programs differ in them`;
    const hint = 'fewer instruments: `collapse: true`, or `lags: [1, 3]`';
    warnings.push({ code: 'singular-weights', message, hint });
  }
  return warnings;
}

/** Warns of instruments for the equation in levels, which difference GMM lacks and which it ignores, as `xtabond2` notes. */
function ofIgnored({ found: { stack } }: Warned): Warning[] {
  const { gmm, iv } = stack.options.instruments;
  const ignored = [...gmm, ...iv].filter(({ equation }) => equation === 'level').flatMap((group) => group.of);
  if (stack.isSystem || ignored.length === 0) return [];
  const message = `difference GMM has no level equation: ${quoted(ignored)} with \`equation: level\` are ignored`;
  return [{ code: 'ignored-instruments', message, hint: 'leave them out, or use `model: system`' }];
}

/** A criterion that is smaller with a group than without it: the two estimates are far apart, or the weights nearly singular. */
function ofDifferences({ tests }: Warned): Warning[] {
  const negative = tests.filter(({ name, statistic }) => name.startsWith(difference) && (statistic as number) < 0);
  if (negative.length === 0) return [];
  const names = negative.map(({ name }) => name.slice(difference.length, -1));
  const message = `the difference-in-Hansen statistic of ${quoted(names)} is negative, which its χ² distribution does not allow`;
  return [{ code: 'negative-difference', message, hint: 'fewer instruments: `collapse: true`, or `lags: [1, 3]`' }];
}

const difference = 'difference-in-hansen(';

function ofErrors({ found: { isRobust, stack } }: Warned): Warning[] {
  if (isRobust || stack.options.steps === 1) return [];
  const message = 'standard errors of two steps without Windmeijer’s correction are too small';
  return [{ code: 'uncorrected-errors', message, hint: 'use `vcov: robust`' }];
}

function ofSerial({ serial }: Warned): Warning[] {
  const second = serial.find(({ order }) => order === 2)?.p;
  if (typeof second !== 'number' || !(second < 0.05)) return [];
  const message = `AR(2) of the differenced residuals is rejected (p = ${second.toFixed(3)}): lags dated t − 2 are no valid instruments`;
  return [{ code: 'serial-correlation', message, hint: 'begin at longer lags, or add a lag of the outcome' }];
}

function ofLag({ bounds, found: { b, stack } }: Warned): Warning[] {
  if (bounds === undefined) return [];
  const at = b[stack.x.findIndex(({ name }) => name === bounds.term)]!;
  if (at >= bounds.lower && at <= bounds.upper) return [];
  const [low, high, got] = [bounds.lower, bounds.upper, at].map((value) => value.toFixed(3));
  const message = `the estimate of \`${bounds.term}\`, ${got}, lies outside the fixed-effects and the pooled one, ${low} and ${high}`;
  return [{ code: 'outside-bounds', message, hint: 'are the instruments weak or invalid? Compare other lags' }];
}
