/** The values of what stands in an index beside x'b. */
import { Refusal } from '../../base/problem.ts';
import type { NamedColumn } from '../design.ts';
import type { Sample } from '../estimator.ts';
import type { OffsetTerms } from './written-offset.ts';

/** One for each row of the sample; null where the spec names none. Refuses an exposure that is not positive. */
export function offsetOf({ spec, columns }: Pick<Sample, 'spec' | 'columns'>): Float64Array | null {
  const { exposure, offset } = (spec.estimator?.terms ?? {}) as OffsetTerms;
  if (exposure !== undefined) return logarithm(columns(exposure)[0]!);
  return offset === undefined ? null : columns(offset)[0]!.values;
}

function logarithm({ name, values }: NamedColumn): Float64Array {
  const wrong = values.filter((value) => !(value > 0)).length;
  if (wrong === 0) return values.map(Math.log);
  const rows = wrong === 1 ? '1 row' : `${wrong} rows`;
  const message = `expected an exposure above 0, got \`${name}\` at 0 or below in ${rows}`;
  throw new Refusal('bad-exposure', message, { param: 'estimator', hint: `leave them out: \`sample: ${name} > 0\`` });
}
