/** Defines the specification of a difference of a coefficient between two groups. */
import type { Data } from '../data.ts';
import type { ModelSpec } from '../spec.ts';

export interface DifferenceSpec {
  /** The model of each group, which has no split of its own. */
  readonly model: ModelSpec;
  /** The column that parts the rows, and the two levels compared: the first less the second. */
  readonly group: string;
  readonly between: readonly [string, string];
  /** Text of the term. */
  readonly of: string;
}

/** The specification of a permutation test of the groups. */
export interface PermutationSpec extends DifferenceSpec {
  /** The units of the shuffle. null leaves it to the data: units where none is in both groups, else rows. */
  readonly permute: 'rows' | 'units' | null;
  /** The panel's unit; null where the data is no panel. */
  readonly unit: string | null;
}

/** The model of one group, as a column of its own estimates it. */
export const modelOf = ({ model, group }: DifferenceSpec, level: string): ModelSpec => ({
  ...model,
  split: { column: group, level },
});

/** A pair of which the pipeline says which level comes first, or leaves it to the data. */
export interface OrderedPair {
  readonly isOrdered: boolean;
}

/**
 * The pair in order. Where it is left to the data, the first of texts is the level that appears first, whatever it is called: in `order` where that has both, else in the rows. The
 * first of numbers is the smaller, and categories stand as they are declared, which is how `between` has them. O(N).
 */
export function inOrder<T extends DifferenceSpec & OrderedPair>(spec: T, data: Data, order?: readonly string[]): T {
  const [a, b] = spec.between;
  if (spec.isOrdered || data.type(spec.group) !== 'string') return spec;
  const texts = order?.includes(a) && order.includes(b) ? order : textsOf(data, spec.group);
  return texts.find((text) => text === a || text === b) === b ? { ...spec, between: [b, a] } : spec;
}

/** A column's texts as its rows first have them. */
function textsOf(data: Data, name: string): string[] {
  const { codes, levels } = data.codes(name);
  return Array.from(new Set(codes), (code) => levels[code] ?? '');
}
