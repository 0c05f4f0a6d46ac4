/** The stacked equations: transformed rows over level rows of every unit, with their instruments. */
import { Refusal } from '../../base/problem.ts';
import type { NamedColumn, WholePanel } from '../design.ts';
import type { Sample } from '../estimator.ts';
import { basesOf } from '../formula/coding.ts';
import { termOf } from '../spec.ts';
import { gridOf, type UnitPeriodGrid } from './grid.ts';
import { gmmInstruments, type InstrumentGroup, ivInstruments, requireWeighable, SparseCells } from './instruments.ts';
import type { GmmOptions } from './spec.ts';
import { deviations, differences } from './transform.ts';

/** Rows in order of units, within a unit the transformed ones first. */
export interface Stack {
  readonly grid: UnitPeriodGrid;
  readonly isSystem: boolean;
  readonly options: GmmOptions;
  /** Rows of both equations. */
  readonly height: number;
  /** Place of each row in the grid. */
  readonly places: Int32Array;
  /** Position in a unit's 2T (or T) rows: t of a transformed row, T + t of a level row. */
  readonly within: Int32Array;
  /** First row of each unit, and one past the last. */
  readonly starts: Int32Array;
  /** The unit of each row. */
  readonly units: Int32Array;
  readonly y: Float64Array;
  /** Regressors, the constant of a system last: 1 in level rows, 0 in transformed ones. */
  readonly x: readonly NamedColumn[];
  /** Regressors and outcome in levels on the grid, and whether a row of the grid is complete: for residuals in differences. */
  readonly levels: { readonly y: Float64Array; readonly x: readonly Float64Array[] };
  readonly z: SparseRows;
  readonly groups: readonly InstrumentGroup[];
}

/** Rows of Z: row r has `values[i]` in column `columns[i]`, from `starts[r]` up to `starts[r + 1]`. */
export interface SparseRows {
  readonly width: number;
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
  /** Position among the columns written → column here; −1 where it is 0 in all rows. */
  readonly renumbered: Int32Array;
}

export const constantName = '_cons';

/** O(rows × instruments in a row). Refuses where no row is left. */
export function stackOf(sample: Sample): Stack {
  const { spec, design } = sample;
  const options = spec.estimator as unknown as GmmOptions;
  const panel = sample.whole();
  const grid = gridOf(panel);
  const isSystem = options.model === 'system';
  const spread = (columns: readonly NamedColumn[]): NamedColumn[] =>
    columns.map(({ name, values }) => ({ name, values: grid.spread(values) }));
  const y = grid.spread(panel.columns([spec.outcome])[0]!.values);
  const names = new Set(design.terms.map(({ name }) => name));
  const terms = spread(panel.columns(spec.terms).filter(({ name }) => names.has(name)));
  const ivs = options.instruments.iv.map((group) => ({
    ...group,
    columns: spread(instrumentColumns(panel, group.of)),
  }));
  const transform = transformer(options, grid, [
    y,
    ...terms.map(({ values }) => values),
    ...ivs.flatMap(({ mz, columns, equation }) =>
      mz || (!isSystem && equation === 'level') ? [] : columns.map(({ values }) => values),
    ),
  ]);
  const equations: Equations = {
    transformed: { y: transform(y), x: terms.map(({ values }) => transform(values)) },
    level: { y, x: terms.map(({ values }) => values) },
    ivs: ivs.map(({ columns, equation, mz }) => ({
      equation,
      mz,
      transformed: columns.map(({ values }) => transform(values)),
      level: columns.map(({ values }) => values),
    })),
  };
  const hasConstant = isSystem && spec.constant;
  const places = usable(equations, grid, options);
  const rows = rowsOf(grid, isSystem, places);
  const groups = groupsOf(options, panel, grid, equations, hasConstant, places);
  const { periods } = grid;
  const x = terms.map(({ name }, k) => ({
    name,
    values: stacked(rows, periods, equations.transformed.x[k]!, equations.level.x[k]!),
  }));
  return {
    ...rows,
    grid,
    isSystem,
    options,
    y: stacked(rows, periods, equations.transformed.y, y),
    x: hasConstant ? [...x, { name: constantName, values: constantOf(rows, periods) }] : x,
    levels: equations.level,
    z: sparse(rows, groups, periods),
    groups,
  };
}

/** Instruments have a column for each level, but for one that `ref=` leaves out. */
function instrumentColumns(panel: WholePanel, of: readonly string[]): readonly NamedColumn[] {
  const bases = basesOf(of.map(termOf));
  return panel.columns(of).filter(({ levels = [] }) => levels.every((each) => bases.get(each.of) !== each.level));
}

interface Sides {
  readonly y: Float64Array;
  readonly x: readonly Float64Array[];
}

interface Equations {
  readonly transformed: Sides;
  readonly level: Sides;
  readonly ivs: readonly {
    readonly equation: 'both' | 'diff' | 'level';
    readonly mz: boolean;
    readonly transformed: readonly Float64Array[];
    readonly level: readonly Float64Array[];
  }[];
}

/** Deviations are from the mean of later rows that have all that a row needs. */
function transformer(options: GmmOptions, grid: UnitPeriodGrid, needed: readonly Float64Array[]) {
  if (options.transform === 'fd') return (values: Float64Array): Float64Array => differences(values, grid);
  const complete = new Uint8Array(grid.used.length);
  for (let at = 0; at < complete.length; at++) complete[at] = needed.some((x) => Number.isNaN(x[at]!)) ? 0 : 1;
  return (values: Float64Array): Float64Array => deviations(values, grid, complete);
}

