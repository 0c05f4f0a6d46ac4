/** The contract of a README's fields: who fills each, and what it says. */

import type { Facts } from '../facts.ts';
import type { Contents } from '../files.ts';

/** Gives one of two texts, by the language of the README. */
export type Say = (english: string, chinese: string) => string;

export interface Field {
  readonly name: string;
  /** Describes the field in the list of fields. */
  readonly tells: string;
  /** `authors`: nobody but they can know it. */
  readonly by: 'papermake' | 'authors';
  /** True where each source of data has one. */
  readonly perSource?: boolean;
  /** Says for each time that a README has the field whether the authors typed it; by default once, by who fills it. */
  typed?(facts: Pick<Facts, 'declared' | 'sources'>): readonly boolean[];
  /** Lines of Markdown; none where a paper has nothing of it. `files`: all of the package but the README. */
  write(facts: Facts, say: Say, files: Contents): readonly string[];
}

export interface Section {
  readonly name: string;
  readonly english: string;
  readonly chinese: string;
  readonly fields: readonly Field[];
}

/** A text within a line of Markdown: no line break ends it, and a bar parts no cells. */
export const inline = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();

/** The lines of a table in Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  rows.length === 0
    ? []
    : [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(inline).join(' | ')} |`);

/** A count with its noun: `1 file`, `2 files`. */
export const count = (of: number, noun: string): string => `${of} ${noun}${of === 1 ? '' : 's'}`;

export const code = (text: string): string => `\`${text}\``;
