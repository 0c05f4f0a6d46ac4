/** Compares what came out with what a case expects, field by field; a field nobody knows is a failure. */
import type { Stat } from '../../src/econ/fit.ts';
import type { Run } from './case.ts';
import { subjectOf } from './certification/subjects.ts';
import { traced } from './certification/trace.ts';

/** `undefined`: the result has no such value. */
export type Actual = Stat | string | boolean | undefined;

/** Where an expected field is found in a result: a value, values by name, or nested values by name. */
export type Lookup<R> = (result: R, path: readonly string[]) => Actual;

export interface Fields<R> {
  /** Expected field → how to find it in the result. */
  readonly known: Readonly<Record<string, Lookup<R>>>;
  /** Expected field → why it is not compared. */
  readonly ignored: Readonly<Record<string, string>>;
}

/** A value of a run that was compared: the expected field, where the result has it if it does, and both values. */
export interface Comparison {
  readonly run: Run;
  readonly result: unknown;
  readonly field: readonly string[];
  readonly at: readonly string[] | null;
  readonly expected: unknown;
  readonly actual: Actual;
}

let listener: ((comparison: Comparison) => void) | undefined;

/** Calls `work`, and tells of every comparison that it makes. */
export function listening<T>(listen: (comparison: Comparison) => void, work: () => T): T {
  listener = listen;
  try {
    return work();
  } finally {
    listener = undefined;
  }
}

/** Lists every difference beyond the run's tolerance; empty when all agree. */
export function differences<R>(run: Run, result: R, fields: Fields<R>): string[] {
  const found: string[] = [];
  for (const [field, expected] of Object.entries(run.expected)) {
    if (Object.hasOwn(fields.ignored, field)) continue;
    const lookup = field === 'printed' ? printedAt(run) : fields.known[field];
    if (!lookup) {
      found.push(`${field}: this suite does not know the expected field; compare it or say why not`);
      continue;
    }
    for (const [path, value] of leaves(expected)) {
      const { value: actual, at } = traced(result, (each) => lookup(each, path));
      const comparison = { run, result, field: [field, ...path], at, expected: value, actual };
      listener?.(comparison);
      const problem = mismatch(value, actual, toleranceOf(run, field));
      if (problem) found.push(`${[field, ...path].join('.')}: ${problem}`);
    }
  }
  return found;
}

/** Finds a value by its place in what the run prints; records of lists go by their names or their positions. */
const printedAt =
  (run: Run): Lookup<unknown> =>
  (result, [place]) => {
    const isNamed = (record: unknown, name: string): boolean =>
      ['name', 'term', 'variable'].some((key) => (record as Readonly<Record<string, unknown>>)[key] === name);
    const step = (from: unknown, name: string): unknown => {
      if (Array.isArray(from)) return from[Number(name)] ?? from.find((record) => isNamed(record, name));
      return (from as Readonly<Record<string, unknown>> | undefined)?.[name];
    };
    return place!.split('.').reduce(step, subjectOf(run, result).printed) as Actual;
  };

function* leaves(value: unknown, path: readonly string[] = []): Generator<[readonly string[], unknown]> {
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* leaves(inner, [...path, key]);
  } else {
    yield [path, value];
  }
}

interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

function toleranceOf(run: Run, field: string): Tolerance {
  const { rel, abs, p, coef } = run.tolerance;
  if (abs !== undefined) return { relative: 0, absolute: abs };
  if (rel !== undefined) {
    const isP = field === 'p' || field.endsWith('_p');
    return { relative: rel, absolute: isP ? Number(/abs (\S+)/.exec(p ?? '')?.[1] ?? 1e-8) : 0 };
  }
  if (coef !== undefined) return { relative: certifiedDigits(run), absolute: 0 };
  throw new Error(`no tolerance is stated for run ${run.name}`);
}

/** NIST: log10 relative error to reach, from the words of the case. */
function certifiedDigits(run: Run): number {
  const degree = run.x?.filter((x) => x.includes('^')).length ?? 0;
  const terms = run.x?.length ?? 0;
  const digits = degree >= 10 ? 7 : terms > 1 ? 9 : 12;
  return 10 ** -digits;
}

function mismatch(expected: unknown, actual: Actual, tolerance: Tolerance): string | null {
  const got = typeof actual === 'object' ? `invalid (${actual.invalid})` : String(actual);
  if (expected === null || expected === 'Infinity') {
    return typeof actual === 'object' ? null : `expected an undefined value, got ${got}`;
  }
  if (typeof expected === 'string' || typeof expected === 'boolean') {
    return actual === expected ? null : `expected ${expected}, got ${got}`;
  }
  if (typeof expected !== 'number') return `cannot compare ${JSON.stringify(expected)}`;
  if (typeof actual !== 'number') return `expected ${expected}, got ${got}`;
  const error = Math.abs(actual - expected);
  // an exact zero has no relative error
  if (expected === 0 && error <= 1e-12) return null;
  if (error <= tolerance.absolute || error <= tolerance.relative * Math.abs(expected)) return null;
  return `expected ${expected}, got ${actual} (relative ${(error / Math.abs(expected)).toExponential(1)})`;
}
