/** The treatment of each unit over time: the first one, and when and in what direction it changes. */
import type { DidSample, Grid } from '../sample.ts';

export interface TreatmentPaths {
  /** Outcomes by `unit * periods + period`; NaN where there is none, or a treatment has been on both sides of the first one. */
  readonly outcomes: Float64Array;
  /** Treatments, as outcomes; NaN where there is none. */
  readonly doses: Float64Array;
  readonly first: Float64Array;
  /** Position of the first period with another treatment; as many as there are periods where none is. */
  readonly changedAt: Int32Array;
  /** 1 or −1: the direction of the change; 0 without one. */
  readonly sign: Int8Array;
  /** Rows with an outcome that are left out because the treatment has been above and below the first one. */
  readonly crossed: number;
  /** Units whose treatment is missing somewhere between the first one and its change. */
  readonly doubtful: number;
}

export function pathsOf(sample: DidSample, { units, periods, rowAt }: Grid): TreatmentPaths {
  const width = periods.length;
  const n = units.levels;
  const at = (values: Float64Array): Float64Array =>
    Float64Array.from(rowAt, (row) => (row < 0 ? Number.NaN : values[row]!));
  const [outcomes, doses] = [at(sample.outcome.values), at(sample.doses!)];
  const first = new Float64Array(n);
  const changedAt = new Int32Array(n).fill(width);
  const sign = new Int8Array(n);
  let [crossed, doubtful] = [0, 0];
  for (let unit = 0; unit < n; unit++) {
    const path = doses.subarray(unit * width, (unit + 1) * width);
    const start = path.findIndex((dose) => !Number.isNaN(dose));
    const own = path[start]!;
    first[unit] = own;
    const change = path.findIndex((dose) => !Number.isNaN(dose) && dose !== own);
    if (change < 0) continue;
    changedAt[unit] = change;
    sign[unit] = path[change]! > own ? 1 : -1;
    if (path.subarray(start, change).some(Number.isNaN)) doubtful++;
    const back = path.findIndex((dose) => (sign[unit]! > 0 ? dose < own : dose > own));
    for (let t = back < 0 ? width : back; t < width; t++) {
      if (!Number.isNaN(outcomes[unit * width + t]!)) crossed++;
      outcomes[unit * width + t] = Number.NaN;
    }
  }
  return { outcomes, doses, first, changedAt, sign, crossed, doubtful };
}
