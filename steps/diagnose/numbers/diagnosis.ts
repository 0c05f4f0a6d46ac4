/** Defines the outcome of a test of a panel. */
import type { Stat, Warning } from '../../../src/econ/fit.ts';

export interface Diagnosis {
  /** The test's name, which is its row's. */
  readonly variable: string;
  readonly statistic: Stat;
  readonly df?: number;
  /** Denominator degrees of freedom of F. */
  readonly dfR?: number;
  readonly pValue: Stat;
  /** The mean of the units' t, of Im, Pesaran and Shin. */
  readonly tBar?: number;
  /** Warnings for the reader, which stand below the table too. */
  readonly warnings?: readonly Warning[];
  /** Further numbers by their own names. */
  readonly stats?: Readonly<Record<string, Stat>>;
}