/** A variable of the rows: transformed in the transformed ones. */
function stacked({ places, within }: StackRows, periods: number, transformed: Float64Array, level: Float64Array) {
  const out = new Float64Array(places.length);
  for (let r = 0; r < out.length; r++) out[r] = within[r]! < periods ? transformed[places[r]!]! : level[places[r]!]!;
  return out;
}

function constantOf({ within }: StackRows, periods: number): Float64Array {
  const out = new Float64Array(within.length);
  for (let r = 0; r < out.length; r++) out[r] = within[r]! < periods ? 0 : 1;
  return out;
}

/** 1 at places that have a row of an equation. */
interface Usable {
  readonly transformed: Uint8Array;
  readonly level: Uint8Array;
}

/**
 * A place has a row of an equation where the data's row is used (of a deviation, the row before, from which it was carried), and outcome,
 * regressors and instruments have values there.
 */
function usable(
  { transformed, level, ivs }: Equations,
  { used, periods }: UnitPeriodGrid,
  { transform }: GmmOptions,
): Usable {
  const needed = ({ y, x }: Sides, side: 'transformed' | 'level', other: 'level' | 'diff'): readonly Float64Array[] => [
    y,
    ...x,
    ...ivs.flatMap((group) => (group.mz || group.equation === other ? [] : group[side])),
  ];
  return {
    transformed: withValues(
      carried(used, periods, transform === 'fod' ? 1 : 0),
      needed(transformed, 'transformed', 'level'),
    ),
    level: withValues(used.slice(), needed(level, 'level', 'diff')),
  };
}

/** Marks rows whose row `back` periods earlier is used. A first period has no transformed row. */
function carried(used: Uint8Array, periods: number, back: number): Uint8Array {
  const out = new Uint8Array(used.length);
  for (let at = 0; at < out.length; at++) out[at] = at % periods === 0 ? 0 : used[at - back]!;
  return out;
}

/** Takes away the places where a column has no value. */
function withValues(places: Uint8Array, columns: readonly Float64Array[]): Uint8Array {
  for (const values of columns) withoutMissing(places, values);
  return places;
}

function withoutMissing(places: Uint8Array, values: Float64Array): void {
  for (let at = 0; at < places.length; at++) if (Number.isNaN(values[at]!)) places[at] = 0;
}

type StackRows = Pick<Stack, 'height' | 'places' | 'within' | 'starts' | 'units'>;

function rowsOf({ units, periods }: UnitPeriodGrid, isSystem: boolean, { transformed, level }: Usable): StackRows {
  const places: number[] = [];
  const within: number[] = [];
  const starts = new Int32Array(units + 1);
  for (let u = 0; u < units; u++) {
    for (const isLevel of isSystem ? [false, true] : [false]) {
      for (let t = 0; t < periods; t++) {
        if ((isLevel ? level : transformed)[u * periods + t] !== 1) continue;
        places.push(u * periods + t);
        within.push(isLevel ? periods + t : t);
      }
    }
    starts[u + 1] = places.length;
  }
  if (places.length === 0) {
    const message = 'no row has what the transformed equation needs';
    const hint = 'a difference needs the row of the period before: does time go in steps of one?';
    throw new Refusal('no-transformed-rows', message, { param: 'terms', hint });
  }
  const codes = new Int32Array(places.length);
  for (let u = 0; u < units; u++) codes.fill(u, starts[u], starts[u + 1]);
  return {
    height: places.length,
    places: Int32Array.from(places),
    within: Int32Array.from(within),
    starts,
    units: codes,
  };
}

/** All groups of instruments, their columns numbered through; the constant is the first. */
function groupsOf(
  { instruments, model }: GmmOptions,
  panel: WholePanel,
  grid: UnitPeriodGrid,
  { ivs }: Equations,
  hasConstant: boolean,
  { level }: Usable,
): InstrumentGroup[] {
  const groups: InstrumentGroup[] = [];
  const next = (): number => groups.at(-1)?.to ?? 0;
  if (hasConstant) {
    const ones = new Float64Array(grid.used.length).fill(1);
    groups.push(ivInstruments(null, { transformed: [ones], level: [ones], equation: 'level' }, 0));
  }
  for (const [i, group] of instruments.gmm.entries()) {
    const variables = instrumentColumns(panel, group.of).map(({ name, values }) => ({
      name,
      values: grid.spread(values),
    }));
    groups.push(gmmInstruments(`gmm${i + 1}`, group, variables, grid, model === 'system', next(), level));
  }
  for (const [i, group] of ivs.entries()) groups.push(ivInstruments(`iv${i + 1}`, group, next()));
  return groups;
}

/** Z of the rows, without the columns that are 0 in all of them. */
function sparse(
  { places, within, height }: StackRows,
  groups: readonly InstrumentGroup[],
  periods: number,
): SparseRows {
  const starts = new Int32Array(height + 1);
  const cells = new SparseCells();
  for (let r = 0; r < height; r++) {
    const isLevel = within[r]! >= periods;
    const t = isLevel ? within[r]! - periods : within[r]!;
    for (let g = 0; g < groups.length; g++) groups[g]!.write(places[r]!, t, isLevel, cells);
    starts[r + 1] = cells.count;
  }
  const columns = cells.columns.subarray(0, cells.count);
  const renumbered = new Int32Array(groups.at(-1)?.to ?? 0).fill(-1);
  for (let i = 0; i < columns.length; i++) renumbered[columns[i]!] = 0;
  let width = 0;
  for (let c = 0; c < renumbered.length; c++) if (renumbered[c] === 0) renumbered[c] = width++;
  requireWeighable(width);
  for (let i = 0; i < columns.length; i++) columns[i] = renumbered[columns[i]!]!;
  return { width, starts, columns, values: cells.values.subarray(0, cells.count), renumbered };
}
