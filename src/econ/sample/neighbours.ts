/** Finds the positions of the rows used in time and in space, for covariances that add up products of neighbours' scores. */
import type { Neighbours, VcovSpec } from '../design.ts';
import { pick, pickCodes } from './rows.ts';
import type { Variables } from './variables.ts';

/** null where the covariance asks for no neighbours. Series are the panel's; without one, all rows are of one unit. */
export function neighboursOf(vcov: VcovSpec, variables: Variables, rows: Int32Array): Neighbours | null {
  if (vcov.is !== 'nw' && vcov.is !== 'conley') return null;
  const { data } = variables;
  const unit = data.panel === null ? new Int32Array(rows.length) : pickCodes(data.codes(data.panel.unit).codes, rows);
  if (vcov.is === 'nw') {
    const time = vcov.time === undefined ? variables.time() : data.numbers(vcov.time);
    return { unit, time: pick(time, rows), places: null };
  }
  const numbers = (name: string): Float64Array => pick(data.numbers(name), rows);
  const places = { latitude: numbers(vcov.latitude), longitude: numbers(vcov.longitude) };
  return { unit, time: data.panel === null ? null : pick(variables.time(), rows), places };
}
