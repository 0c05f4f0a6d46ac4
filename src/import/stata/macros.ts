/** Macros of a do-file: what `local` and `global` hold, and texts with the macros in them put in. */
import { NotUnderstood } from '../outcome.ts';
import { constantOf } from './constant.ts';
import { macroFunction } from './macro-functions.ts';

/** Texts grow where macros hold each other. */
const LONGEST = 1_000_000;

/** Holds what only a run of Stata would find. */
const UNKNOWN = Symbol('unknown');

export class Macros {
  #locals = new Map<string, string | typeof UNKNOWN>();
  readonly #globals = new Map<string, string | typeof UNKNOWN>();
  /** The label that the do-file gave a variable; set by whoever reads it. */
  label: (variable: string) => string | undefined = () => undefined;
  /** Lists of words that macros held, by name, the latest of each. */
  readonly lists = new Map<string, readonly string[]>();

  set(scope: 'local' | 'global', name: string, value: string): void {
    this.#of(scope).set(name, value);
    const words = value.split(/\s+/).filter((word) => word !== '');
    if (words.length > 1) this.lists.set(name, words);
  }

  /** Does something with local macros of its own, as a do-file that is run has them: its arguments are `1`, `2`, … */
  apart<T>(args: readonly string[], work: () => T): T {
    const locals = this.#locals;
    this.#locals = new Map(args.map((value, i) => [String(i + 1), value]));
    try {
      return work();
    } finally {
      this.#locals = locals;
    }
  }

  unknown(scope: 'local' | 'global', name: string): void {
    this.#of(scope).set(name, UNKNOWN);
  }

  /** A macro that nobody set is empty, as in Stata. Throws NotUnderstood where its value is not known. */
  get(scope: 'local' | 'global', name: string): string {
    const value = this.#of(scope).get(name) ?? '';
    if (value === UNKNOWN)
      throw new NotUnderstood(
        `the macro \`${name}\` holds what only a run of Stata finds`,
        'write the value itself in the do-file',
      );
    return value;
  }

  #of(scope: 'local' | 'global') {
    return scope === 'local' ? this.#locals : this.#globals;
  }

  /** Puts macros in, from the inside out. Throws NotUnderstood. */
  expand(text: string): string {
    if (!/[`$]/.test(text)) return text;
    const stack: string[] = [''];
    const add = (piece: string): void => {
      stack[stack.length - 1] += piece;
      if (stack.at(-1)!.length > LONGEST)
        throw new NotUnderstood('macros make a text of more than a million characters');
    };
    for (let i = 0; i < text.length; i++) {
      const char = text[i]!;
      if (char === '`' && text[i + 1] !== '"') stack.push('');
      else if (char === "'" && stack.length > 1 && text[i - 1] !== '"') add(this.#value(stack.pop()!));
      else if (char === '$') {
        const [whole = '', braced, plain] = /^\$(?:\{([^}]*)\}|(\w+))/.exec(text.slice(i, i + 80)) ?? [];
        if (whole === '') add(char);
        else {
          add(this.expand(this.get('global', this.expand(braced ?? plain!))));
          i += whole.length - 1;
        }
      } else add(char);
    }
    // a quote that nothing closes is a text like any other
    return stack.join('`');
  }

  #value(name: string): string {
    if (name.startsWith('=')) {
      const value = constantOf(name.slice(1));
      if (value === undefined) throw new NotUnderstood(`\`${name}\` is an expression that only a run of Stata finds`);
      return value;
    }
    if (name.startsWith(':')) return macroFunction(name.slice(1), this);
    if (name === '++i' || /^(\+\+|--)/.test(name)) {
      const own = name.slice(2);
      const next = String(Number(this.get('local', own)) + (name.startsWith('++') ? 1 : -1));
      this.set('local', own, next);
      return next;
    }
    return this.expand(this.get('local', name));
  }
}
