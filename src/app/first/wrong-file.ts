/** Says what to do with a file that is no data: a script, a document, a folder. */
import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { quoted } from '../../base/text/quoted.ts';
import { statIfThere } from '../../engine/system/files.ts';
import { DataError } from '../../frame/complaint.ts';
import { readerFor } from '../../frame/readers/registry.ts';
import { importLanguages } from '../../import/languages.ts';
import { ownName, shellWord } from '../terminal/own-name.ts';

/** Files of programs that hold no data, by their endings. */
const documents = /^\.(?:docx?|pdf|pptx?|tex|md|log|smcl|rmd|qmd|ipynb|py|sas|sps)$/;
/** Data files of a folder that a hint names. */
const NAMED = 3;

/** The complaint with its hint; undefined where the file may hold data. */
export function whyNoData(path: string): string | undefined {
  const stat = statIfThere(path);
  if (stat === undefined) return `there is no file \`${path}\``;
  if (stat.isDirectory()) return `\`${path}\` is a folder\nhint: ${inFolder(path)}`;
  const ending = extname(path).toLowerCase();
  if (importLanguages.some(({ endings }) => endings.includes(ending)))
    return `\`${path}\` is a script, and \`--from\` takes data\nhint: \`${ownName()} import ${shellWord(path)}\` makes a pipeline of it`;
  if (documents.test(ending))
    return `\`${path}\` holds no data\nhint: \`--from\` takes the data file itself: .dta, .xlsx, .csv or .parquet`;
  try {
    readerFor(path);
    return undefined;
  } catch (error) {
    if (error instanceof DataError) return complaintText(error);
    throw error;
  }
}

export const complaintText = ({ complaints }: DataError): string =>
  complaints.map(({ message, hint }) => `${message}${hint === undefined ? '' : `\nhint: ${hint}`}`).join('\n');

/** Tells whether a reader takes the file. */
export function isData(path: string): boolean {
  try {
    readerFor(path);
    return true;
  } catch {
    return false;
  }
}

function inFolder(path: string): string {
  const found = readdirSync(path)
    .sort()
    .filter((name) => statIfThere(join(path, name))?.isFile() === true && isData(name))
    .slice(0, NAMED);
  if (found.length === 0) return 'name the data file itself';
  return `name one file: ${quoted(found.map((name) => `--from ${shellWord(join(path, name))}`))}`;
}
