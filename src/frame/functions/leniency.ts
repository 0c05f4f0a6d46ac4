/** Leniency of who decides, from the other cases of the same (Dahl, Kostøl & Mogstad 2014, QJE 129:1711; Dobbie, Goldin & Yang 2018, AER 108:201). */
import { mean } from '../../base/number/sum.ts';
import { Refusal } from '../../base/problem.ts';
import { count } from '../complaint.ts';
import { byGroup, type Groups, rowsOfGroups } from './groups.ts';
import { statisticOfOthers } from './statistics.ts';

interface Told {
  readonly code: string;
  readonly message: string;
}

/**
 * The mean, over the judge's other cases, of the decision less its mean in the cell of cases among whom judges are drawn. Missing where `present` is
 * false, where a judge has no other case with a decision, and in cells of one judge, whose cases no judge counts: their decisions less their own mean
 * sum to zero, so that the others would tell a case's own decision. Refuses where no judge has two cases, and where all cells have one judge. O(N).
 */
export function leniency(
  decision: Float64Array,
  judges: Groups,
  cells: Groups,
  present: (row: number) => boolean,
): { readonly values: Float64Array; readonly told: readonly Told[] } {
  const alone = cellsOfOne(judges, cells, present);
  const isCompared = (row: number): boolean => present(row) && alone[cells.codes[row]!] === 0;
  const known = decision.map((value, row) => (isCompared(row) ? value : Number.NaN));
  const residual = byGroup(known, cells, (x) => {
    const values = x.filter((value) => !Number.isNaN(value));
    const centre = values.length === 0 ? Number.NaN : mean(values);
    return x.map((value) => value - centre);
  });
  const others = byGroup(residual, judges, (x) => statisticOfOthers('mean', x));
  const values = others.map((value, row) => (isCompared(row) ? value : Number.NaN));
  const rows = [...values.keys()].filter(present);
  const uncompared = rows.filter((row) => !isCompared(row)).length;
  const lost = rows.filter((row) => Number.isNaN(values[row]!)).length - uncompared;
  refuseNone(rows.length, uncompared, lost);
  return {
    values,
    told: [
      ...(uncompared === 0
        ? []
        : [told('one-judge', `no leniency in ${count(uncompared, 'row')} of cells with one judge`)]),
      ...(lost === 0 ? [] : [told('no-other-case', `no leniency in ${count(lost, 'row')} without another case`)]),
    ],
  };
}

const told = (code: string, message: string): Told => ({ code, message });

/** 1 for each cell whose rows are all of one judge. */
function cellsOfOne(judges: Groups, cells: Groups, present: (row: number) => boolean): Uint8Array {
  return Uint8Array.from(rowsOfGroups(cells), (rows) => {
    const own = new Set(Array.from(rows.filter(present), (row) => judges.codes[row]!));
    return own.size === 1 ? 1 : 0;
  });
}

function refuseNone(rows: number, uncompared: number, lost: number): void {
  if (rows === 0 || uncompared + lost < rows) return;
  if (uncompared === rows) {
    throw new Refusal('one-judge', 'every cell has one judge, whom nobody can be compared with', {
      hint: '`by=` names who decides, and `within=` the cells in which several of them do, such as court and year',
    });
  }
  throw new Refusal('no-other-case', 'no judge has a second case, from which leniency could be told', {
    hint: '`by=` names who decides, such as the judge, not the case',
  });
}
