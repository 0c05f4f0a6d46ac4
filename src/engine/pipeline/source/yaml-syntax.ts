/** Puts the YAML parser's errors into words for those who write pipelines; slips of hands and keyboards are recognised first. */
import { plainSign } from '../../../base/text/full-width.ts';
import type { TextProblem } from '../../../base/text/text-problem.ts';
import { lettered } from '../../../base/text/unicode-pattern.ts';

interface Said {
  /** The parser's message. */
  readonly said: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Number of the line that an offset lies in, from 1. */
  readonly lineOf: (offset: number) => number;
}

/** The problem for an error of the parser. `deepest`: how many levels are read. */
export function syntaxProblem(error: Said, deepest: number): TextProblem {
  const { said, text, start, end } = error;
  const slip = slips.map((recognise) => recognise(error)).find((problem) => problem !== undefined);
  return { start, end, ...(slip ?? inWords(said, text.slice(start, start + 1), deepest)) };
}

/** The parser's message in other words. `at` is the character where the parser stopped. */
function inWords(said: string, at: string, deepest: number): Recognised {
  if (/call stack/.test(said)) return { code: 'yaml-too-deep', message: `nested deeper than ${deepest} levels` };
  if (/multiple documents/.test(said)) {
    const hint = 'remove the `---`';
    return { code: 'yaml-syntax', message: 'a second document begins here, and a pipeline is one', hint };
  }
  if (/ at node end$/.test(firstLine(said))) {
    return {
      code: 'yaml-syntax',
      message: `a value ends before this \`${at}\``,
      hint: `quote a value that holds \`${at}\``,
    };
  }
  if (/not allowed within flow|Nested mappings/.test(said)) {
    const hint = 'quote a value that holds `: `';
    return { code: 'yaml-syntax', message: 'a key and its value where a value was expected', hint };
  }
  const hint = hintFor(said);
  return { code: 'yaml-syntax', message: `the YAML cannot be read: ${firstLine(said).slice(0, LONGEST)}`, ...hint };
}

/** Says from which mistake the parser's own words mostly come. */
function hintFor(said: string): { readonly hint?: string } {
  if (/reserved character/.test(said)) return { hint: 'quote the value' };
  if (!/Invalid escape sequence/.test(said)) return {};
  return { hint: 'in double quotes a back slash has a meaning of its own: write a path with `/`, or without quotes' };
}

/** The parser quotes whole scalars. */
const LONGEST = 200;

const firstLine = (message: string): string => message.split('\n')[0]!.replace(/\.$/, '');

type Recognised = Pick<TextProblem, 'code' | 'message' | 'hint'> & Partial<Pick<TextProblem, 'start' | 'end'>>;

