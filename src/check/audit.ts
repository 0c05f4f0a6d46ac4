/** The types of audits, which find what the arithmetic of a table contradicts, in printed figures and in results alike. */
import type { Fit } from '../econ/fit.ts';
import { type PrintedCell, type PrintedTable, readPrinted } from './printed.ts';

/** An `error` cannot be, however the figures were rounded; a `warning` is doubtful; a `note` is what a reader should know. */
export const severities = ['error', 'warning', 'note'] as const;
export type Severity = (typeof severities)[number];

export interface AuditFinding {
  readonly severity: Severity;
  readonly rule: string;
  readonly table: string;
  /** The cell, as `row / column`; a row or a column alone where all of it is meant. */
  readonly cell: string;
  /** The message: what the arithmetic shows about the cell. */
  readonly message: string;
}

/** A finding of a rule, to which `audit` adds the rule's name. */
export type RuleFinding = Omit<AuditFinding, 'rule'>;

export const finding = (severity: Severity, table: string, cell: string, message: string): RuleFinding => ({
  severity,
  table,
  cell,
  message,
});

/** Facts about a published table that an author knows and the table does not print. */
export interface Facts {
  /** Degrees of freedom of t, or clusters (their number less one); by column or for all. */
  readonly df?: number | Readonly<Record<string, number>>;
  readonly clusters?: number | Readonly<Record<string, number>>;
  /** Rows of the whole sample. */
  readonly whole?: number;
  /** Is true where the columns are parts of the whole, so that their N sum to it. */
  readonly parts?: boolean;
  /** Outcome of all columns, or by column. */
  readonly outcome?: string | Readonly<Record<string, string>>;
  /** R² without thresholds, for tables with them; `test_df` are the degrees of freedom of their F. */
  readonly linear_r2?: string;
  readonly test_df?: number;
}

/** A published table with its figures read. */
export class Printed {
  readonly name: string;
  readonly table: PrintedTable;
  readonly facts: Facts;

  constructor(name: string, table: PrintedTable, facts: Facts) {
    this.name = name;
    this.table = table;
    this.facts = facts;
  }

  /** The figure in a cell; undefined where nothing, or no figure, is printed. */
  cell(row: string, column: string): PrintedCell | undefined {
    const text = this.table.rows.find((each) => each.label === row)?.cells[this.table.columns.indexOf(column)];
    const cell = text === undefined || text === '' ? undefined : readPrinted(text);
    return cell && (cell.value || cell.stdError) ? cell : undefined;
  }

  get rows(): readonly string[] {
    return this.table.rows.map((row) => row.label);
  }

  get columns(): readonly string[] {
    return this.table.columns;
  }

  /** The row whose name matches. */
  row(pattern: RegExp): string | undefined {
    return this.rows.find((label) => pattern.test(label));
  }

  column(pattern: RegExp): string | undefined {
    return this.columns.find((header) => pattern.test(header));
  }

  /** Rows with an estimate and its standard error in this column, without the constant. */
  terms(column: string): string[] {
    return this.rows.filter((row) => !CONSTANT.test(row) && isEstimate(this.cell(row, column)));
  }

  constant(column: string): PrintedCell | undefined {
    const row = this.row(CONSTANT);
    const cell = row === undefined ? undefined : this.cell(row, column);
    return isEstimate(cell) ? cell : undefined;
  }

  /** N of a column, as printed. */
  n(column: string): number | undefined {
    const row = this.row(N);
    return row === undefined ? undefined : this.cell(row, column)?.value?.value;
  }

  get hasEstimates(): boolean {
    return this.columns.some((column) => this.terms(column).length > 0);
  }

  fact<T extends number | string>(given: T | Readonly<Record<string, T>> | undefined, column: string): T | undefined {
    return typeof given === 'object' ? (given as Readonly<Record<string, T>>)[column] : given;
  }

  /** Degrees of freedom of t in a column, where they are known. */
  df(column: string): number | undefined {
    const clusters = this.fact(this.facts.clusters, column);
    return this.fact(this.facts.df, column) ?? (clusters === undefined ? undefined : clusters - 1);
  }
}

const CONSTANT = /^(_?cons(tant)?|constant term|intercept)$/i;
export const N = /^(n|obs\.?|observations|no\. of obs(ervations)?|number of obs(ervations)?)$/i;
export const R2 = /^(adj(usted|\.)?\s+)?(within\s+)?r(2|²|\^2|-squared)(\s+within)?$/i;

const isEstimate = (cell: PrintedCell | undefined): boolean =>
  cell?.value !== null && cell?.value !== undefined && cell.stdError !== null;

/** The table that prints descriptive statistics: mean, standard deviation and extremes by variable. */
export function descriptivesOf(printed: readonly Printed[]): Printed | undefined {
  return printed.find((table) => table.column(MEAN) !== undefined && table.column(MINIMUM) !== undefined);
}

export const MEAN = /^mean$/i;
export const DEVIATION = /^(std\.?\s*dev\.?|sd|s\.d\.|standard deviation)$/i;
export const MINIMUM = /^min(imum)?$/i;
export const MAXIMUM = /^max(imum)?$/i;

/** A fit among the results, as audits see it. */
export interface AuditedFit {
  readonly node: string;
  readonly fit: Pick<Fit, 'terms' | 'stats' | 'nobs' | 'nclusters' | 'dfResid' | 'inference'> &
    Pick<Partial<Fit>, 'firstStage'>;
  /** The fit on all rows, where this one's sample is a part of it, and the column that parts it. */
  readonly part: { readonly of: string; readonly on: string } | null;
  /** Decimals at which a table prints its standard errors. */
  readonly digits: number;
}

export interface AuditedThreshold {
  readonly node: string;
  readonly regimes: readonly { readonly number: number; readonly rows: number; readonly units: number }[];
}

export interface AuditedRecords {
  readonly node: string;
  readonly rows: readonly (Readonly<Record<string, unknown>> & { readonly variable: string })[];
}

export interface Audited {
  readonly printed: readonly Printed[];
  readonly fits: readonly AuditedFit[];
  readonly thresholds: readonly AuditedThreshold[];
  readonly records: readonly AuditedRecords[];
}

export interface Rule {
  readonly name: string;
  find(audited: Audited): readonly RuleFinding[];
}

export const at = (row: string, column: string): string => `${row} / ${column}`;
