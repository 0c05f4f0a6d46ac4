/** The most that is done for one text in Markdown: a small one can ask for work that has no end. */
import type { Stretch } from '../mention.ts';

/** Characters that are looked at, again and again where marks stand in a long paragraph or footnotes in footnotes: papers need some millions. */
const MOST_LOOKED_AT = 100_000_000;

/** Lists in lists, quotations in quotations, emphasis in emphasis. */
export const DEEPEST = 100;

/** The refusal of a text beyond a bound, with its place where that is known. */
export class Unbounded extends Error {
  readonly hint: string;
  readonly at: Stretch | undefined;
  constructor(message: string, hint: string, at?: Stretch) {
    super(message);
    this.hint = hint;
    this.at = at;
  }
}

export const tooDeep = (at?: Stretch): Unbounded =>
  new Unbounded(`marks are nested deeper than ${DEEPEST} levels`, 'take out what nests them', at);

export class WorkBound {
  #left = MOST_LOOKED_AT;

  readonly spend = (characters: number): void => {
    this.#left -= characters;
    if (this.#left >= 0) return;
    const hint =
      'part long paragraphs by blank lines, and take out long runs of marks and footnotes that hold footnotes';
    throw new Unbounded(`more than ${MOST_LOOKED_AT} characters are looked at to find its marks`, hint);
  };
}

/** Calls what may nest too deep for the stack. */
export function withinStack<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof RangeError && /call stack/.test(error.message) ? tooDeep() : error;
  }
}
