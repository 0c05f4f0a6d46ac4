/** Finds the files that decide what a line of `versions` prints, so that it is run again when one of them has changed. */

export interface VersionSources {
  readonly programs: readonly VersionProgram[];
  /** Files that `cat` and the like read; absolute. */
  readonly files: readonly string[];
}

export interface VersionProgram {
  readonly name: string;
  /** The PATH that the line itself sets for the program. */
  readonly path?: string;
}

/** Programs that print what they read, whatever their arguments. */
const TEXT_TOOLS = new Set('awk cat cut echo grep head printf sed sort tail tr uniq'.split(' '));

/**
 * The files that a line asks about; undefined where it does not tell, since what a program is given to evaluate, or starts in its turn, may
 * lie anywhere. A program with flags alone tells of itself.
 */
export function askedBy(line: string): VersionSources | undefined {
  const commands = commandsOf(line);
  if (commands === undefined) return undefined;
  const programs: VersionProgram[] = [];
  const files: string[] = [];
  for (const words of commands) {
    const first = words.findIndex((word) => !ASSIGNMENT.test(word));
    // A command of assignments alone changes the meaning of those that follow.
    if (first === -1) return undefined;
    const [name, ...args] = words.slice(first) as [string, ...string[]];
    if (TEXT_TOOLS.has(name)) files.push(...args.filter((arg) => arg.startsWith('/')));
    else if (!args.every((arg) => /^--?[\w-]+$|^version$/.test(arg))) return undefined;
    const path = words.slice(0, first).findLast((word) => word.startsWith('PATH='));
    programs.push(path === undefined ? { name } : { name, path: path.slice('PATH='.length) });
  }
  return { programs, files };
}

/** The words of a plain line that is one command; undefined where it is more. */
export function oneCommand(line: string): readonly string[] | undefined {
  const commands = commandsOf(line);
  return commands?.length === 1 && !ASSIGNMENT.test(commands[0]![0]!) ? commands[0] : undefined;
}

const ASSIGNMENT = /^[A-Za-z_]\w*=/;
/** Matches a redirection of output to the other stream or to nothing, a sign between commands, or a word, parts of which may be quoted. */
const TOKEN = /\s*(?:(\d?>&\d|\d?>\s*\/dev\/null)|([;|&\n]+)|((?:'[^']*'|"[^"$`\\]*"|[^\s;|&<>()$`\\"'*?[\]{}#~!])+))/y;

/** The words of each command of a plain line; undefined where the shell would expand, substitute or redirect anything. */
function commandsOf(line: string): string[][] | undefined {
  const text = line.trim();
  const commands: string[][] = [[]];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (found === null) return undefined;
    const [, , between, word] = found;
    if (between !== undefined) commands.push([]);
    else if (word !== undefined) commands.at(-1)!.push(word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
  }
  return commands.filter((words) => words.length > 0);
}
