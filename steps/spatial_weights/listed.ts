/** Weights that a file holds: a matrix of units by units, or a list of edges, checked against the units of the data. */
import { Refusal } from '../../src/base/problem.ts';
import { aside, datum, SOME_VARIABLE } from '../../src/base/value.ts';
import { type Codes, groupsOf } from '../../src/econ/data.ts';
import type { RunContext } from '../../src/engine/step.ts';
import type { Frame } from '../../src/frame/frame.ts';

type RunNotices = Pick<RunContext<unknown>, 'note' | 'warn'>;

/** The units of the data in the order of W's rows, and whether numbers name them. */
export interface Units {
  readonly names: readonly string[];
  readonly areNumbers: boolean;
}

/** A matrix as it was read. */
export interface ReadMatrix {
  readonly frame: Frame;
  /** Its columns as they stand in the file. */
  readonly columns: readonly string[];
}

export interface MatrixKeys {
  /** The column that names the rows; null where none does. */
  readonly unit: string | null;
  /** Names of rows and columns in the order of the file, where it has none. */
  readonly order: readonly string[] | null;
}

export type EdgeColumns = readonly [unit: string, neighbour: string, weight: string];

/**
 * The matrix of a file by the units of the data: rows and columns are found by their names, or stand in the order that is told. Units that the data does not have are left
 * out and counted. Refuses units without a row or column, names that stand twice, cells without a number, and negative weights.
 */
export function matrixOf(read: ReadMatrix, keys: MatrixKeys, units: Units, told: RunNotices): Float64Array {
  const { rows, columns } = placesOf(read, keys, units, told);
  const n = units.names.length;
  const values = columns.map((name) => read.frame.numbers(name));
  const out = Float64Array.from({ length: n * n }, (_, at) => values[at % n]![rows[Math.floor(at / n)]!]!);
  return checked(out, units.names, 'matrix', told);
}

/** The positions of the units' rows in the file, and the names of their columns. */
function placesOf({ frame, columns }: ReadMatrix, { unit, order }: MatrixKeys, units: Units, told: RunNotices) {
  const own = columns.filter((name) => name !== unit);
  const names = unit === null ? namesWithout(frame, own, order, units, told) : rowNames(groupsOf(frame, unit), unit);
  const rows = placesIn(names, units.names, 'row', told);
  if (units.names.every((name) => own.includes(name))) return { rows, columns: units.names };
  if (own.some((name) => names.includes(name)) || own.length !== names.length) {
    placesIn(own, units.names, 'column', told);
  }
  return { rows, columns: rows.map((row) => own[row]!) };
}

function rowNames({ codes, levels }: Codes, unit: string): readonly string[] {
  const missing = codes.filter((code) => code < 0).length;
  if (missing > 0) {
    const message = `${missing} ${missing === 1 ? 'row' : 'rows'} of the matrix have no \`${unit}\``;
    throw new Refusal('missing-units', message, { param: 'matrix' });
  }
  return Array.from(codes, (code) => levels[code]!);
}

/** Names of the rows of a file that does not name them: as written, those of its columns, or the numbers of the units as they rise. */
function namesWithout(
  frame: Frame,
  own: readonly string[],
  order: readonly string[] | null,
  units: Units,
  told: RunNotices,
): readonly string[] {
  if (own.length !== frame.nrows) {
    const message = `expected a square matrix, got ${frame.nrows} rows and ${own.length} columns`;
    const hint = 'name the column that names the rows: `matrix: {from: …, unit: …}`';
    throw new Refusal('not-square', message, { param: 'matrix', hint });
  }
  if (frame.panel !== null) {
    const message = 'the rows of a panel are sorted, so that those of a matrix without names cannot be told apart';
    throw new Refusal('unnamed-units', message, { param: 'matrix', hint: 'read the matrix without `panel`' });
  }
  if (order !== null) return ofLength(order, own.length, '`order`');
  if (units.names.every((name) => own.includes(name))) return own;
  if (units.areNumbers) {
    told.note('the matrix names no units: its rows and columns are taken in the order of the units’ numbers');
    return ofLength(units.names, own.length, 'the data');
  }
  const hint = 'name the column of the units, `unit: …`, or list them in the order of the file, `order: [a, b, …]`';
  throw new Refusal('unnamed-units', 'the matrix does not say whose its rows and columns are', {
    param: 'matrix',
    hint,
  });
}

function ofLength(names: readonly string[], length: number, of: string): readonly string[] {
  if (names.length === length) return names;
  const message = `the matrix has ${length} rows, and ${of} ${names.length} units`;
  throw new Refusal('not-square', message, { param: 'matrix', hint: 'is the file of other units?' });
}

