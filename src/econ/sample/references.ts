/** Levels without an indicator that a spec names, by which its estimates are told what they are compared with. */
import { basesOf } from '../formula/coding.ts';
import type { Factor } from '../formula/factor.ts';
import { type ModelSpec, termOf } from '../spec.ts';
import { termName } from './terms.ts';

/**
 * Family of terms (`i(since)`, `event(year - g)`, `treated:i(year)`) → its periods that `ref` makes the base; none where that is the first level,
 * which the data alone tell.
 */
export function referencesNamed({ terms }: Pick<ModelSpec, 'terms'>): ReadonlyMap<string, readonly number[]> {
  const parsed = terms.map(termOf);
  const bases = basesOf(parsed);
  const referencesOf = (factor: Factor): readonly number[] => {
    if (factor.is === 'event') return factor.ref;
    const base = factor.is === 'levels' ? Number(bases.get(factor.column)) : Number.NaN;
    return Number.isNaN(base) ? [] : [base];
  };
  return new Map(parsed.map((term) => [term.map(familyName).join(':'), term.flatMap(referencesOf)]));
}

/** The name of its columns without their levels. */
const familyName = (factor: Factor): string => (factor.is === 'levels' ? `i(${factor.column})` : termName([factor]));
