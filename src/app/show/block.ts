/** Defines the blocks of which a page shows a result. They hold contents, and nothing of how these look. */
import type { Language, Spanner } from '../../table/table.ts';

/** A cell as printed: `1.592*** (0.456)`. */
export interface BlockCell {
  readonly text: string;
  /** The text that stood in the cell before, where that is compared; null where none did. */
  readonly was?: string | null;
  /** The node whose result it is, where a table shows those of others. */
  readonly of?: string;
}

export interface TableRow {
  readonly label: string;
  readonly section: 'body' | 'footer';
  readonly cells: readonly (BlockCell | null)[];
}

export interface BlockHead {
  readonly header: string;
  readonly number?: string;
  /** The dependent variable, where a line names it. */
  readonly outcome?: string;
  /** The node that the column shows. */
  readonly of?: string;
}

/** Headings over columns. */
export interface BlockHeads {
  /** Rows of headings over several columns, the outermost first; `from` and `to` count from 0, inclusive. */
  readonly spanners: readonly (readonly Spanner[])[];
  readonly heads: readonly BlockHead[];
  /** The head of the labels, where there is one. */
  readonly stub?: string;
  /** Names the line of dependent variables at its left. */
  readonly outcomesLabel?: string;
}

/** A table as the paper prints it. */
export interface TableBlock extends BlockHeads {
  readonly is: 'table';
  readonly caption: string;
  readonly language: Language;
  /** A panel has headings where they are not those of the table. */
  readonly panels: readonly (Partial<BlockHeads> & {
    readonly title: string | null;
    readonly rows: readonly TableRow[];
  })[];
  readonly notes: readonly string[];
  /** The files of the table that are texts, to be copied. */
  readonly copies?: readonly TableCopy[];
}

export interface TableCopy {
  /** The format's name as people write it: `LaTeX`. */
  readonly title: string;
  readonly path: string;
  readonly text: string;
}

/** Rows under a head, for what is no table of the paper: coefficients of a fit, columns of a data set. */
export interface GridBlock {
  readonly is: 'grid';
  readonly title?: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly sides: readonly ('left' | 'right')[];
  /** Is true where each row tells of a column of the node's data, by its name. */
  readonly isOfColumns?: true;
}

/** Names and what they are: the statistics of a fit. */
export interface FactsBlock {
  readonly is: 'facts';
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** Sentences; `warning` marks those that a reader must see. */
export interface LinesBlock {
  readonly is: 'lines';
  readonly title?: string;
  readonly lines: readonly string[];
}

/** Text as a program wrote it. */
export interface TextBlock {
  readonly is: 'text';
  readonly title?: string;
  readonly text: string;
}

/** A figure, as a browser shows it: its bytes in base64. */
export interface ImageBlock {
  readonly is: 'image';
  readonly path: string;
  readonly type: 'image/svg+xml' | 'image/png';
  readonly base64: string;
  /** Says what the image shows, where its file says so. */
  readonly caption?: string;
  readonly marks?: FigureMarks;
  /** Why a figure has no marks that open what they show. */
  readonly unmarked?: Unmarked;
}

/** There are too many, they show confidential columns, values of data are left out, or the picture does not tell their rows. */
export type Unmarked = 'many' | 'confidential' | 'values' | 'untold';

/** The marks of a figure, and what each shows. */
export interface FigureMarks {
  /** Heads of the numbers of a row. */
  readonly columns: readonly string[];
  /** Rows of the data file, with numbers as they are read. */
  readonly rows: readonly (readonly string[])[];
  /** The name of each row, in the words of the result that it is of. */
  readonly names: readonly string[];
  /** Results that the figure shows, and last the figure itself, for marks of which no result is told. */
  readonly sources: readonly { readonly node: string; readonly header: string }[];
  readonly marks: readonly FigureMark[];
}

/**
 * The place in shares of the picture's width and height, the row, the column of its number, and the result; of a mark that has an extent the
 * rings around it, x and y of each corner in the same shares.
 */
export type FigureMark = readonly [
  x: number,
  y: number,
  row: number,
  value: number,
  source: number,
  outline?: readonly (readonly number[])[],
];

/** The files that a node wrote, project-relative. */
export interface FilesBlock {
  readonly is: 'files';
  readonly paths: readonly string[];
}

/** The estimates of one term over many specifications, of which a reader chooses some. */
export interface CurveBlock {
  readonly is: 'curve';
  /** The term, in words. */
  readonly of: string;
  readonly dimensions: readonly { readonly name: string; readonly options: readonly string[] }[];
  /** Specifications in the order of their numbers; those in which the term has no estimate are left out. */
  readonly specifications: readonly CurveSpecification[];
  /** The number of specifications that are left out. */
  readonly unidentified: number;
}

export interface CurveSpecification {
  readonly node: string;
  /** Its option in each dimension, from 0. */
  readonly made: readonly number[];
  readonly estimate: number;
  /** null where it is undefined. */
  readonly pValue: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** The node of the paper that is the same regression. */
  readonly own?: string;
}

export type ViewBlock =
  | CurveBlock
  | TableBlock
  | GridBlock
  | FactsBlock
  | LinesBlock
  | TextBlock
  | ImageBlock
  | FilesBlock;
