/** When a unit is first given a dose, which then stays as it is. */
import { Refusal } from '../../../../src/base/problem.ts';
import { datum, SOME_VARIABLE } from '../../../../src/base/value.ts';
import type { NamedCodes } from '../../../../src/econ/design.ts';

/** The first period with a dose above 0, for every row of the data; 0 never, NaN where the dose is missing. Rows stand by unit and time. */
export function cohortsByDose(
  name: string,
  path: Float64Array,
  chosen: Int32Array,
  { codes, levels }: NamedCodes,
  period: Float64Array,
): Float64Array {
  const given = new Map<number, { readonly since: number; readonly dose: number }>();
  for (const row of chosen) {
    const dose = path[row]!;
    if (Number.isNaN(dose)) continue;
    if (dose < 0) {
      const message = `expected doses of 0 or more, got ${datum(name, dose)} in \`${name}\``;
      const hint = 'the untreated have the dose 0';
      throw new Refusal('bad-dose', message, { param: 'treatment', hint });
    }
    const unit = codes[row]!;
    const before = given.get(unit);
    if (before === undefined) {
      if (dose > 0) given.set(unit, { since: period[row]!, dose });
    } else if (dose !== before.dose) {
      const message = `the dose \`${name}\` of unit \`${datum(SOME_VARIABLE, levels[unit]!)}\` changes after treatment has begun, in period ${datum(SOME_VARIABLE, period[row]!)}`;
      const hint =
        'it is 0 before treatment and the same in all periods from then on; `method: dcdh` takes doses that change';
      throw new Refusal('not-absorbing', message, { param: 'treatment', hint });
    }
  }
  return path.map((dose, row) => (Number.isNaN(dose) ? dose : (given.get(codes[row]!)?.since ?? 0)));
}
