/** Turning points of a fit: the statistic for any quadratic, and the U test where it is asked for. */
import { type Factor, leafOf, printFactor } from './factor.ts';
import type { Fit, Stat, TestResult } from './fit.ts';
import type { ModelSpec } from './spec.ts';
import { termOf } from './spec.ts';
import { type TermSource, termColumns, termName } from './terms.ts';
import { turningPoint, uTest } from './u-test.ts';
import type { Variables } from './variables.ts';

/**
 * Adds `stats.turningPoint` where the fit has x and x², and the U test's entry of `tests`. Bounds are over all rows of
 * the data, as `utest` takes them, or over the rows used where values are winsorised or trimmed; `beyond` is the share
 * of the rows used. `source` gives values over the rows used. O(N).
 */
export function withTurningPoint(fit: Fit, spec: ModelSpec, variables: Variables, source: TermSource): Fit {
  const pair = spec.uTest === undefined ? firstQuadratic(fit) : namesOf(spec.uTest);
  if (pair === undefined) return fit;
  const other = otherUse(fit, pair);
  const point: Stat = other === undefined ? pointOf(fit, pair) : { invalid: `\`${other}\` moves the slope too` };
  const test = spec.uTest === undefined ? [] : [testOf(fit, pair, point, spec, variables, source)];
  return Object.freeze({ ...fit, stats: { ...fit.stats, turningPoint: point }, tests: [...fit.tests, ...test] });
}

interface Pair {
  readonly linear: string;
  readonly square: string;
}

const namesOf = ({ linear, square }: Pair): Pair => ({
  linear: termName(termOf(linear)),
  square: termName(termOf(square)),
});

function firstQuadratic({ terms }: Fit): Pair | undefined {
  if (!terms.some(({ term }) => term.endsWith('^2'))) return undefined;
  const names = terms.map((term) => term.term);
  const linear = names.find((name) => names.includes(`${name}^2`));
  return linear === undefined ? undefined : { linear, square: `${linear}^2` };
}

/** A product or a higher power in which x stands too, so that −b1/(2 b2) is not where the slope is zero. */
function otherUse({ terms }: Fit, { linear, square }: Pair): string | undefined {
  return terms.find(({ term }) => {
    if (term === linear || term === square) return false;
    return term.split(':').some((factor) => factor === linear || factor.startsWith(`${linear}^`));
  })?.term;
}

function pointOf(fit: Fit, { linear, square }: Pair): Stat {
  const b = (name: string): number | undefined => fit.terms.find((term) => term.term === name)?.estimate;
  const [b1, b2] = [b(linear), b(square)];
  if (b1 === undefined || b2 === undefined) {
    return { invalid: `\`${b1 === undefined ? linear : square}\` was dropped` };
  }
  return turningPoint({ b1, b2 });
}

function testOf(
  fit: Fit,
  pair: Pair,
  point: Stat,
  spec: ModelSpec,
  variables: Variables,
  source: TermSource,
): TestResult {
  const name = { name: 'u-test', ...pair };
  const [i, j] = [pair.linear, pair.square].map((each) => fit.terms.findIndex((term) => term.term === each)) as [
    number,
    number,
  ];
  const undefinedTest = (why: string): TestResult => ({
    ...name,
    statistic: { invalid: why },
    pValue: { invalid: why },
  });
  if (typeof point !== 'number') return undefinedTest(point.invalid);
  if (fit.vcov.length === 0) return undefinedTest('standard errors are undefined');
  const used = termColumns(termOf(spec.uTest!.linear), source)[0]!.values;
  const bounds = extent(
    spec.winsorize === null && spec.trim === undefined ? allValues(spec.uTest!.linear, variables, used) : used,
  );
  const [b1, b2] = [fit.terms[i]!.estimate, fit.terms[j]!.estimate];
  const quadratic = { b1, b2, v11: fit.vcov[i]![i]!, v12: fit.vcov[i]![j]!, v22: fit.vcov[j]![j]! };
  const result = uTest(quadratic, bounds, fit.dfResid ?? fit.nobs, spec.uTest!.level);
  const beyond = used.filter((x) => x > point).length / used.length;
  return { ...name, ...result, beyond };
}

/** Over every row of the data where there is a value; a product has those of the rows used. */
function allValues(text: string, variables: Variables, used: Float64Array): Float64Array {
  const term = termOf(text);
  const leaf = term.length === 1 ? leafOf(term[0] as Factor) : undefined;
  const isPlain = leaf !== undefined && printFactor(leaf) === printFactor(term[0]);
  return isPlain ? variables.values(leaf).filter((x) => !Number.isNaN(x)) : used;
}

function extent(values: Float64Array): [low: number, high: number] {
  let [low, high] = [values[0]!, values[0]!];
  for (const x of values) {
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return [low, high];
}
