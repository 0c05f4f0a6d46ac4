/** Turning points of a fit: the statistic for any quadratic, and the U test where it is asked for. */
import { extent } from '../../base/extremes.ts';
import { mean } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import type { Fit, Stat, TestResult } from '../fit.ts';
import { type Factor, leafOf, printFactor, product, termKey } from '../formula/factor.ts';
import { leastSquares } from '../linalg/least-squares.ts';
import { termName } from '../sample/terms.ts';
import type { Variables } from '../sample/variables.ts';
import { type ModelSpec, termOf, variablesOfTerm } from '../spec.ts';
import { type Quadratic, turningPoint, uTest } from './u-test.ts';

/** The columns of a term as the fit has them, over the rows used. */
export type TermColumns = (text: string) => readonly { readonly name: string; readonly values: Float64Array }[];

/**
 * Adds `stats.turningPoint` where the fit has x and x², and the U test's entry of `tests`. Neither has a value where the
 * slope is not b1 + 2 b2 x, because x stands in another term too. Bounds are over all rows of the data, as `utest` takes
 * them, or over the rows used where values are winsorised or trimmed. `beyond` is the share of the rows used. O(N).
 * Throws Refusal where the U test names a square that is none.
 */
export function withTurningPoint(fit: Fit, spec: ModelSpec, variables: Variables, columns: TermColumns): Fit {
  const pair = spec.uTest ?? firstQuadratic(spec, fit);
  if (pair === undefined) return fit;
  const quadratic = quadraticOf(fit, pair, spec, columns);
  const point = 'invalid' in quadratic ? quadratic : turningPoint(quadratic);
  const test = spec.uTest === undefined ? [] : [testOf(fit, quadratic, point, spec, variables, columns)];
  return Object.freeze({ ...fit, stats: { ...fit.stats, turningPoint: point }, tests: [...fit.tests, ...test] });
}

/** Texts of two terms. */
interface QuadraticTerms {
  readonly linear: string;
  readonly square: string;
}

type Undefined = { readonly invalid: string };

const termsOf = ({ terms, iv }: ModelSpec): readonly string[] => [...(iv?.endogenous ?? []), ...terms];
const nameOf = (text: string): string => termName(termOf(text));
const indexIn = (fit: Fit, text: string): number => fit.terms.findIndex(({ term }) => term === nameOf(text));

/** The first variable that the fit has with its square. */
function firstQuadratic(spec: ModelSpec, fit: Fit): QuadraticTerms | undefined {
  const terms = termsOf(spec);
  if (!terms.some((text) => text.endsWith('^2'))) return undefined;
  const linear = terms.find(
    (text) =>
      termOf(text).length === 1 &&
      terms.includes(`${text}^2`) &&
      indexIn(fit, text) >= 0 &&
      indexIn(fit, `${text}^2`) >= 0,
  );
  return linear === undefined ? undefined : { linear, square: `${linear}^2` };
}

/** b1 x + b2 x² of the fit, or why its slope is none of these two alone. Without standard errors the covariance is NaN. */
function quadraticOf(fit: Fit, pair: QuadraticTerms, spec: ModelSpec, columns: TermColumns): Quadratic | Undefined {
  const other = otherUse(fit, pair, spec, columns);
  if (other !== undefined) return { invalid: `\`${nameOf(other)}\` moves the slope too` };
  const [i, j] = [indexIn(fit, pair.linear), indexIn(fit, pair.square)];
  if (i < 0 || j < 0) return { invalid: `\`${nameOf(i < 0 ? pair.linear : pair.square)}\` was dropped` };
  const by = squareIn(pair, spec, columns);
  if ('invalid' in by) return by;
  const [b1, b2] = [fit.terms[i]!.estimate, fit.terms[j]!.estimate];
  const v = (k: number, l: number): number => fit.vcov[k]?.[l] ?? Number.NaN;
  return inUnitsOf(by, { b1, b2, v11: v(i, i), v12: v(i, j), v22: v(j, j) });
}

/** A term beside the two in which one of their variables stands: its logarithm, a product, a higher power, its levels. */
function otherUse(
  fit: Fit,
  { linear, square }: QuadraticTerms,
  spec: ModelSpec,
  columns: TermColumns,
): string | undefined {
  const own = new Set([linear, square].flatMap(variablesOfTerm));
  const isKept = (text: string): boolean =>
    columns(text).some(({ name }) => fit.terms.some(({ term }) => term === name));
  return termsOf(spec).find(
    (text) => text !== linear && text !== square && variablesOfTerm(text).some((name) => own.has(name)) && isKept(text),
  );
}

