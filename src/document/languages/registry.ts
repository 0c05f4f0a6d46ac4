/** THE list of languages in which documents are written, by the extensions of their files. */
import type { Mention, TextPlaces } from '../mention.ts';
import * as latex from './latex.ts';
import * as markdown from './markdown.ts';
import * as typst from './typst.ts';
import * as word from './word.ts';

export interface DocumentLanguage {
  readonly extension: string;
  /** Finds the names in a text whose comments are blanked. */
  mentions(text: string, places: TextPlaces): Mention[];
}

export const languages: readonly DocumentLanguage[] = [
  { extension: '.typ', mentions: typst.mentions },
  { extension: '.tex', mentions: latex.mentions },
  { extension: '.md', mentions: markdown.mentions },
  { extension: '.docx', mentions: word.mentions },
];

export const languageOf = (path: string): DocumentLanguage | undefined =>
  languages.find(({ extension }) => path.endsWith(extension));
