/** Finds the names in a LaTeX text: files that its commands take in, and the day of compilation. */
import { extname } from 'node:path';
import { folderOf, found, type Mention, pathFrom, type Stretch, type TextPlaces } from '../mention.ts';
import { blank } from '../text.ts';

const VERBATIM =
  /\\begin\{(verbatim|lstlisting)\*?\}[\s\S]*?(?:\\end\{\1\*?\}|$)|\\verb\*?([^\w\s])[^\n]*?(?:\2|(?=\n)|$)/g;

interface Command {
  readonly names: string;
  /** Extensions that may be left out, in the order in which they are tried. */
  readonly ends: readonly string[];
  readonly isText?: true;
  /** Present where a name without a folder is one that TeX has. */
  readonly inFolders?: true;
  /** Present where the argument is a list. */
  readonly listed?: true;
}

const GRAPHICS = ['.pdf', '.png', '.jpg', '.jpeg'];

const commands: readonly Command[] = [
  { names: 'input|include|subfile|InputIfFileExists|IfFileExists', ends: ['.tex'], isText: true },
  { names: 'includegraphics', ends: GRAPHICS },
  { names: 'bibliography', ends: ['.bib'], listed: true },
  { names: 'addbibresource', ends: ['.bib'] },
  { names: 'usepackage|RequirePackage', ends: ['.sty'], inFolders: true, listed: true },
  { names: 'documentclass|LoadClass', ends: ['.cls'], inFolders: true },
  { names: 'bibliographystyle', ends: ['.bst'], inFolders: true },
  { names: 'lstinputlisting|verbatiminput', ends: [] },
];

const TAKEN_IN: ReadonlySet<string> = new Set(commands.flatMap(({ ends }) => ends));

/** Tells whether a text takes in files with such a name, by an extension that may be left out there. */
export const isTakenIn = (path: string): boolean => TAKEN_IN.has(extname(path).toLowerCase());

const argument = ({ names }: Command): RegExp =>
  new RegExp(String.raw`\\(?:${names})\*?\s*(?:\[[^[\]]*\]\s*)*\{(?<name>[^{}]*)\}`, 'dg');

const BARE_INPUT = /\\input\s+(?<name>[^\s{}\\]+)/dg;
const GRAPHICS_PATH = /\\graphicspath\s*\{((?:\s*\{[^{}]*\})+)\s*\}/g;
const TODAY = /(?<name>\\today\b)/dg;
const TITLE = /(?<name>\\maketitle\b)/dg;

/** Folders in which each picture is looked for. */
const MOST_FOLDERS = 100;

const graphicsFolders = (text: string): readonly string[] => [
  ...new Set(
    [...text.matchAll(GRAPHICS_PATH)].flatMap(([, folders]) =>
      [...folders!.matchAll(/\{([^{}]*)\}/g)].map(([, each]) => each!.trim()),
    ),
  ),
];

function tooManyFolders(text: string, count: number): Mention {
  const at = text.search(/\\graphicspath\b/);
  return {
    is: 'unusable',
    code: 'many-folders',
    message: `\`\\graphicspath\` names ${count} folders, more than ${MOST_FOLDERS}`,
    hint: 'name a folder with the picture: `\\includegraphics{figures/a}`',
    at: [at, at + '\\graphicspath'.length],
  };
}

/** TeX is run in the folder of the main text, from which it takes every path. */
export function mentions(commented: string, { own, main }: TextPlaces): Mention[] {
  const text = commented.replace(VERBATIM, blank);
  const folder = folderOf(main);
  const graphics = graphicsFolders(text);
  if (graphics.length > MOST_FOLDERS) return [tooManyFolders(text, graphics.length)];
  const file = (command: Command, said: string, at: Stretch): Mention[] => {
    if (said === '' || said.includes('#') || said.includes('\\') || (command.inFolders && !said.includes('/')))
      return [];
    const places = command.ends === GRAPHICS ? ['', ...graphics] : [''];
    const paths = places.flatMap((place) =>
      namesOf(said, command.ends).map((name) => pathFrom(folder, `${place}${name}`)),
    );
    return [{ is: 'file', said, paths, isText: command.isText === true, at }];
  };
  const named = commands.flatMap((command) =>
    [...found(text, argument(command))].flatMap(({ name, at }) =>
      (command.listed ? itemsOf(name, at) : [{ name: name.trim(), at }]).flatMap((each) =>
        file(command, each.name, each.at),
      ),
    ),
  );
  const bare = [...found(text, BARE_INPUT)].flatMap(({ name, at }) => file(commands[0]!, name, at));
  return [...named, ...bare, ...(own === main ? daysIn(text) : [])];
}

/** A name as TeX completes it: `x` is `x.tex`, and `x.tikz` is that file, or else `x.tikz.tex`. */
function namesOf(said: string, ends: readonly string[]): string[] {
  if (ends.length === 0 || ends.some((end) => said.endsWith(end))) return [said];
  const completed = ends.map((end) => said + end);
  return /\.[a-z]{2,5}$/i.test(said) ? [said, ...completed] : completed;
}

function itemsOf(list: string, [start]: Stretch): { name: string; at: Stretch }[] {
  let at = start;
  return list.split(',').map((item) => {
    const from = at + (item.length - item.trimStart().length);
    at += item.length + 1;
    const name = item.trim();
    return { name, at: [from, from + name.length] };
  });
}

/** Finds the places at which the text prints the day of its compilation, explicitly or by default. */
function daysIn(text: string): Mention[] {
  const said = [...found(text, TODAY)].map(({ at }): Mention => ({ ...today('`\\today`'), at }));
  if (/\\date\b/.test(text)) return said;
  return [
    ...said,
    ...[...found(text, TITLE)].map(({ at }): Mention => ({ ...today('`\\maketitle` without `\\date`'), at })),
  ];
}

const today = (what: string) =>
  ({
    is: 'unusable',
    code: 'date-of-today',
    message: `${what} would make another document every day`,
    hint: 'write the date: `\\date{March 2026}`, or `\\date{}` for none',
  }) as const;
