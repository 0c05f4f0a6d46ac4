/** The contract of formats of tables. A format is one file here and one line in `registry.ts`; nothing else knows which there are. */
import type { TSchema } from 'typebox';
import type { Json } from '../../base/json.ts';
import type { Table } from '../table.ts';

/** An option of tables that only some formats read. Formats that share one name the same object. */
export interface FormatOption {
  readonly schema: TSchema;
  /** The option's value by default. */
  readonly usual: Json;
}

/** The settled value of every option that the format declares. */
export type FormatOptions = Readonly<Record<string, Json>>;

/** A table with the options of the format that writes it. */
export interface FormattedTable {
  readonly table: Table;
  readonly options: FormatOptions;
}

interface FormatDescription {
  /** The name that `formats:` has for it. */
  readonly name: string;
  /** The name that people write: `LaTeX`. */
  readonly title: string;
  /** Extension of the file, without a dot, which no other format has. */
  readonly extension: string;
  /** Endings of files that other programs write for the same use: tables of `esttab` for Word end with `rtf`. */
  readonly otherExtensions?: readonly string[];
  /** Options that it reads, by their keys in a table's entry, which may stand in the report step and its defaults as well. */
  readonly options?: Readonly<Record<string, FormatOption>>;
  /** A file of `templates/` that documents load, written once beside the tables of a step: `papermake.sty`. */
  readonly companion?: string;
  /** Is true where a long text in a cell breaks into lines. Otherwise such texts stand below the table. */
  readonly breaksCells: boolean;
  /** Returns a message and a hint where a usual document of the format cannot set some part of the table. */
  doubt?(table: Table): { readonly message: string; readonly hint: string } | undefined;
  /** Writes one file of several tables, in their order, where the format has such files; each comes with its own options. */
  together?(entries: readonly FormattedTable[]): Promise<Uint8Array>;
  /** Among the files of a node, a terminal shows the one with the lowest rank; absent where the format is not for reading there. */
  readonly terminalRank?: number;
}

/** A format that is laid out by a Handlebars template of `templates/`, which a project may replace. */
export interface TemplateFormat extends FormatDescription {
  /** Name of the template: `table.EXTENSION.hbs`. */
  readonly template: string;
  /** Makes what the template lays out, formatted and escaped. */
  view(table: Table, options: FormatOptions): object;
  /** Sets figures as they were printed, with stars and brackets, for templates that take single results: `-0.022*`. */
  figures(text: string): string;
}

export type FormatOutput = string | Uint8Array;

/** A format that is written by its own code, such as data, and files that are no text. Equal tables give equal bytes. */
export interface CodeFormat extends FormatDescription {
  /** Writes the file. A format whose code is long loads it here, so that no start waits for it. */
  render(table: Table, options: FormatOptions): FormatOutput | Promise<FormatOutput>;
}

export type Format = TemplateFormat | CodeFormat;
