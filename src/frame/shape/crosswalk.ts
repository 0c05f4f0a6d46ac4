/** Values of old units brought to new ones by shares, as of counties to the cities that they became, or of one classification to another. */
import { dot, sum } from '../../base/number/sum.ts';
import { aside, datum } from '../../base/value.ts';
import { type Column, gather } from '../column.ts';
import { count, type DataComplaint, DataError, listed, SHOWN } from '../complaint.ts';
import { Frame, type Panel } from '../frame.ts';
import { sortedGroups } from '../functions/groups.ts';
import type { ColumnLabels } from '../stored/artifact.ts';
import { refuseDoubts, refuseMissing, refuseRepeated, type Shaped, shaped, textOf } from './shaped.ts';

export interface CrosswalkDeclaration {
  /** The column of the old unit, which both frames have. The frame of shares has the new unit and its share of the old one besides. */
  readonly on: string;
  readonly to: string;
  readonly share: string;
  /** Columns of the data that rows of a new unit agree in, such as the year. */
  readonly by: readonly string[];
  /** Columns that add up over parts, each part its share of the old unit's value. */
  readonly sums: readonly string[];
  /** Columns that are averaged over parts, by what weighs the old unit times the share. */
  readonly means: Readonly<Record<string, string>>;
  readonly unmatched: 'error' | 'drop';
  readonly incomplete: 'error' | 'keep' | 'rescale';
  readonly panel: Panel | null;
}

/** Shares that are written with three decimals add up to one by this much. */
const ROUNDED = 2e-3;

/** Rows of the data times parts of their unit, then one row for each new unit and `by`, in the order of their values. O(rows × parts). */
export function crosswalk(
  [frame, labels]: readonly [Frame, ColumnLabels],
  [shares, shareLabels]: readonly [Frame, ColumnLabels],
  declared: CrosswalkDeclaration,
): Shaped {
  const { on, to, by, panel } = declared;
  refuseDoubts(frame, [on, ...by]);
  refuseMissing(shares, [on, to, declared.share], ['shares']);
  refuseRepeated(shares, [on, to], ['shares']);
  const parts = partsOf(frame, shares, declared);
  const columns = new Map<string, Column>([
    [to, gather(shares.column(to), parts.shareRows)],
    ...by.map((name): [string, Column] => [name, gather(frame.column(name), parts.rows)]),
  ]);
  const groups = sortedGroups(Frame.of(columns, parts.rows.length), [to, ...by]);
  const first = Int32Array.from(groups, (own) => own[0]!);
  const result = new Map([...columns].map(([name, column]): [string, Column] => [name, gather(column, first)]));
  const warnings: DataComplaint[] = [...parts.warnings];
  for (const name of declared.sums) result.set(name, summed(name, frame, parts, groups, warnings));
  for (const [name, weight] of Object.entries(declared.means)) {
    result.set(name, averaged(name, weight, frame, parts, groups, warnings));
  }
  const notes: ColumnLabels = new Map(
    [...result.keys()].flatMap((name) => {
      const own = name === to ? shareLabels.get(name) : labels.get(name);
      return own === undefined ? [] : [[name, own] as const];
    }),
  );
  const told = [
    `${count(frame.nrows, 'row')} in ${count(parts.rows.length, 'part')} became ${count(groups.length, 'row')}`,
    ...parts.told,
  ];
  return shaped(result, groups.length, panel, { labels: notes, told, warnings });
}

interface CrosswalkRows {
  /** Row of the data and row of the shares of each part, and its share. */
  readonly rows: Int32Array;
  readonly shareRows: Int32Array;
  readonly shares: Float64Array;
  readonly told: readonly string[];
  readonly warnings: readonly DataComplaint[];
}

function partsOf(
  frame: Frame,
  shares: Frame,
  { on, share, unmatched, incomplete }: CrosswalkDeclaration,
): CrosswalkRows {
  const own = frame.codes(on);
  const others = shares.codes(on);
  const values = shares.numbers(share);
  refuseNegative(values, share);
  const place = new Map(others.levels.map((text, code) => [text, code]));
  const rowsOf = others.levels.map((): number[] => []);
  others.codes.forEach((code, row) => void rowsOf[code]!.push(row));
  const partsOfLevel = own.levels.map((text) => rowsOf[place.get(text) ?? -1] ?? []);
  const present = new Set(own.codes);
  const lacking = Array.from(own.codes.keys()).filter((row) => (partsOfLevel[own.codes[row]!] ?? []).length === 0);
  const lost = unmatchedOf(lacking, frame, on, unmatched);
  const totals = partsOfLevel.map((rows) => sum(Float64Array.from(rows, (row) => values[row]!)));
  const wrong = totals.flatMap((total, code) =>
    present.has(code) && partsOfLevel[code]!.length > 0 && Math.abs(total - 1) > ROUNDED ? [code] : [],
  );
  const warnings = [...lost, ...incompleteOf(wrong, own.levels, totals, on, incomplete)];
  const rows: number[] = [];
  const shareRows: number[] = [];
  own.codes.forEach((code, row) => {
    for (const at of partsOfLevel[code] ?? []) [rows[rows.length], shareRows[shareRows.length]] = [row, at];
  });
  const scale = (row: number): number => (incomplete === 'rescale' ? totals[own.codes[row]!]! : 1);
  const unused =
    new Set(others.codes).size - partsOfLevel.filter((each, code) => present.has(code) && each.length > 0).length;
  return {
    rows: Int32Array.from(rows),
    shareRows: Int32Array.from(shareRows),
    shares: Float64Array.from(rows, (row, i) => values[shareRows[i]!]! / scale(row)),
    told: unused === 0 ? [] : [`${count(unused, 'unit')} of the shares ${unused === 1 ? 'has' : 'have'} no row`],
    warnings,
  };
}

