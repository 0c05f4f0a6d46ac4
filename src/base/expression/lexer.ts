/** Cuts the text of an expression, a formula or a covariance into tokens. */
import { plainSign } from '../text/full-width.ts';
import { TextError } from '../text/text-problem.ts';
import { lettered } from '../text/unicode-pattern.ts';

export interface ExpressionToken {
  readonly kind: 'number' | 'string' | 'name' | 'symbol' | 'dot' | 'end';
  /** The symbol, the name without backticks, the string's value, or the number's digits. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A name in backticks is never a word of the language. */
  readonly quoted: boolean;
}

const expressionSymbols = [
  '==',
  '!=',
  '<=',
  '>=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '^',
  '(',
  ')',
  '[',
  ']',
  ',',
  '=',
] as const;
/** Formulas are read by the same lexer, with these beside the expression's symbols. */
export const formulaSymbols = ['~', '|', ':', '$'] as const;

const LONGEST_TEXT = 20_000;
const namePattern = lettered(String.raw`[\p{L}_][\p{L}\p{M}\p{N}_]*`, 'uy');
const numberPattern = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const positionPattern = /\d+/y;
const quotedNamePattern = /`([^`\n]+)`/y;
const spacePattern = /\s+/uy;

/** Spellings of other languages, each with its form in papermake. */
const mistakes: readonly (readonly [string, string])[] = [
  ['**', 'write a power as `^`'],
  ['&&', 'write `and`'],
  ['||', 'write `or`'],
  ['&', 'write `and`'],
  ['|', 'write `or`'],
  ['!', 'write `not`, or `!=` to compare'],
  ['~', 'write `not`, or `!=` to compare'],
  ['?', 'write `if(condition, a, b)`'],
  ['%', 'write `x in [1, 2]` for membership'],
  ['.', 'write `missing()` for no value, `missing(x)` to ask for one'],
];

/** Splits a text into tokens, the last of kind `end`. Throws TextError. O(length). */
export function tokenize(text: string, extraSymbols: readonly string[] = []): ExpressionToken[] {
  if (text.length > LONGEST_TEXT) {
    throw new TextError(
      'text-too-long',
      `expected at most ${LONGEST_TEXT} characters, got ${text.length}`,
      0,
      text.length,
    );
  }
  const symbols = [...expressionSymbols, ...extraSymbols];
  const tokens: ExpressionToken[] = [];
  let at = 0;
  while (at < text.length) {
    const space = match(spacePattern, text, at);
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    const token = next(text, at, tokens, symbols);
    tokens.push(token);
    at = token.end;
  }
  // The end is pointed at by the last word there is.
  const { start, end } = tokens.at(-1) ?? { start: 0, end: 0 };
  tokens.push({ kind: 'end', text: '', start, end, quoted: false });
  return tokens;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function next(
  text: string,
  at: number,
  tokens: readonly ExpressionToken[],
  symbols: readonly string[],
): ExpressionToken {
  const make = (kind: ExpressionToken['kind'], value: string, length: number, quoted = false): ExpressionToken => ({
    kind,
    text: value,
    start: at,
    end: at + length,
    quoted,
  });
  const char = text[at]!;
  if (char === '.' && endsPathPart(tokens, at)) return make('dot', '.', 1);
  const position = tokens.at(-1)?.kind === 'dot' ? match(positionPattern, text, at) : null;
  if (position !== null) return make('number', position[0], position[0].length);
  const number = match(numberPattern, text, at);
  if (number !== null) return checkedNumber(text, make('number', number[0], number[0].length));
  const name = match(namePattern(text), text, at);
  if (name !== null) return make('name', name[0], name[0].length);
  const quoted = match(quotedNamePattern, text, at);
  if (quoted !== null) return make('name', quoted[1]!, quoted[0].length, true);
  if (char === '"' || char === "'") return stringToken(text, at);
  const symbol = symbols.find((s) => text.startsWith(s, at));
  const mistake = mistakes.find(([wrong]) => text.startsWith(wrong, at) && !symbols.includes(wrong));
  if (symbol !== undefined && !(mistake !== undefined && mistake[0].length > symbol.length)) {
    return make('symbol', symbol, symbol.length);
  }
  const wrong = mistake?.[0] ?? String.fromCodePoint(text.codePointAt(at)!);
  const plain = plainSign(wrong);
  const inName = wrong === '（' || wrong === '）' ? '; a name with it stands in backticks' : '';
  const hint = mistake?.[1] ?? (plain && `write \`${plain}\`: \`${wrong}\` is another character${inName}`);
  throw new TextError('unexpected-character', `unexpected \`${wrong}\``, at, at + wrong.length, hint);
}

/** A dot right behind a name, a bracket or an earlier segment continues a path; elsewhere it starts a number. */
function endsPathPart(tokens: readonly ExpressionToken[], at: number): boolean {
  const before = tokens.at(-1);
  if (before === undefined || before.end !== at) return false;
  if (before.kind === 'name') return true;
  if (before.kind === 'symbol' && (before.text === ']' || before.text === ')')) return true;
  return tokens.at(-2)?.kind === 'dot' && (before.kind === 'number' || before.text === '*');
}

function checkedNumber(text: string, token: ExpressionToken): ExpressionToken {
  const tail = match(namePattern(text), text, token.end);
  if (tail !== null) {
    const end = token.end + tail[0].length;
    const got = text.slice(token.start, end);
    throw new TextError(
      'bad-number',
      `expected a number, got \`${got}\``,
      token.start,
      end,
      `write a product as \`2 * x\`; a column of that name stands in backticks: \`\` \`${got}\` \`\``,
    );
  }
  if (!Number.isFinite(Number(token.text))) {
    const message = `the number \`${token.text}\` is too large`;
    throw new TextError('bad-number', message, token.start, token.end);
  }
  return token;
}

function stringToken(text: string, start: number): ExpressionToken {
  const quote = text[start];
  let value = '';
  for (let i = start + 1; i < text.length; i++) {
    const char = text[i]!;
    if (char === quote) return { kind: 'string', text: value, start, end: i + 1, quoted: true };
    if (char === '\\' && (text[i + 1] === quote || text[i + 1] === '\\')) i++;
    value += text[i];
  }
  throw new TextError('unclosed-string', 'a string is not closed', start, text.length, `close it with \`${quote}\``);
}

/** Returns the error at a token. */
export function failAt(code: string, message: string, at: ExpressionToken, hint?: string): TextError {
  return new TextError(code, message, at.start, Math.max(at.end, at.start + 1), hint);
}
