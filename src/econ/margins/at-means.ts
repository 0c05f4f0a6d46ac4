/** A model at the means of its variables. */
import type { Basis } from './basis.ts';
import { type MarginModel, type MeanFunction, weighted } from './effect.ts';
import type { FormulaMember } from './member.ts';
import { nowhere } from './move.ts';
import { columnAt } from './moved-columns.ts';

/** The one row of the means, where the mean is averaged over what stands in η beside x'b: an exposure and absorbed effects have no mean to stand at. */
export function modelAtMeans(
  model: Omit<MarginModel, 'columns'> & { readonly offset?: Float64Array | null },
  kept: readonly FormulaMember[],
  basis: Basis,
): MarginModel {
  const { constants, coefficients, offset, mean, weights } = model;
  const columns = kept.map((member) => columnAt(member, nowhere, basis));
  let index = constants === 1 ? coefficients[0]! : 0;
  for (const [j, values] of columns.entries()) index += coefficients[j + constants]! * values[0]!;
  const own = offset == null || mean === null ? mean : overOffsets(mean, offset, weights);
  return { ...model, mean: own, columns, index: Float64Array.of(index), weights: null };
}

/** The mean at an index, averaged over the offsets of the rows. */
function overOffsets(of: MeanFunction, offset: Float64Array, weights: Float64Array | null): MeanFunction {
  return (index, further) => {
    const rows = Array.from(offset, (own) => of(index + own, further));
    const average = (value: (row: (typeof rows)[number]) => number): number =>
      weighted(Float64Array.from(rows, value), weights);
    return {
      value: average(({ value }) => value),
      slope: average(({ slope }) => slope),
      curvature: average(({ curvature }) => curvature),
      valueBy: further.map((_, j) => average(({ valueBy }) => valueBy?.[j] ?? 0)),
      slopeBy: further.map((_, j) => average(({ slopeBy }) => slopeBy?.[j] ?? 0)),
    };
  };
}
