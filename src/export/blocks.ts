/** The block of a result, or a comment in its place with the reason why there is none. */
import type { Block, Missing } from './language.ts';
import { Untranslatable } from './untranslatable.ts';

/** Names what is missing where nothing of a result has a counterpart. */
export const WHOLE = 'the result';

/** Writes blocks whose comments are a language's own. */
export class Blocks {
  readonly #comment: (text: string) => readonly string[];

  constructor(comment: (text: string) => readonly string[]) {
    this.#comment = comment;
  }

  missing(missing: Missing): Block {
    const { node } = missing;
    return { node, lines: this.lines(missing), cells: 0, missing: [missing], packages: [] };
  }

  /** The comment that stands in the place of a value, or of a result. */
  lines({ node, what, why }: Missing): string[] {
    return [...this.#comment(`NO COUNTERPART: ${node}: ${what}: ${why}.`)];
  }

  /** Gives the block that `write` makes, or the reason that it throws as one. */
  orMissing(node: string, write: () => Block): Block {
    try {
      return write();
    } catch (error) {
      if (!(error instanceof Untranslatable)) throw error;
      return this.missing({ node, what: WHOLE, why: error.message });
    }
  }
}
