/** A reading position in a formula’s tokens, which the parsers of formulas and terms move. */
import { type ExpressionToken, failAt } from '../../base/expression/lexer.ts';
import type { TextError } from '../../base/text/text-problem.ts';

const DEEPEST = 200;
export const unbalancedHint = 'check the parentheses; if YAML cut the text, quote it';

/** A place in a formula's tokens: looking, taking, and saying what was expected. Throws TextError. */
export class TokenCursor {
  protected readonly tokens: readonly ExpressionToken[];
  protected at = 0;
  protected depth = 0;

  constructor(tokens: readonly ExpressionToken[]) {
    this.tokens = tokens;
  }

  expectEnd(expected: string): void {
    if (this.peek().kind !== 'end') throw this.unexpected(expected);
  }

  protected peek(offset = 0): ExpressionToken {
    return this.tokens[Math.min(this.at + offset, this.tokens.length - 1)]!;
  }

  protected isSymbol(symbol: string, offset = 0): boolean {
    const token = this.peek(offset);
    return token.kind === 'symbol' && token.text === symbol;
  }

  protected takeSymbol(symbol: string): ExpressionToken | undefined {
    if (!this.isSymbol(symbol)) return undefined;
    return this.tokens[this.at++];
  }

  protected close(opened: ExpressionToken): ExpressionToken {
    const close = this.takeSymbol(')');
    if (close !== undefined) return close;
    if (this.peek().kind === 'end')
      throw failAt('unbalanced', `\`${opened.text}\` is not closed`, opened, unbalancedHint);
    throw this.unexpected(this.isSymbol(',') ? '`)`' : '`)` or `,`');
  }

  protected unexpected(expected: string): TextError {
    const got = this.peek();
    if (got.kind === 'end')
      return failAt(
        'unexpected-end',
        `expected ${expected}, got the end of the formula`,
        got,
        'if YAML cut the text, quote it',
      );
    if (got.text === ')') return failAt('unbalanced', 'a `)` without its `(`', got, unbalancedHint);
    if (got.text === ',')
      return failAt('unexpected-token', `expected ${expected}, got a comma`, got, 'variables are joined by `+`');
    return failAt('unexpected-token', `expected ${expected}, got \`${got.text}\``, got, this.#asList(got));
  }

  /** `x z`, as Stata lists variables. */
  #asList(got: ExpressionToken): string | undefined {
    const before = this.tokens[this.at - 1];
    const listed = got.kind === 'name' && (before?.kind === 'name' || before?.text === ')');
    return listed ? 'variables are joined by `+`' : undefined;
  }

  protected nested<T>(inner: () => T): T {
    if (++this.depth > DEEPEST) throw failAt('too-deep', `nested more than ${DEEPEST} levels deep`, this.peek());
    const result = inner();
    this.depth--;
    return result;
  }
}