/** Returns the relation of the square to the linear term. For `x` and `x^2` it is known, unless `x^2` was winsorised by itself. */
function squareIn({ linear, square }: QuadraticTerms, spec: ModelSpec, columns: TermColumns): Square | Undefined {
  const term = termOf(linear);
  const isWritten = termKey(product([...term, ...term])) === termKey(termOf(square));
  if (isWritten && spec.winsorize?.stage !== 'terms') return { linear: 0, square: 1 };
  const found = squareOf(columns(square)[0]!.values, columns(linear)[0]!.values);
  if (found !== undefined) return found;
  const [x, w] = [nameOf(linear), nameOf(square)];
  if (spec.winsorize !== null) return { invalid: `\`${w}\` as winsorised is no square of \`${x}\`` };
  const hint = `write \`${printFactor(term[0])}^2\` in the formula; a square may be about any centre and in any unit`;
  const message = `the U test needs \`${x}\` and its square, and the values of \`${w}\` are no square of \`${x}\``;
  throw new Refusal('not-a-square', message, { param: 'uTest', hint });
}

/** b1 x + b2 w as b1' x + b2' x², with the covariance of the new coefficients. */
function inUnitsOf({ linear: a, square: c }: Square, { b1, b2, v11, v12, v22 }: Quadratic): Quadratic {
  return {
    b1: b1 + a * b2,
    b2: c * b2,
    v11: v11 + 2 * a * v12 + a * a * v22,
    v12: c * (v12 + a * v22),
    v22: c * c * v22,
  };
}

function testOf(
  fit: Fit,
  quadratic: Quadratic | Undefined,
  point: Stat,
  spec: ModelSpec,
  variables: Variables,
  columns: TermColumns,
): TestResult {
  const { linear, square, level } = spec.uTest!;
  const name = { name: 'u-test', linear: nameOf(linear), square: nameOf(square) };
  const undefinedTest = (why: string): TestResult => ({
    ...name,
    statistic: { invalid: why },
    pValue: { invalid: why },
  });
  if ('invalid' in quadratic) return undefinedTest(quadratic.invalid);
  if (typeof point !== 'number') return undefinedTest(point.invalid);
  if (fit.vcov.length === 0) return undefinedTest('standard errors are undefined');
  const used = columns(linear)[0]!.values;
  const bounds = extent(spec.winsorize === null && spec.trim === undefined ? allValues(linear, variables, used) : used);
  const result = uTest(quadratic, bounds, fit.dfResid ?? fit.nobs, level);
  const beyond = used.filter((x) => x > point).length / used.length;
  return { ...name, ...result, beyond };
}

/** The values that a term has over all rows of the data; a product has those of the rows used. */
function allValues(text: string, variables: Variables, used: Float64Array): Float64Array {
  const term = termOf(text);
  const leaf = term.length === 1 ? leafOf(term[0] as Factor) : undefined;
  const isPlain = leaf !== undefined && printFactor(leaf) === printFactor(term[0]);
  return isPlain ? variables.values(leaf).filter((x) => !Number.isNaN(x)) : used;
}

/** w = c + linear · x + square · x²; of the square itself `linear` is 0 and `square` 1. */
interface Square {
  readonly linear: number;
  readonly square: number;
}

/** Share of the range of w by which w may differ from the square: data files hold squares rounded to what they print. */
const ROUNDING = 1e-4;

/**
 * Reads w as a square of x in any unit and about any centre, `(x − 3)² / 100` as well as `x²`; undefined where it is none
 * within a ten-thousandth of its range. Both of length N, without missing values. O(N).
 */
function squareOf(w: Float64Array, x: Float64Array): Square | undefined {
  const [low, high] = extent(w);
  const near = ROUNDING * (high - low);
  if (w.every((value, i) => Math.abs(value - x[i]! * x[i]!) <= near)) return { linear: 0, square: 1 };
  const centre = mean(x);
  const [from, to] = extent(x);
  const half = (to - from) / 2;
  const t = x.map((value) => (value - centre) / half);
  const columns = [new Float64Array(x.length).fill(1), t, t.map((value) => value * value)];
  const { qr, coefficients, residuals } = leastSquares(columns, w, () => 1e-9);
  if (qr.dropped.length > 0 || !residuals.every((value) => Math.abs(value) <= near)) return undefined;
  const [, b1, b2] = coefficients as unknown as [number, number, number];
  if (!(Math.abs(b2) > near)) return undefined;
  return { linear: b1 / half - (2 * b2 * centre) / (half * half), square: b2 / (half * half) };
}
