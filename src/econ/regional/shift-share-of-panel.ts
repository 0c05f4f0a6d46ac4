/** A shift-share variable on the rows of a panel, with the shares and shocks that it is made of. */
import type { Codes, Data } from '../data.ts';
import { type ShiftShare, shiftShare } from './shift-share.ts';

/** A shift-share variable as a step declares it. */
export interface ShiftShareDeclaration {
  /** Columns of the frame of sectors. */
  readonly sector: string;
  readonly value: string;
  /** The period of the shares. */
  readonly base: number;
  readonly leaveOut: boolean;
  /** Is true where an absent cell counts as 0. */
  readonly zero: boolean;
  /** Columns of the unit and the period, in both frames. */
  readonly panel: { readonly unit: string; readonly time: string };
}

/** Its columns on rows of the panel. */
export interface ShiftShareColumns {
  /** Σ shares × shocks; NaN in first periods, and for units without sectors. */
  readonly values: Float64Array;
  /** Names of the sectors. */
  readonly sectors: readonly string[];
  /** Shares and shocks, a column for each sector; NaN where there is none. */
  shares(): Float64Array[];
  shocks(): Float64Array[];
}

/** O(rows of both + units · sectors · periods). */
export function shiftShareOfPanel(declared: ShiftShareDeclaration, sectors: Data, panel: Data): ShiftShareColumns {
  const { sector, value, panel: names } = declared;
  const [units, industries] = [sectors.codes(names.unit), sectors.codes(sector)];
  const time = sectors.numbers(names.time);
  const found = shiftShare({ unit: units, sector: industries, time, value: sectors.numbers(value) }, declared);
  const { unit, period } = placesIn(found, units, panel.codes(names.unit), panel.numbers(names.time));
  const each = (of: (row: number) => number): Float64Array =>
    Float64Array.from(unit, (i, row) => (i < 0 || period[row]! < 0 ? Number.NaN : of(row)));
  const levels = [...industries.levels.keys()];
  return {
    values: each((row) => found.values[unit[row]! * found.periods.length + period[row]!]!),
    sectors: industries.levels,
    shares: () => levels.map((k) => each((row) => found.shares[unit[row]! * levels.length + k]!)),
    shocks: () => levels.map((k) => each((row) => found.shock(unit[row]!, k, period[row]!))),
  };
}

/** The unit and the period of each row among those of the sectors; −1 where they have none. */
function placesIn({ periods }: ShiftShare, units: Codes, own: Codes, times: Float64Array) {
  const at = own.levels.map((level) => units.levels.indexOf(level));
  const places = new Map(periods.map((period, t) => [period, t]));
  return {
    unit: own.codes.map((code) => at[code] ?? -1),
    period: Int32Array.from(times, (time) => places.get(time) ?? -1),
  };
}
