/** Copies the texts of a folder as they are before and after, in a form in which latexdiff can mark numbers in the text and in tables. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isTextName } from '../../base/system/line-ends.ts';
import { isTakenIn } from '../../document/languages/latex.ts';
import { makeFolder, OUTPUT_FOLDER } from '../../engine/system/files.ts';
import { withPlainColumns } from './plain-columns.ts';

/** Does `act`, with the texts of the folder before it in `old/` of a pair, and those after it in `new/`. */
export function withPair<T>(folder: string, pair: string | undefined, act: () => T): T {
  if (pair === undefined) return act();
  copyTexts(folder, join(pair, 'old'), pair);
  const result = act();
  copyTexts(folder, join(pair, 'new'), pair);
  return result;
}

function copyTexts(from: string, to: string, skip: string): void {
  const texts = new Map(textsIn(from, skip).map((path) => [path, readFileSync(join(from, path))]));
  const numbers = numbersIn([...texts].filter(([path]) => isResult(path)).map(([, bytes]) => bytes));
  for (const [path, bytes] of texts) {
    const text = bytes.toString('latin1');
    makeFolder(dirname(join(to, path)));
    writeFileSync(join(to, path), isResult(path) ? withPlainColumns(text) : withNumbers(text, numbers), 'latin1');
  }
}

const isResult = (path: string): boolean => path.startsWith(`${OUTPUT_FOLDER}/`);

/** Paths of texts of LaTeX within a folder. Folders whose names begin with a point and `skip` are left out, and links are not followed. */
function textsIn(folder: string, skip: string, within = ''): string[] {
  return readdirSync(join(folder, within), { withFileTypes: true }).flatMap((entry) => {
    const path = within === '' ? entry.name : `${within}/${entry.name}`;
    if (entry.name.startsWith('.') || join(folder, path) === skip) return [];
    if (entry.isDirectory()) return textsIn(folder, skip, path);
    return entry.isFile() && isTextName(entry.name) && isTakenIn(entry.name) ? [path] : [];
  });
}

/** A number for the text, as `out/numbers.tex` has it. */
const DEFINED = /^\\expandafter\\def\\csname pm:([^{}]+)\\endcsname\{(.*)\}\r?$/gm;

const numbersIn = (texts: readonly Buffer[]): ReadonlyMap<string, string> =>
  new Map(
    texts.flatMap((bytes) =>
      [...bytes.toString('latin1').matchAll(DEFINED)].map(([, name, number]) => [name!, number!] as const),
    ),
  );

/** Puts numbers in the place of their names, where a changed one can be marked: latexdiff sees the same name before and after. */
const withNumbers = (text: string, numbers: ReadonlyMap<string, string>): string =>
  text.replace(/\\pmnum\{([^{}]+)\}/g, (mark, name: string) => numbers.get(name) ?? mark);