/** THE list of slips that are recognised by what the line looks like. */
const slips: readonly ((error: Said) => Recognised | undefined)[] = [
  ({ text, start }) => {
    const line = lineAt(text, start);
    const sign = fullWidthSign(line.text);
    if (!sign) return undefined;
    const place = line.start + sign.index;
    return { ...fullWidth(sign.character), start: place, end: place + 1 };
  },
  ({ said, text, start }) => {
    if (!/ at node end$/.test(firstLine(said))) return undefined;
    const line = lineAt(text, start);
    const before = line.text.slice(0, start - line.start);
    const name = BRACED(before).exec(before)?.[1];
    if (name === undefined) return undefined;
    const open = text.lastIndexOf('{', start - 1);
    return { ...unquotedBrace(name), start: open, end: open + name.length + 2 };
  },
  ({ said }) =>
    /Tabs are not allowed/.test(said)
      ? {
          code: 'yaml-syntax',
          message: 'the YAML cannot be read: a tab stands where a line is indented',
          hint: 'indent with blanks',
        }
      : undefined,
  ({ said, text, start }) => {
    const [, key, value] = /^\s*(?:- )?([\p{L}_][\p{L}\p{N}_-]*):([^\s/].*)$/u.exec(lineAt(text, start).text) ?? [];
    if (!/Implicit/.test(said) || key === undefined) return undefined;
    const hint = `write \`${key}: ${value!.trim()}\``;
    return { code: 'yaml-syntax', message: `\`${key}:\` has no blank behind its colon`, hint };
  },
  ({ said, text, start, lineOf }) => {
    if (!/must start at the same column/.test(said)) return undefined;
    const line = lineAt(text, start);
    const before = lineBefore(text, line);
    return before && indented(line, before, lineOf);
  },
  // A value goes on in lines that are indented further, and cannot hold a colon.
  ({ said, text, start, lineOf }) => {
    const line = lineAt(text, start);
    if (!/Nested mappings|Implicit/.test(said) || /[{[]/.test(line.text) || !/:\s+\S/.test(line.text)) return undefined;
    const after = lineAt(text, line.start + line.text.length + 1);
    return indentOf(after.text) > indentOf(line.text) ? indented(after, line, lineOf) : undefined;
  },
];

const BRACED = lettered(String.raw`\{([\p{L}_][\p{L}\p{N}_.-]*)\} *$`, 'u');

/** Complains of a text that begins with the name of a loop and is not quoted, which YAML takes for a map. */
export const unquotedBrace = (name: string): Required<Pick<TextProblem, 'code' | 'message' | 'hint'>> => ({
  code: 'unquoted-brace',
  message: `\`{${name}}\` is a map to YAML, since its text begins with \`{\` and is not quoted`,
  hint: `quote the whole text, as in \`"{${name}}"\``,
});

/** Finds a full-width colon, comma or bracket outside quotes, which YAML takes for a letter. */
export function fullWidthSign(line: string): { readonly index: number; readonly character: string } | undefined {
  const plain = line.replace(/"[^"]*"|'[^']*'|(^|\s)#.*$/gs, (quoted) => ' '.repeat(quoted.length));
  const bracket = plain.search(/[{[｛［【]/);
  const colon = Math.max(plain.lastIndexOf(':'), plain.lastIndexOf('：'));
  for (const { 0: sign, index } of plain.matchAll(SIGN)) {
    const isInFlow = bracket >= 0 && bracket < index;
    const isWords = (/[，；]/.test(sign) && !isInFlow) || (/[｛［【]/.test(sign) && colon < index);
    if (!isWords) return { index, character: sign[0]! };
  }
  return undefined;
}

/** A colon behind a key, a comma, a bracket that opens, and one at the end of the line. */
const SIGN = /：(?<=(?:^|[\s{,，｛-])[A-Za-z_]\w*\s*：)|[，；]|[｛［【]|[｝］】]\s*$/g;

export function fullWidth(character: string): Required<Pick<TextProblem, 'code' | 'message' | 'hint'>> {
  const plain = plainSign(character)!;
  const blank = /[:,]/.test(plain) ? ' and a blank' : '';
  const hint = `write \`${plain}\`${blank}`;
  return { code: 'yaml-syntax', message: `\`${character}\` is a full-width sign, a letter to YAML`, hint };
}

/** Says that two lines begin at different columns. Keys are compared with keys: one in a list's item begins behind the dash. */
function indented(line: Line, other: Line, lineOf: Said['lineOf']): Recognised {
  const isItem = /^\s*- /.test(line.text);
  const column = ({ text }: Line): number => (isItem ? /^\s*/ : /^\s*(- +)*/).exec(text)![0].length + 1;
  const hint = 'keys of one map, and items of one list, begin at one column; what belongs to a key is indented further';
  const place = { start: line.start + column(line) - 1, end: line.start + line.text.trimEnd().length };
  const message = `the line begins at column ${column(line)}, line ${lineOf(other.start)} at column ${column(other)}`;
  return { code: 'yaml-syntax', message, hint, ...place };
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

interface Line {
  readonly text: string;
  readonly start: number;
}

function lineAt(text: string, offset: number): Line {
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', start);
  return { text: text.slice(start, newline === -1 ? undefined : newline), start };
}

/** The nearest line above with something in it. */
function lineBefore(text: string, { start }: Line): Line | undefined {
  let line: Line = { text: '', start };
  while (/^\s*(#|$)/.test(line.text)) {
    if (line.start === 0) return undefined;
    line = lineAt(text, line.start - 1);
  }
  return line;
}
