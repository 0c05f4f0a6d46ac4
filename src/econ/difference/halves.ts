/** The samples of two groups, in which a factor has the same base. */
import type { Data } from '../data.ts';
import { type Prepared, prepared } from '../estimate.ts';
import { printTerm, type Term } from '../formula/factor.ts';
import { type ModelSpec, termOf } from '../spec.ts';
import { type DifferenceSpec, modelOf } from './spec.ts';

export type Halves = readonly [Prepared, Prepared];

/** Coefficients of a factor are compared only where they are differences from one level: the first that the rows of both groups have. */
export function preparedHalves(spec: DifferenceSpec, data: Data): Halves {
  const halvesOf = (model: (level: string) => ModelSpec): Halves =>
    spec.between.map((level) => prepared(model(level), data)) as unknown as Halves;
  const halves = halvesOf((level) => modelOf(spec, level));
  const shared = sharedBases(halves);
  return shared.size === 0 ? halves : halvesOf((level) => rebased(modelOf(spec, level), shared));
}

/** Returns the first level that both halves have, by factor whose bases differ. */
function sharedBases([a, b]: Halves): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [factor, base] of Object.entries(a.bases ?? {})) {
    const other = b.bases?.[factor];
    if (other === undefined || other === base) continue;
    const [inA, inB] = [levelsOf(a, factor, base), levelsOf(b, factor, other)];
    const first = inA.find((level) => inB.includes(level));
    if (first !== undefined) found.set(factor, first);
  }
  return found;
}

/** The levels that the rows have, the base first. */
const levelsOf = ({ sample }: Prepared, factor: string, base: string): readonly string[] => [
  base,
  ...sample.design.terms.flatMap(({ levels = [] }) =>
    levels.flatMap(({ of, level }) => (of === factor && level !== base ? [level] : [])),
  ),
];

const rebased = (model: ModelSpec, bases: ReadonlyMap<string, string>): ModelSpec => ({
  ...model,
  terms: model.terms.map((text) =>
    printTerm(
      termOf(text).map((factor) =>
        factor.is === 'levels' ? { ...factor, ref: bases.get(factor.column) ?? factor.ref } : factor,
      ) as unknown as Term,
    ),
  ),
});
