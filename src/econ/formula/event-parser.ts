/** Parses `event(year - first_treated, ref=-1, window=[-5, 5], bin=false, always=drop)`. */
import { type ExpressionToken, failAt } from '../../base/expression/lexer.ts';
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { TextError } from '../../base/text/text-problem.ts';
import type { EventFactor } from './event-factor.ts';
import { TokenCursor } from './token-cursor.ts';

type EventOptions = Partial<Pick<EventFactor, 'ref' | 'window' | 'bin' | 'always'>>;

const options = ['ref', 'window', 'bin', 'always'] as const;

export abstract class EventParser extends TokenCursor {
  protected abstract refer(name: string, at: ExpressionToken, use: 'number'): void;

  /** The position stands at `event`. */
  protected event(): EventFactor {
    const start = this.peek();
    this.at++;
    const open = this.takeSymbol('(')!;
    const time = this.#column('the period, as in `event(year - first_treated)`');
    if (!this.takeSymbol('-')) throw this.#withoutCohort(time);
    const cohort = this.#column('the column of the first treated period');
    const written: EventOptions = {};
    while (this.takeSymbol(',')) Object.assign(written, this.#option(written));
    this.close(open);
    const { ref = [-1], window = null, bin = true, always = 'keep' } = written;
    const outside = window === null ? undefined : ref.find((period) => period < window[0] || period > window[1]);
    if (outside !== undefined) {
      const message = `the reference period ${outside} lies outside the window [${window!.join(', ')}]`;
      throw failAt('bad-event', message, start, 'a reference is one of the periods of the window');
    }
    if (!bin && window === null) {
      throw failAt(
        'bad-event',
        '`bin=false` is about the ends of a window, and there is none',
        start,
        'add `window=[-5, 5]`',
      );
    }
    return { is: 'event', time, cohort, ref, window, bin, always };
  }

  /** `event(year)` and `event(year, first_treated)`. */
  #withoutCohort(time: string): TextError {
    const [got, next] = [this.peek(), this.peek(1)];
    const expected = '`-` and the first treated period';
    if (got.kind === 'end') return this.unexpected(expected);
    const cohort = got.text === ',' && next.kind === 'name' && !options.some((each) => each === next.text);
    const hint = `write \`event(${time} - ${cohort ? next.text : 'first_treated'})\``;
    return failAt('unexpected-token', `expected ${expected}, got \`${got.text}\``, got, hint);
  }

  #column(expected: string): string {
    const token = this.peek();
    if (token.kind !== 'name') throw this.unexpected(expected);
    this.at++;
    this.refer(token.text, token, 'number');
    return token.text;
  }

  #option(before: EventOptions): EventOptions {
    const token = this.peek();
    const name = options.find((each) => each === token.text);
    if (token.kind !== 'name' || name === undefined) {
      const hint = didYouMean(token.text, options) ?? `options are ${quoted(options)}`;
      throw failAt('bad-event', `\`event()\` has no option \`${token.text}\``, token, hint);
    }
    if (before[name] !== undefined) throw failAt('bad-event', `\`${name}\` is said twice`, token);
    this.at++;
    if (!this.takeSymbol('=')) throw this.unexpected(`\`=\` after \`${name}\``);
    switch (name) {
      case 'ref':
        return { ref: [...new Set(this.#periods(token))].sort((a, b) => a - b) };
      case 'window':
        return { window: this.#window(token) };
      case 'bin':
        return { bin: this.#word(['true', 'false']) === 'true' };
      case 'always':
        return { always: this.#word(['keep', 'drop']) };
      default:
        return name satisfies never;
    }
  }

  #word<W extends string>(words: readonly W[]): W {
    const token = this.peek();
    const found = words.find((word) => word === token.text);
    if (found === undefined) throw this.unexpected(quoted(words).replace(', ', ' or '));
    this.at++;
    return found;
  }

  #window(at: ExpressionToken): readonly [number, number] {
    const periods = this.#periods(at);
    const [low, high] = periods;
    if (periods.length === 2 && low! < high!) return [low!, high!];
    throw failAt('bad-event', 'expected a window of two rising periods, as in `window=[-5, 5]`', at);
  }

  /** `-1` or `[-1, -5]`. */
  #periods(at: ExpressionToken): number[] {
    if (!this.takeSymbol('[')) return [this.#period()];
    const periods = [this.#period()];
    while (this.takeSymbol(',')) periods.push(this.#period());
    if (!this.takeSymbol(']')) throw this.#unclosed(at);
    return periods;
  }

  #unclosed(at: ExpressionToken): TextError {
    return this.peek().kind === 'end'
      ? failAt('unbalanced', '`[` is not closed', at, 'if YAML cut the text, quote it')
      : this.unexpected('`]`');
  }

  #period(): number {
    const negative = this.takeSymbol('-') !== undefined;
    const token = this.peek();
    if (token.kind !== 'number' || !/^\d+$/.test(token.text)) throw this.unexpected('a whole number of periods');
    this.at++;
    const size = Number(token.text);
    return negative && size !== 0 ? -size : size;
  }
}
