/** Units that the records beside a fit name, such as the donors of a synthetic control. */
import { type Hides, unitsShown } from '../../base/value.ts';

interface Named {
  readonly name: string;
}

const areNamed = (part: unknown): part is readonly Named[] =>
  Array.isArray(part) && part.every((record) => typeof (record as Partial<Named> | null)?.name === 'string');

/** The fit with numbers in the place of units, where the variable that `unitsOf` names is confidential. */
export function unitsNumbered<T extends object>(fit: T, hides: Hides): T {
  const { unitsOf } = fit as { readonly unitsOf?: string };
  if (unitsOf === undefined || !hides(unitsOf)) return fit;
  const lists = Object.entries(fit).filter((entry): entry is [string, readonly Named[]] => areNamed(entry[1]));
  const names = [...new Set(lists.flatMap(([, records]) => records.map(({ name }) => name)))];
  const numbers = unitsShown(names, unitsOf, hides);
  const as = new Map(names.map((name, i) => [name, numbers[i]!]));
  const shown = lists.map(([list, records]) => [list, records.map((one) => ({ ...one, name: as.get(one.name)! }))]);
  return { ...fit, ...Object.fromEntries(shown) };
}
