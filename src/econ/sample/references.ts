/** Levels without an indicator that a spec names, by which its estimates are told what they are compared with. */
import { eventName } from '../formula/event-factor.ts';
import { type Factor, printFactor } from '../formula/factor.ts';
import { type ModelSpec, termOf } from '../spec.ts';

/** Family of terms (`i(since)`, `event(year - g)`, `treated:i(year)`) → its periods that `ref` leaves out; none where the first level is. */
export function referencesNamed({ terms }: Pick<ModelSpec, 'terms'>): ReadonlyMap<string, readonly number[]> {
  return new Map(terms.map(termOf).map((term) => [term.map(familyName).join(':'), term.flatMap(referencesOf)]));
}

/** The name of its columns without their levels, as `termColumns` gives them. */
function familyName(factor: Factor): string {
  if (factor.is === 'event') return eventName(factor);
  if (factor.is === 'levels') return `i(${factor.column})`;
  return factor.is === 'column' ? factor.name : printFactor(factor);
}

function referencesOf(factor: Factor): readonly number[] {
  if (factor.is === 'event') return factor.ref;
  return factor.is === 'levels' && factor.ref !== null ? [Number(factor.ref)] : [];
}