/** Finds the place of each unit among the names of the file. */
function placesIn(
  names: readonly string[],
  units: readonly string[],
  what: 'row' | 'column',
  told: RunNotices,
): number[] {
  const place = new Map(names.map((name, i) => [name, i]));
  if (place.size < names.length) {
    const twice = names.find((name, i) => place.get(name) !== i)!;
    const message = `\`${datum(SOME_VARIABLE, twice)}\` names several ${what}s of the matrix`;
    throw new Refusal('repeated-units', message, { param: 'matrix' });
  }
  const lacking = units.filter((name) => !place.has(name));
  if (lacking.length > 0) {
    const message = `the matrix has no ${what} for ${lacking.length} of the ${units.length} units${shown(lacking)}`;
    const hint = 'are they spelled as in the data? Give those that have no neighbours a row of zeros';
    throw new Refusal('missing-units', message, { param: 'matrix', hint });
  }
  const strange = names.length - units.length;
  if (strange > 0) told.note(`${counted(strange, what)} of the matrix not used (units that the data does not have)`);
  return units.map((name) => place.get(name)!);
}

/** The weights of a list of edges, 0 where there is none. Refuses edges that stand twice, without a weight, and negative ones. */
export function edgesOf(frame: Frame, columns: EdgeColumns, units: Units, told: RunNotices): Float64Array {
  const [unit, neighbour, weight] = columns;
  const [left, right] = [groupsOf(frame, unit), groupsOf(frame, neighbour)];
  const values = frame.numbers(weight);
  const place = new Map(units.names.map((name, i) => [name, i]));
  const n = units.names.length;
  const out = new Float64Array(n * n);
  const seen = new Set<number>();
  let strange = 0;
  for (let row = 0; row < frame.nrows; row++) {
    const [a, b] = [left.levels[left.codes[row]!], right.levels[right.codes[row]!]];
    const [i, j] = [place.get(a ?? ''), place.get(b ?? '')];
    if (i === undefined || j === undefined) {
      strange++;
      continue;
    }
    const at = i * n + j;
    if (seen.has(at)) {
      const message = `the edge from \`${datum(unit, a!)}\` to \`${datum(neighbour, b!)}\` is listed twice`;
      throw new Refusal('repeated-edge', message, { param: 'edges', hint: 'list each edge once' });
    }
    seen.add(at);
    out[at] = values[row]!;
  }
  if (strange > 0) told.note(`${counted(strange, 'edge')} of the list not used (units that the data does not have)`);
  return checked(out, units.names, 'edges', told);
}

/** Refuses what is no weight, puts zeros on the diagonal, and tells of these and of an asymmetry. */
function checked(
  matrix: Float64Array,
  units: readonly string[],
  param: 'matrix' | 'edges',
  told: RunNotices,
): Float64Array {
  const n = units.length;
  refuseCells(matrix, units, Number.isNaN, 'have no number', 'missing-weights', param);
  refuseCells(matrix, units, (value) => value < 0, 'are negative', 'negative-weights', param);
  const out = matrix.slice();
  let [own, oneWay] = [0, 0];
  for (let i = 0; i < n; i++) {
    if (out[i * n + i] !== 0) own++;
    out[i * n + i] = 0;
    for (let j = 0; j < i; j++) if (out[i * n + j] !== out[j * n + i]) oneWay++;
  }
  if (own > 0) {
    const message = `${counted(own, 'unit')} ${own === 1 ? 'weighs itself' : 'weigh themselves'}; the diagonal is set to 0`;
    told.warn({ severity: 'warning', code: 'own-weights', message, param });
  }
  if (oneWay > 0) told.note(`the weights are not symmetric: they differ by direction in ${counted(oneWay, 'pair')}`);
  return out;
}

function refuseCells(
  matrix: Float64Array,
  units: readonly string[],
  isWrong: (value: number) => boolean,
  what: string,
  code: string,
  param: string,
): void {
  const n = units.length;
  const first = matrix.findIndex(isWrong);
  if (first < 0) return;
  const count = matrix.filter(isWrong).length;
  const [a, b] = [units[Math.floor(first / n)]!, units[first % n]!];
  const place = aside(SOME_VARIABLE, `, the first of \`${a}\` and \`${b}\``);
  const message = `expected weights of 0 or more, but ${count} ${what}${place}`;
  throw new Refusal(code, message, { param, hint: 'write 0 where units are no neighbours' });
}

function shown(names: readonly string[]): string {
  const first = names.slice(0, 5).map((name) => `\`${name}\``);
  return aside(SOME_VARIABLE, `: ${first.join(', ')}${names.length > 5 ? `, and ${names.length - 5} more` : ''}`);
}

const counted = (count: number, what: string): string => `${count} ${count === 1 ? what : `${what}s`}`;
