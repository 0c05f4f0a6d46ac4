/** Reads what TeX wrote into its log: errors, and the warnings that a reader of the document would see. */

export interface LogEntry {
  readonly is: 'error' | 'warning';
  /** The message of the error, on one line. */
  readonly message: string;
  /** The file that TeX was reading, as it names it; undefined where the log does not tell. */
  readonly file: string | undefined;
  /** The line of that file, from 1. */
  readonly line: number | undefined;
}

/** `./paper.tex:12: Undefined control sequence.`, as `-file-line-error` has it. */
const ERROR = /^(?<file>(?:\.{1,2}\/)?[^\s:()]+\.\w+):(?<line>\d+): (?<message>.*)$/;
const BARE_ERROR = /^! (?<message>.*)$/;
const WARNING =
  /^(?:LaTeX|Package|Class|pdfTeX|xdvipdfmx)(?: (?<who>[\w-]+))? ?[Ww]arning(?: \([^)]*\))?:? (?<message>.*)$/;
const BOX = /^(?<message>Overfull \\[hv]box \([^)]*\)) (?:.*?at lines? (?<line>\d+)|.*)/;
const GLYPH = /^Missing character: (?<message>.*)$/;
const INPUT_LINE = /on input line (\d+)/;
const UNDEFINED = /^(?:Reference|Citation) .* undefined|^There were undefined/;
/** Matches messages that follow from others or say nothing of the document. */
const REPEATS =
  /^Shell escape feature is not enabled|^There were (?:undefined|multiply)|^Empty bibliography|Emergency stop|==> Fatal error|^Label\(s\) may have changed/;

/** The entries of a log whose lines were not broken (`max_print_line`), in its order, each once. */
export function readLog(log: string): LogEntry[] {
  const lines = log.split(/\r?\n/);
  const files: string[] = [];
  const entries = new Map<string, LogEntry>();
  const add = (entry: LogEntry): void => {
    if (!REPEATS.test(entry.message)) entries.set(JSON.stringify(entry), entry);
  };
  lines.forEach((line, i) => {
    const file = files.findLast((each) => each !== '');
    const error = ERROR.exec(line)?.groups ?? BARE_ERROR.exec(line)?.groups;
    const warning = WARNING.exec(line)?.groups;
    const box = BOX.exec(line)?.groups;
    const glyph = GLYPH.exec(line)?.groups;
    if (error) {
      const message = sentence([error.message!, ...detailOf(lines, i)]);
      add({ is: 'error', message, file: error.file ?? file, line: numberOf(error.line) });
    } else if (warning) {
      const whole = sentence([warning.message!, ...continued(lines, i, warning.who)]);
      const said = numberOf(INPUT_LINE.exec(whole)?.[1]);
      const message = whole.replace(/ ?on input line \d+/, '').replace(/ on page \d+/, '');
      add({ is: UNDEFINED.test(message) ? 'error' : 'warning', message, file, line: said });
    } else if (box) add({ is: 'warning', message: box.message!, file, line: numberOf(box.line) });
    else if (glyph)
      add({ is: 'warning', message: `missing character: ${glyph.message!.replace(/!$/, '')}`, file, line: undefined });
    else follow(line, files);
  });
  return [...entries.values()];
}

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

const sentence = (parts: readonly string[]): string => parts.join(' ').replace(/\s+/g, ' ').trim().replace(/\.$/, '');

/** The command that TeX did not know ends the line that it shows. */
function detailOf(lines: readonly string[], i: number): string[] {
  if (!/Undefined control sequence/.test(lines[i]!)) return [];
  const shown = lines.slice(i + 1, i + 6).find((line) => /^(?:l\.\d+|<[^>]*>)/.test(line));
  const command = shown === undefined ? undefined : /(\\[A-Za-z@]+|\\.)\s*$/.exec(shown)?.[1];
  return command === undefined ? [] : [`\`${command}\``];
}

/** Lines that go on with the message of a package, each of which begins with its name. */
function continued(lines: readonly string[], i: number, who: string | undefined): string[] {
  const found: string[] = [];
  for (const line of lines.slice(i + 1)) {
    const more = who === undefined ? undefined : new RegExp(String.raw`^\(${who}\)\s+(.*)$`).exec(line)?.[1];
    if (more === undefined) break;
    found.push(more);
  }
  return found;
}

/** Opens and closes the files of a line: `(./paper.tex`, `)`; any other parenthesis stands for no file. */
function follow(line: string, files: string[]): void {
  for (const [token] of line.matchAll(/\((?:\.{0,2}\/)?[^\s()<>[\]{}]*|\)/g)) {
    if (token === ')') files.pop();
    else files.push(/\.\w+$/.test(token) ? token.slice(1) : '');
  }
}
