/** Cuts a script of R into tokens, without comments. */
import { NotUnderstood } from '../outcome.ts';

export interface Token {
  readonly is: 'number' | 'string' | 'name' | 'sign' | 'break' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /[^\S\n]+|#[^\n]*|(\n|;)|((?:0x[\da-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)[iL]?)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(`[^`\n]+`|(?:[\p{L}]|\.(?!\d))[\p{L}\p{M}\p{N}._]*)|(%[^%\n]*%|<<-|->>|<-|->|\|>|:::?|:=|<=|>=|==|!=|&&|\|\||\[\[|[-+*/^<>=!&|~?:$@()[\]{},\\])/giuy;

/** Throws NotUnderstood at a character that begins nothing. O(length). */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < source.length; ) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(source);
    // A quote that nothing closes, or a sign of another language: the line is left to whoever reads the statement.
    if (found === null) {
      tokens.push({ is: 'sign', text: source[at]!, start: at, end: at + 1 });
      at += 1;
      continue;
    }
    const [whole, stop, number, string, name, sign] = found;
    const place = { start: at, end: at + whole.length };
    if (stop !== undefined) tokens.push({ is: 'break', text: stop, ...place });
    else if (number !== undefined) tokens.push({ is: 'number', text: number, ...place });
    else if (string !== undefined) tokens.push({ is: 'string', text: string, ...place });
    else if (name !== undefined) tokens.push({ is: 'name', text: name.replace(/^`(.*)`$/s, '$1'), ...place });
    else if (sign !== undefined) tokens.push({ is: 'sign', text: sign, ...place });
    at = place.end;
  }
  tokens.push({ is: 'end', text: '', start: source.length, end: source.length });
  return tokens;
}

/** A number as it is written in R: `10L`, `1e-3`. */
export function numberOf(text: string): number {
  const value = Number(text.replace(/L$/, ''));
  if (Number.isNaN(value)) throw new NotUnderstood(`the number \`${text}\` is not read`);
  return value;
}
