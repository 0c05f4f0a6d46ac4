/** Defines what another engine says of a paper's cells: a record for each cell, and counts of them for each result. */
import { smallest } from '../../../src/base/extremes.ts';

/**
 * `same`: to the engine's floor of digits. `explained`: the engine's value is papermake's once one named convention is applied to it.
 * `no counterpart`: the engine has no such value.
 */
export type Verdict = 'same' | 'explained' | 'unexplained' | 'not run' | 'no counterpart';

export interface WitnessRecord {
  /** The engine: `r`. */
  readonly by: string;
  readonly node: string;
  /** Names the cell as scripts of exports do: `x: standard error`, `N`. */
  readonly cell: string;
  /** papermake's value; null for a result as a whole. */
  readonly ours: number | null;
  /** The engine's own value; null where it did not run here, or gave none. */
  readonly theirs: number | null;
  /** Digits in which both agree, at most 15; where the engine did not run here, the floor that it met before. */
  readonly digits: number | null;
  readonly verdict: Verdict;
  /** The convention that explains the difference. */
  readonly convention: string | null;
  /** Why there is no value to compare; empty otherwise. */
  readonly why: string;
}

/** Holds what of a record is the same on every machine, whatever else the engine's version changes. */
export interface Certified {
  readonly cell: string;
  readonly verdict: Verdict;
  /** The floor of digits that was met; null where no value was compared. */
  readonly digits: number | null;
  readonly convention: string | null;
  readonly why: string;
}

/** Records what an engine found of one result, which holds for these very values, parameters and data. */
export interface Evidence {
  readonly node: string;
  /** Digest of what was asked. */
  readonly of: string;
  readonly cells: readonly Certified[];
}

/** Counts of a result by one engine, as tables and claims have them. */
export interface WitnessRow {
  /** Node and engine: `main.iv (R)`. */
  readonly variable: string;
  readonly node: string;
  readonly by: string;
  readonly cells: number;
  readonly same: number;
  readonly explained: number;
  readonly unexplained: number;
  readonly notRun: number;
  readonly noCounterpart: number;
  /** The fewest digits of all cells that were compared; absent where none was. */
  readonly digits?: number;
}

export type Counts = Omit<WitnessRow, 'variable' | 'node' | 'by' | 'digits'>;

export function countsOf(records: readonly Pick<WitnessRecord, 'verdict'>[]): Counts {
  const count = (verdict: Verdict): number => records.filter((record) => record.verdict === verdict).length;
  return {
    cells: records.length,
    same: count('same'),
    explained: count('explained'),
    unexplained: count('unexplained'),
    notRun: count('not run'),
    noCounterpart: count('no counterpart'),
  };
}

/** The name of a result's row. */
export const rowName = (node: string, title: string): string => `${node} (${title})`;

export function rowOf(node: string, by: string, title: string, cells: readonly Certified[]): WitnessRow {
  const digits = cells.flatMap((cell) => cell.digits ?? []);
  return {
    variable: rowName(node, title),
    node,
    by,
    ...countsOf(cells),
    ...(digits.length > 0 && { digits: smallest(digits) }),
  };
}
