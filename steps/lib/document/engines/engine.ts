/** The contract of engines, which make a document of a text. */
import type { PlacedText } from '../../../../src/document/filled.ts';
import type { Complaint, Cost, InputSpec, NeededProgram, PlanContext } from '../../../../src/engine/step.ts';
import type { Table } from '../../../../src/table/table.ts';
import type { TableParams } from '../../report/table-params.ts';

/** Everything that a document is made of; nothing else can be read. */
export interface DocumentSources {
  /** Path of the text that the document begins with. */
  readonly main: string;
  /** The author's texts by their paths, with the numbers of the results in the place of their marks. */
  readonly texts: ReadonlyMap<string, PlacedText>;
  /** Other files by their paths: outputs of nodes, figures, bibliographies. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Tables by the names of their nodes. */
  readonly tables: ReadonlyMap<string, ShownTable>;
  /** Figures by the names of their nodes. */
  readonly figures: ReadonlyMap<string, DocumentFigure>;
  /** Formulas of equations, as LaTeX has them, by their marks. */
  readonly equations: ReadonlyMap<string, string>;
  /** The engine's own inputs by their names. */
  readonly own: ReadonlyMap<string, Uint8Array>;
  readonly signal: AbortSignal;
}

export interface ShownTable {
  readonly table: Table;
  readonly request: TableParams;
}

export interface DocumentFigure {
  /** The paths of its files. */
  readonly files: readonly string[];
  /** The caption that the pipeline gives the figure; empty where it gives none. */
  readonly caption: string;
}

export interface MadeDocument {
  /** Undefined where the document could not be made, which the complaints then say. */
  readonly bytes: Uint8Array | undefined;
  /** Errors and warnings, in the order of the text. */
  readonly complaints: readonly Complaint[];
  /** The output of the program. */
  readonly log?: string;
}

export interface DocumentEngine {
  /** Extension of the texts that it takes: `.typ`. */
  readonly from: string;
  /** The extension of the document that it makes: `pdf`. */
  readonly to: string;
  readonly cost: Cost;
  /** The programs that it starts, in words; undefined where it starts none. */
  readonly starts?: string;
  /** The programs without which it makes nothing. */
  readonly programs?: readonly NeededProgram[];
  /** Returns the inputs besides the manuscript: fonts as `template:NAME`, programs as `program:NAME`. */
  inputs(plan: PlanContext): Readonly<Record<string, InputSpec>>;
  /** Equal manuscripts give equal bytes. */
  make(manuscript: DocumentSources): Promise<MadeDocument>;
}
