/** What a format of tables is: one file here and one line in `registry.ts`. Nothing else knows which formats there are. */
import type { TSchema } from 'typebox';
import type { Json } from '../../base/json.ts';
import type { Table } from '../table.ts';

/** An option of tables that only some formats read. Formats that share one name the same object. */
export interface FormatOption {
  readonly schema: TSchema;
  /** Its value where nothing is said. */
  readonly usual: Json;
}

/** The settled value of every option that the format declares. */
export type FormatOptions = Readonly<Record<string, Json>>;

interface Described {
  /** As `formats:` has it. */
  readonly name: string;
  /** As people write it: `LaTeX`. */
  readonly title: string;
  /** Of the file, without a dot; no other format's. */
  readonly extension: string;
  /** By their keys in a table's entry, which may stand in the report step and its defaults as well. */
  readonly options?: Readonly<Record<string, FormatOption>>;
  /** A file of `templates/` that documents load, written once beside the tables of a step: `papermake.sty`. */
  readonly companion?: string;
  /** Whether a long text in a cell breaks into lines; otherwise such texts stand below the table. */
  readonly breaksCells: boolean;
  /** Among the files of a node, a terminal shows the one with the lowest rank; none where they are not for reading there. */
  readonly terminalRank?: number;
}

/** Laid out by a Handlebars template of `templates/`, which a project may replace. */
export interface TemplateFormat extends Described {
  /** `table.EXTENSION.hbs` */
  readonly template: string;
  /** What the template lays out, formatted and escaped. */
  view(table: Table, options: FormatOptions): object;
}

/** Written by its own code: data, and files that are no text. Equal tables give equal bytes. */
export interface CodeFormat extends Described {
  render(table: Table, options: FormatOptions): string | Uint8Array;
}

export type Format = TemplateFormat | CodeFormat;
