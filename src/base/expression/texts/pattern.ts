/**
 * Regular expressions of users. A text is matched in all ways of the pattern at once (K. Thompson, CACM 11, 1968; groups as in R. Pike's
 * machine), so that the work is at most the text's length times the pattern's, whatever either says. What cannot be matched so is refused.
 */
import { PatternError, type PatternNode, parsePattern } from './pattern-syntax.ts';

export interface Pattern {
  /** Groups in parentheses. */
  readonly groups: number;
  /** Gives the places `[from, to)` of the match and of each group, in turn, among the characters; they are −1 for a group that took no part. */
  match(characters: readonly string[]): Int32Array | undefined;
}

type Instruction =
  | (PatternNode & { readonly is: 'one' | 'at' })
  /** Both are tried, the first before the second. */
  | { readonly is: 'split'; first: number; second: number }
  | { readonly is: 'save'; readonly slot: number }
  | { readonly is: 'match' };

/** Instructions that a pattern may become, and characters of a text times instructions. */
const LONGEST_PROGRAM = 2000;
const MOST_WORK = 500_000_000;

/** Throws PatternError where the text is no pattern, or none that is matched here. */
export function compilePattern(source: string): Pattern {
  const { node, groups } = parsePattern(source);
  const program = new Compiler().compile(node);
  return { groups, match: (characters) => run(program, 2 * (groups + 1), characters) };
}

class Compiler {
  readonly #program: Instruction[] = [];
  #emitted = 0;

  compile(node: PatternNode): readonly Instruction[] {
    this.#emit({ is: 'group', number: 0, of: node });
    this.#program.push({ is: 'match' });
    return this.#program;
  }

  #emit(node: PatternNode): void {
    if (++this.#emitted > LONGEST_PROGRAM)
      throw new PatternError(
        `the pattern repeats too much: it has more than ${LONGEST_PROGRAM} parts when written out`,
      );
    switch (node.is) {
      case 'one':
      case 'at':
        this.#program.push(node);
        break;
      case 'sequence':
        for (const each of node.of) this.#emit(each);
        break;
      case 'group':
        this.#program.push({ is: 'save', slot: 2 * node.number });
        this.#emit(node.of);
        this.#program.push({ is: 'save', slot: 2 * node.number + 1 });
        break;
      case 'either':
        this.#either(node.of);
        break;
      case 'repeat':
        for (let i = 0; i < node.least; i++) this.#emit(node.of);
        if (node.most === null) this.#maybe(node, true);
        else this.#upTo(node, node.most - node.least);
        break;
      default:
        node satisfies never;
    }
  }

  #split(): Instruction & { readonly is: 'split' } {
    const next = this.#program.length + 1;
    const split = { is: 'split' as const, first: next, second: next };
    this.#program.push(split);
    return split;
  }

  #either(choices: readonly PatternNode[]): void {
    const ends = choices.slice(0, -1).map((choice) => {
      const split = this.#split();
      this.#emit(choice);
      const end = this.#split();
      split.second = this.#program.length;
      return end;
    });
    this.#emit(choices.at(-1)!);
    for (const end of ends) end.first = end.second = this.#program.length;
  }

  #maybe({ of, lazy }: PatternNode & { is: 'repeat' }, again: boolean): void {
    const start = this.#program.length;
    const split = this.#split();
    this.#emit(of);
    if (again) {
      const back = this.#split();
      back.first = back.second = start;
    }
    if (lazy) split.first = this.#program.length;
    else split.second = this.#program.length;
  }

  #upTo(node: PatternNode & { is: 'repeat' }, times: number): void {
    for (let i = 0; i < times; i++) this.#maybe(node, false);
  }
}

interface Thread {
  readonly at: number;
  readonly saved: Int32Array;
}

/** The first match from the left, of those the one that the pattern prefers. O(characters × program). */
function run(program: readonly Instruction[], slots: number, characters: readonly string[]): Int32Array | undefined {
  if (characters.length * program.length > MOST_WORK)
    throw new PatternError(`a text of ${characters.length} characters is too long for the pattern`);
  const seen = new Int32Array(program.length).fill(-1);
  const follow = (threads: Thread[], at: number, saved: Int32Array, place: number): void => {
    if (seen[at] === place) return;
    seen[at] = place;
    const instruction = program[at]!;
    if (instruction.is === 'split') {
      follow(threads, instruction.first, saved, place);
      follow(threads, instruction.second, saved, place);
    } else if (instruction.is === 'save') {
      const own = saved.slice();
      own[instruction.slot] = place;
      follow(threads, at + 1, own, place);
    } else if (instruction.is === 'at') {
      if (instruction.holds(characters, place)) follow(threads, at + 1, saved, place);
    } else threads.push({ at, saved });
  };
  const nothing = new Int32Array(slots).fill(-1);
  let found: Int32Array | undefined;
  let threads: Thread[] = [];
  for (let place = 0; place <= characters.length; place++) {
    if (found === undefined) follow(threads, 0, nothing, place);
    const next: Thread[] = [];
    for (const { at, saved } of threads) {
      const instruction = program[at]!;
      if (instruction.is === 'match') {
        found = saved;
        break;
      }
      if (instruction.is === 'one' && place < characters.length && instruction.fits(characters[place]!))
        follow(next, at + 1, saved, place + 1);
    }
    threads = next;
    if (threads.length === 0 && found !== undefined) break;
  }
  return found;
}
