/** The contract of languages that results are exported to: what a language is asked to write, and what it writes. */

import { printable } from '../base/text/printable.ts';
import type { Counterpart } from '../econ/counterpart.ts';
import type { Fit } from '../econ/fit.ts';
import type { ModelSpec } from '../econ/spec.ts';
import type { DataTable, ExportedData, RawLayout, ScriptFile, TrackedData } from './data.ts';
import type { Checksums } from './raw/checksums.ts';
import type { RawData } from './raw/rules.ts';
import type { ExportedResult } from './worded.ts';

export interface ExportedModel {
  readonly node: string;
  readonly data: ExportedData;
  readonly spec: ModelSpec;
  readonly fit: Fit;
  /** Absent where all of the fit is compared. */
  readonly part?: ModelPart;
}

/** A model in which a result of another kind is a part. */
export interface ModelPart {
  /** Stands before its cells. */
  readonly name: string;
  /** Terms whose values are compared, by their names. */
  readonly terms: readonly string[];
  /** Wald's statistic, over its degrees of freedom, that some terms are zero. */
  readonly joint?: { readonly terms: readonly string[]; readonly value: number };
}

/** Terms of a model whose values a script compares. */
export const comparedTerms = ({ fit, part }: Pick<ExportedModel, 'fit' | 'part'>): Fit['terms'] =>
  part === undefined ? fit.terms : fit.terms.filter(({ term }) => part.terms.includes(term));

/** Gives the words before the cells of a model that is part of a result: `chow: `. */
export const cellsBegin = ({ part }: Pick<ExportedModel, 'part'>): string =>
  part === undefined ? '' : `${part.name}: `;

/** A list of variables of which every one is described over its own values, or all over complete rows. */
export interface ExportedList {
  readonly node: string;
  readonly data: ExportedData;
  /** Canonical texts of terms. */
  readonly variables: readonly string[];
  readonly sample: string | null;
  readonly exclude: string | null;
  /** True where the rows and values are those of a model. */
  readonly isOfModel: boolean;
  /** Expected values of all rows, or of each level of a column. */
  readonly parts: readonly ListPart[];
  /** The column whose levels are described each by itself. */
  readonly by?: string;
}

/** Expected values of some rows of a list. */
export interface ListPart {
  /** The level of `by`, or two whose means are compared; absent where the rows are all. */
  readonly level?: string | readonly [string, string];
  /** True where two levels that are compared are taken to have one variance. */
  readonly isPooled?: boolean;
  /** Variable → statistic by the name that papermake has for it → value. */
  readonly expected: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Why something of a result has no counterpart in the language. */
export interface Missing {
  readonly node: string;
  /** A cell, or the result as a whole. */
  readonly what: string;
  readonly why: string;
}

/** A part of a step's script. */
export interface Block {
  readonly node: string;
  readonly lines: readonly string[];
  /** Values that the script compares with papermake's. */
  readonly cells: number;
  readonly missing: readonly Missing[];
  readonly packages: readonly string[];
  /** Code of functions besides those that all scripts share. */
  readonly functions?: readonly string[];
  /** Files of data besides the frame. */
  readonly tables?: readonly DataTable[];
  /** Values among them that scripts of other languages need not compare, by their cells: statistics, first stages. */
  readonly further?: readonly { readonly cell: string; readonly value: number }[];
}

/** Code of functions that blocks of steps need, each once. */
export const functionsOf = (steps: readonly ExportedStep[]): string =>
  [...new Set(steps.flatMap(({ blocks }) => blocks.flatMap(({ functions = [] }) => functions)))].join('');

/** Files of data besides the frames that scripts read. */
export const tablesOf = (steps: readonly Pick<ExportedStep, 'blocks'>[]): readonly DataTable[] =>
  steps.flatMap(({ blocks }) => blocks.flatMap(({ tables = [] }) => tables));

/** Why data are the frame that papermake made, where they might have been made of raw files; a comment of the script that reads them. */
export const whyFrame = ({ name, origin }: ExportedData): string | undefined =>
  origin?.is === 'frame' ? `The data ${name} are the frame that papermake made: ${origin.why}.` : undefined;

/** True where a script makes some data of raw files. */
export const hasRaw = (steps: readonly ExportedStep[]): boolean =>
  steps.some(({ data }) => data.some(({ origin }) => origin?.is === 'raw'));

/** The layouts of the raw files that steps read, each once. */
export const layoutsOf = (steps: readonly ExportedStep[]): ReadonlySet<RawLayout['is']> =>
  new Set(
    steps.flatMap(({ data }) =>
      data.flatMap(({ origin }) => (origin?.is === 'raw' ? origin.files.map(({ layout }) => layout.is) : [])),
    ),
  );

/** All blocks of one step. */
export interface ExportedStep {
  readonly name: string;
  readonly data: readonly ExportedData[];
  readonly blocks: readonly Block[];
}

export interface ExportLanguage {
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** The name as people write it. */
  readonly title: string;
  /** The name that `--dialect` has for the packages in whose words models are written; absent where these are the language's usual ones. */
  readonly dialect?: string;
  /** The language in the words of other packages. */
  readonly dialects?: readonly ExportLanguage[];
  /** The script that runs all others. */
  readonly main: string;
  /** Packages that the scripts of these steps load, besides the language itself. */
  needs(steps: readonly ExportedStep[]): readonly string[];
  /** Begins an export. */
  open(): Writer;
  /** Says how models go back into the language as estimates; absent where they do not. */
  readonly estimates?: Estimates;
}

/** Lets a language load models as estimates of its own. */
export interface Estimates {
  /** The code that loads one. */
  readonly loader: ScriptFile;
  /** Names that the language allows for the terms of one model, each its own. */
  names(): (term: string) => string;
}

/** Writes one export. */
export interface Writer {
  /** `counterpart`: by what the language has it, where that is not the usual one of its estimator. */
  model(model: ExportedModel, counterpart?: Counterpart): Block;
  describe(list: ExportedList): Block;
  vif(list: ExportedList): Block;
  /** A result that its kind words itself. */
  worded(result: ExportedResult): Block;
  /** A comment in the place of a result that the language does not have. */
  missing(node: string, why: string): Block;
  /** The scripts, and what they need beside the data. */
  scripts(title: string | undefined, steps: readonly ExportedStep[]): readonly ScriptFile[];
  /** The script that makes data of raw files and compares them with papermake's; throws `Untranslatable` where a rule has no direct form. */
  raw(data: RawData, sums: Checksums, frame: ExportedData): ScriptFile;
  /** The file of data, once everything that reads them was written. */
  data(data: TrackedData, labelOf: (column: string) => string | undefined): ScriptFile;
  /** The name that scripts have for a column. */
  nameOf(data: ExportedData, column: string): string;
}

/** The files that scripts of a dialect have besides those of their language. */
export interface DialectFiles {
  /** Stands at the head of each script. */
  readonly note: string;
  /** Functions for the file that all scripts share. */
  readonly functions: string;
}

/** Writes models in the words of a dialect, and whatever a kind words itself in those of the language. */
export function dialectWriter(own: Writer, usual: Writer): Writer {
  return {
    ...own,
    model: (model, counterpart) => (counterpart === undefined ? own.model(model) : usual.model(model, counterpart)),
  };
}

/** The lines of a comment, each cut to a width that editors show; no line break of the text ends one. */
export function commentLines(mark: string, text: string, width = 100): string[] {
  const lines: string[] = [];
  let line = mark;
  for (const word of printable(text).split(/\s+/)) {
    if (line.length + word.length + 1 > width && line !== mark) {
      lines.push(line);
      line = mark;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
