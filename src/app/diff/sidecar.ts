/** The sidecars of tables, read again: of this run, of an earlier one, or as they were committed. */
import { attempt } from '../../base/attempt.ts';
import { isJsonObject } from '../../base/json.ts';
import type { JoinedTable } from '../../table/formats/printed-cells.ts';
import type { Table } from '../../table/table.ts';

export interface Sidecar extends JoinedTable {
  /** The node that wrote it: `tables.baseline`. */
  readonly table: string;
  readonly caption: string;
  readonly sources: readonly string[];
  readonly language?: string;
  readonly spanners?: Table['spanners'];
  readonly notes?: readonly string[];
  /** The node that a row shows, by the row's key, where rows differ in that. */
  readonly rowSources?: Readonly<Record<string, string>>;
  /** The rows that the table's builder kept. A regression has a row for each term with its estimates. */
  readonly rows: readonly {
    readonly term?: string;
    readonly cells?: readonly ({ readonly stdError?: unknown } | null)[];
  }[];
}

/** undefined for any other JSON, and for sidecars from before they held the cells as printed. */
export function readSidecar(bytes: Uint8Array): Sidecar | undefined {
  const value = attempt(() => JSON.parse(new TextDecoder().decode(bytes)) as unknown);
  if (!isJsonObject(value)) return undefined;
  const { table, heads, printed, rows, sources } = value;
  const lists = [heads, printed, rows, sources];
  return typeof table === 'string' && lists.every(Array.isArray) ? (value as unknown as Sidecar) : undefined;
}

/** Standard error of the estimate in a printed cell; of tables in panels, whose rows it keeps together, none. */
export function stdErrorAt({ rows, printed }: Sidecar, key: string, column: number): number | undefined {
  if (printed.length !== 1) return undefined;
  const stdError = rows.find(({ term }) => term === key)?.cells?.[column]?.stdError;
  return typeof stdError === 'number' && stdError > 0 ? stdError : undefined;
}
