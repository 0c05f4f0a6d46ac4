/** Something wrong with a data file or its values; the step that reads the file says which file and where in the YAML. */
export interface DataComplaint {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** Row as an editor or spreadsheet counts: the header is row 1. */
  readonly row?: number;
  /** Name in the file. */
  readonly column?: string;
  /** The parameter it is about: `types.v`, `encoding`, `panel`, … */
  readonly param?: string;
  readonly severity?: 'error' | 'warning';
}

/** Expected: the file is not as declared. */
export class DataError extends Error {
  readonly complaints: readonly DataComplaint[];
  constructor(...complaints: readonly DataComplaint[]) {
    super(complaints.map((c) => c.message).join('; '));
    this.name = 'DataError';
    this.complaints = complaints;
  }
}

/** How many cells, keys or rows a message shows before it only counts. */
export const shown = 5;

/** `3 cells`, `1 cell`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

/** `a`, `b` and 3 more */
export function listed(items: readonly string[], total: number = items.length): string {
  const first = items.slice(0, shown).map((item) => `\`${item}\``);
  return total > first.length ? `${first.join(', ')} and ${total - first.length} more` : first.join(', ');
}
