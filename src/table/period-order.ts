/** The order of rows that are periods: that of time, whichever columns have them. */
import { familyOf, grouped } from '../base/text/term-names.ts';

/** Effects of `kind: did` as each of its results lists them: averages, then those of one period or cohort each. */
const effects = ['simple', 'group', 'calendar', 'dynamic', 'event::', 'group::', 'calendar::'];

interface PeriodTerm {
  readonly name: string;
  /** Terms of one family stand together. */
  readonly family: string;
  readonly kind: number;
  readonly period: number;
}

/**
 * Periods since treatment stand together, ascending, where the first of them does: a column may lack the reference of another, or periods long before.
 * Effects of `kind: did` stand together too. All else stays where it is. O(n log n).
 */
export function withPeriodsInOrder(names: readonly string[]): string[] {
  const ofDid = names.some((name) => /^(?:event|group|calendar)::/.test(name));
  const placed = grouped(
    names.map((name) => placeOf(name, ofDid)),
    ({ family }) => family,
  );
  return placed.flatMap((family) =>
    family.toSorted((a, b) => a.kind - b.kind || a.period - b.period).map(({ name }) => name),
  );
}

/** `ofDid`: whether effects of `kind: did` are among the names, so that `group` is one and no variable. */
function placeOf(name: string, ofDid: boolean): PeriodTerm {
  const [, of, period] = /^(event::|group::|calendar::)(-?\d+(?:\.\d+)?)$/.exec(name) ?? [];
  if (of !== undefined) return { name, family: '', kind: effects.indexOf(of), period: Number(period) };
  if (ofDid && effects.includes(name)) return { name, family: '', kind: effects.indexOf(name), period: 0 };
  const [, since] = /^(?:event|(?:(?!:event\().)*:event)\(.+?\)::(-?\d+(?:\.\d+)?)(?=$|:)/s.exec(name) ?? [];
  return { name, family: since === undefined ? name : familyOf(name), kind: 0, period: Number(since ?? 0) };
}
