/** Leniency of who decides, from the other cases of the same (Dahl, Kostøl & Mogstad 2014, QJE 129:1711; Dobbie, Goldin & Yang 2018, AER 108:201). */
import { mean } from '../../base/number/sum.ts';
import { count } from '../complaint.ts';
import { byGroup, type Groups } from './groups.ts';
import { statisticOfOthers } from './statistics.ts';

interface Leniency {
  readonly values: Float64Array;
  readonly told: { readonly code: string; readonly message: string } | undefined;
}

/**
 * The mean, over the judge's other cases, of the decision less its mean in the cell of cases among whom judges are drawn. Missing where `present` is
 * false, and where a judge has no other case with a decision. O(N).
 */
export function leniency(
  decision: Float64Array,
  judges: Groups,
  cells: Groups,
  present: (row: number) => boolean,
): Leniency {
  const known = decision.map((value, row) => (present(row) ? value : Number.NaN));
  const residual = byGroup(known, cells, (x) => {
    const values = x.filter((value) => !Number.isNaN(value));
    const centre = values.length === 0 ? Number.NaN : mean(values);
    return x.map((value) => value - centre);
  });
  const others = byGroup(residual, judges, (x) => statisticOfOthers('mean', x));
  const values = others.map((value, row) => (present(row) ? value : Number.NaN));
  const lost = values.filter((value, row) => Number.isNaN(value) && present(row)).length;
  if (lost === 0) return { values, told: undefined };
  return {
    values,
    told: { code: 'no-other-case', message: `no leniency in ${count(lost, 'row')} without another case` },
  };
}
