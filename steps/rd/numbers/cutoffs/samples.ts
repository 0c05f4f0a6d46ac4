/**
 * Rows by cut-off. Where each row has one cut-off, rows of a cut-off are its own (Cattaneo, Keele, Titiunik & Vazquez-Bare 2016, Journal of Politics
 * 78:1229). Where one running variable passes several, those of a cut-off reach to the next ones on both sides, so that treatments of other doses are
 * not compared (Cattaneo, Titiunik & Vazquez-Bare 2020, Stata Journal 20:866), and a row is pooled at the nearest one.
 */
import { Refusal } from '../../../../src/base/problem.ts';
import type { Data } from '../../../../src/econ/data.ts';
import { positions } from '../../../../src/econ/sample/rows.ts';
import type { Sides } from '../bandwidths.ts';
import { pickedColumns, type RdRows, rdRows } from '../sample.ts';
import { sidesOf } from '../side.ts';
import type { CutoffsSpec } from './spec.ts';

/** Rows of all cut-offs, and which of them those of a cut-off are. */
export interface CutoffRows {
  readonly rows: RdRows;
  readonly cutoffs: readonly number[];
  /** Rows near the cut-off at a place, and those which are pooled there. */
  isOf(row: number, place: number): boolean;
  isPooledAt(row: number, place: number): boolean;
}

/** Cut-offs that a column may hold. */
const MOST = 200;

/** Refuses a column of one cut-off, and of very many. */
export function cutoffRows(spec: CutoffsSpec, data: Data): CutoffRows {
  if (spec.by === null) {
    const rows = rdRows(spec, data);
    const cutoffs = spec.cutoffs!;
    const middles = cutoffs.slice(1).map((cutoff, i) => (cutoffs[i]! + cutoff) / 2);
    return {
      rows,
      cutoffs,
      isOf: between(rows.running, (place) => [cutoffs[place - 1], cutoffs[place + 1]]),
      isPooledAt: between(rows.running, (place) => [middles[place - 1], middles[place]]),
    };
  }
  const rows = rdRows(spec, data, [spec.by]);
  const [own] = rows.beside as [Float64Array];
  const cutoffs = [...new Set(own)].sort((a, b) => a - b);
  if (cutoffs.length < 2 || cutoffs.length > MOST) {
    const message = `expected from 2 to ${MOST} cut-offs in \`${spec.by}\`, got ${cutoffs.length}`;
    const hint =
      cutoffs.length < 2 ? 'one cut-off needs `cutoff: …` alone' : 'name the column that holds the cut-off of each row';
    throw new Refusal('several-cutoffs', message, { param: 'by', hint });
  }
  const isOf = (row: number, place: number): boolean => own[row] === cutoffs[place];
  return { rows, cutoffs, isOf, isPooledAt: isOf };
}

/** Says whether the value of a row is from the first limit of a place on and before the second, where it has these. */
const between =
  (running: Float64Array, limits: (place: number) => readonly [number | undefined, number | undefined]) =>
  (row: number, place: number): boolean => {
    const [from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY] = limits(place);
    return running[row]! >= from && running[row]! < to;
  };

export interface CutoffSample {
  readonly sides: Sides;
  /** Rows that the donut left out. */
  readonly donut: number;
}

/** Both sides of the running variable less the cut-offs of the places at which rows count. Refuses a side without rows. */
export function sampleAt(
  { running, donut }: CutoffsSpec,
  { rows, cutoffs }: CutoffRows,
  places: readonly number[],
  isIn: (row: number, place: number) => boolean,
  at: number,
): CutoffSample {
  const n = rows.running.length;
  const distances = new Float64Array(n);
  const keep = new Uint8Array(n);
  let lost = 0;
  for (let i = 0; i < n; i++) {
    const place = places.find((each) => isIn(i, each));
    if (place === undefined) continue;
    distances[i] = rows.running[i]! - cutoffs[place]!;
    if (Math.abs(distances[i]!) < donut) lost++;
    else keep[i] = 1;
  }
  const columns = pickedColumns({ ...rows.columns, distances }, positions(keep));
  return { sides: sidesOf(columns, running, at), donut: lost };
}