function refuseNegative(values: Float64Array, share: string): void {
  const row = values.findIndex((value) => value < 0);
  if (row < 0) return;
  const message = `expected shares of 0 or more, got ${datum(share, values[row]!)} in row ${row + 1}`;
  throw new DataError({ code: 'bad-shares', message, path: ['share'] });
}

/** Rows whose unit no share names. */
function unmatchedOf(
  rows: readonly number[],
  frame: Frame,
  on: string,
  rule: 'error' | 'drop',
): readonly DataComplaint[] {
  if (rows.length === 0) return [];
  const units = [...new Set(rows.map((row) => textOf(frame, on, row)))];
  const named = aside(on, ` (${listed(units.slice(0, SHOWN), units.length)})`);
  if (rule === 'drop') {
    const message = `${count(rows.length, 'row')} of ${count(units.length, 'unit')} without shares${named} left out`;
    return [{ code: 'unmatched-units', message, path: ['unmatched'], severity: 'warning' }];
  }
  throw new DataError({
    code: 'unmatched-units',
    message: `${count(rows.length, 'row')} of ${count(units.length, 'unit')} have no shares${named}`,
    hint: '`unmatched: drop` leaves them out',
    path: ['on'],
  });
}

/** Units whose shares do not add up to 1. */
function incompleteOf(
  wrong: readonly number[],
  levels: readonly string[],
  totals: readonly number[],
  on: string,
  rule: CrosswalkDeclaration['incomplete'],
): readonly DataComplaint[] {
  if (wrong.length === 0) return [];
  const texts = wrong.slice(0, SHOWN).map((code) => `${levels[code]}: ${Number(totals[code]!.toPrecision(4))}`);
  const named = aside(on, ` (${listed(texts, wrong.length)})`);
  const message = `shares of ${count(wrong.length, 'unit')} do not add up to 1${named}`;
  if (rule !== 'error') {
    const done = rule === 'rescale' ? 'they are divided by their sum' : 'they are kept as they are';
    return [{ code: 'shares-sum', message: `${message}: ${done}`, path: ['incomplete'], severity: 'warning' }];
  }
  throw new DataError({
    code: 'shares-sum',
    message,
    hint: '`incomplete: rescale` divides them by their sum, `keep` lets values be lost or counted twice',
    path: ['share'],
  });
}

/** Σ share x over the parts of a group; missing where a part with a share has no value. */
function summed(
  name: string,
  frame: Frame,
  { rows, shares }: CrosswalkRows,
  groups: readonly Int32Array[],
  warnings: DataComplaint[],
): Column {
  const x = frame.numbers(name);
  const values = Float64Array.from(groups, (own) => {
    const used = own.filter((part) => shares[part]! > 0);
    return sum(Float64Array.from(used, (part) => shares[part]! * x[rows[part]!]!));
  });
  tellMissing(name, values, 'of which a part has no value', ['sums'], warnings);
  return { type: 'number', values };
}

/** Σ share w x / Σ share w over the parts of a group that have both. */
function averaged(
  name: string,
  weight: string,
  frame: Frame,
  { rows, shares }: CrosswalkRows,
  groups: readonly Int32Array[],
  warnings: DataComplaint[],
): Column {
  const [x, w] = [frame.numbers(name), frame.numbers(weight)];
  const negative = w.findIndex((value) => value < 0);
  if (negative >= 0) {
    const message = `expected weights of 0 or more, got ${datum(weight, w[negative]!)} in row ${negative + 1}`;
    throw new DataError({ code: 'bad-weights', message, path: ['means', name] });
  }
  let partial = 0;
  const values = Float64Array.from(groups, (own) => {
    const used = own.filter((part) => !Number.isNaN(x[rows[part]!]! * w[rows[part]!]!));
    if (used.length < own.length && used.length > 0) partial++;
    const weights = Float64Array.from(used, (part) => shares[part]! * w[rows[part]!]!);
    const total = sum(weights);
    return total > 0
      ? dot(
          weights,
          Float64Array.from(used, (part) => x[rows[part]!]!),
        ) / total
      : Number.NaN;
  });
  if (partial > 0) {
    const message = `\`${name}\` of ${count(partial, 'row')} is the mean of some parts alone, since others have no value`;
    warnings.push({ code: 'partial-values', message, path: ['means'], severity: 'warning' });
  }
  tellMissing(name, values, 'of which no part has a value', ['means'], warnings);
  return { type: 'number', values };
}

function tellMissing(
  name: string,
  values: Float64Array,
  why: string,
  path: readonly string[],
  to: DataComplaint[],
): void {
  const missing = values.reduce((total, value) => total + Number(Number.isNaN(value)), 0);
  if (missing === 0) return;
  to.push({
    code: 'partial-values',
    message: `\`${name}\` is missing in ${count(missing, 'row')}, ${why}`,
    path,
    severity: 'warning',
  });
}
