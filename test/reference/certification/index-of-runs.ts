/**
 * The certification index: for each estimator and step kind, its options and the statistics that it prints, which reference runs compare
 * them, from what sources, and to how many digits all of them agree.
 */
import type { Case } from '../case.ts';
import type { Comparison } from '../compare.ts';
import { follows, isOfCovariance } from './follows.ts';
import { sourcesOf } from './sources.ts';
import { isFit, subjectOf } from './subjects.ts';
import { numbersOf } from './trace.ts';

/** Says how a statistic is held: by runs that compare it, by runs under another covariance, by what it is made of, or by none. */
export type Held = 'compared' | 'other covariance' | 'follows' | 'none';

export interface Entry {
  readonly name: string;
  readonly covariance: string;
  readonly design: string;
  readonly statistic: string;
  readonly held: Held;
  /** Sources of the expected values that are compared. */
  readonly sources: readonly string[];
  /** `CASE/RUN` of the runs that compare it. */
  readonly runs: readonly string[];
  /** Digits to which every run agrees, at most 12; null where no number is compared. */
  readonly digits: number | null;
}

interface Found {
  readonly subject: readonly [name: string, covariance: string, design: string, statistic: string];
  readonly sources: Set<string>;
  readonly runs: Set<string>;
  digits: number | null;
}

/** Lists of a result whose records and members go by their own names. */
const LISTS = new Set(['records', 'stats', 'terms', '*']);
/** Parts that tell of data, settings and covariances, and are no statistics. */
const UNPRINTED = new Set([
  ...['vcov', 'vcovInfo', 'rowsLost', 'weights', 'level', 'draws', 'estimates', 'sample', 'space', 'spec', 'event'],
  ...['time', 'group', 'cohort', 'reference', 'references', 'window', 'binned', 'periods', 'order', 'gamma', 'forBeta'],
]);

/** Further ones are noise of the arithmetic, which another machine may have otherwise. */
export const MOST_DIGITS = 12;

export class Certification {
  readonly #found = new Map<string, Found>();

  /** Takes a comparison of a run of a case. */
  add(test: Case, { run, result, field, at, expected, actual }: Comparison): void {
    const { name, covariance, design, printed } = subjectOf(run, result);
    // A fit inside of another result is certified where its estimator is.
    const isApart = (value: unknown): boolean => value !== printed && isFit(value);
    const places = new Set<string>();
    const byValue = new Map<number, Set<string>>();
    for (const [path, value] of numbersOf(printed, isApart)) {
      const place = statisticAt(path);
      if (place === null) continue;
      places.add(place);
      if (value !== null && !Number.isInteger(value)) byValue.set(value, (byValue.get(value) ?? new Set()).add(place));
    }
    for (const place of places) this.#of(name, covariance, design, place);
    if (typeof expected !== 'number' && expected !== null) return;
    const known = at === null ? null : statisticAt(at.slice(result === printed ? 0 : 1));
    // No two statistics have all digits in common: one that stands at several places is compared at all of them.
    const equal = byValue.get(actual as number) ?? new Set();
    const compared = known !== null && places.has(known) ? new Set([...equal, known]) : equal;
    for (const statistic of compared.size > 0 ? compared : [`(${field[0]})`]) {
      const found = this.#of(name, covariance, design, statistic);
      found.runs.add(`${test.id}/${run.name}`);
      for (const source of sourcesOf(run, test, field[0]!)) found.sources.add(source);
      if (typeof expected !== 'number' || typeof actual !== 'number') continue;
      const digits = digitsOf(expected, actual, /(?:^|[.(_])(?:p|pValues?|\w*_p|\w*P)\)?$/.test(statistic));
      found.digits = Math.min(found.digits ?? MOST_DIGITS, digits);
    }
  }

  #of(...subject: Found['subject']): Found {
    const key = JSON.stringify(subject);
    let found = this.#found.get(key);
    if (found === undefined) {
      found = { subject, sources: new Set(), runs: new Set(), digits: null };
      this.#found.set(key, found);
    }
    return found;
  }

  /** All entries, in the order of their names. */
  entries(): Entry[] {
    const sorted = [...this.#found].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([, { subject, sources, runs, digits }]) => {
      const [name, covariance, design, statistic] = subject;
      const held = this.#held(...subject);
      return {
        name,
        covariance,
        design,
        statistic,
        held,
        sources: [...sources].sort(),
        runs: [...runs].sort(),
        digits,
      };
    });
  }

  #held(...[name, covariance, design, statistic]: Found['subject']): Held {
    const isCompared = (under: string, each: string): boolean =>
      (this.#found.get(JSON.stringify([name, under, design, each]))?.runs.size ?? 0) > 0;
    if (isCompared(covariance, statistic)) return 'compared';
    const others = [...this.#found.values()].flatMap(({ subject: [n, c, d] }) =>
      n === name && d === design ? [c] : [],
    );
    const isOther = (each: string): boolean => !isOfCovariance(each) && others.some((other) => isCompared(other, each));
    if (isOther(statistic)) return 'other covariance';
    return follows(statistic, (each) => isCompared(covariance, each) || isOther(each)) ? 'follows' : 'none';
  }
}

/** The name of a statistic at a place of a result, without the names of terms, levels and positions; null for what is none. */
function statisticAt(path: readonly string[]): string | null {
  if (path.some((each) => UNPRINTED.has(each))) return null;
  const named = path.filter((each) => /^[a-z][A-Za-z0-9]*$/.test(each) && !LISTS.has(each));
  return named.length === 0 ? null : named.join('.');
}

/** Digits that agree; of probabilities, decimals where these are more. */
function digitsOf(expected: number, actual: number, isDecimal: boolean): number {
  const error = Math.abs(actual - expected);
  if (error === 0) return MOST_DIGITS;
  const size = expected === 0 ? 1 : Math.abs(expected);
  const digits = Math.max(-Math.log10(error / size), isDecimal ? -Math.log10(error) : 0);
  return Math.max(0, Math.min(MOST_DIGITS, Math.floor(digits)));
}
