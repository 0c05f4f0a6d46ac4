/**
 * Holds what each step asked of others when it became nodes, in integers: of a hundred thousand steps few are asked after. A step's entry is its
 * number, 1 where it is always expanded anew, how many others it asked after, and their numbers; a number is a place in the list of names.
 */
import type { Asked } from '../pipeline/plan-dependencies.ts';

const Entry = { step: 0, always: 1, count: 2, of: 3 } as const;

export class AskedSteps {
  readonly names: readonly string[];
  readonly entries: Int32Array;
  #numbers: Map<string, number> | undefined;

  constructor(names: readonly string[] = [], entries: Int32Array = new Int32Array()) {
    this.names = names;
    this.entries = entries;
  }

  /** The same, but for steps that asked otherwise, and for those that are gone. */
  with(asked: ReadonlyMap<string, Asked>, gone: ReadonlySet<string> = new Set()): AskedSteps {
    const names = [...this.names];
    const further = new Map<string, number>();
    const numberOf = (name: string): number => {
      const known = this.#numbered.get(name) ?? further.get(name);
      if (known !== undefined) return known;
      further.set(name, names.length);
      return names.push(name) - 1;
    };
    const added = [...asked].flatMap(([name, { always, of }]) => [
      numberOf(name),
      always ? 1 : 0,
      of.size,
      ...Array.from(of, numberOf),
    ]);
    const dropped = new Set([...asked.keys(), ...gone].map((name) => this.#numbered.get(name)));
    return new AskedSteps(names, joined([...this.#stretches(dropped), Int32Array.from(added)]));
  }

  /** Stretches of the entries without those of some steps. */
  #stretches(without: ReadonlySet<number | undefined>): Int32Array[] {
    const { entries } = this;
    const found: Int32Array[] = [];
    let from = 0;
    for (let at = 0; at < entries.length; at = nextEntry(entries, at)) {
      if (!without.has(entries[at]!)) continue;
      found.push(entries.subarray(from, at));
      from = nextEntry(entries, at);
    }
    return [...found, entries.subarray(from)];
  }

  /** Says what a step asked; undefined where it asked nothing. */
  of(name: string): Asked | undefined {
    const { entries, names } = this;
    const number = this.#numbered.get(name);
    for (let at = 0; number !== undefined && at < entries.length; at = nextEntry(entries, at)) {
      if (entries[at] !== number) continue;
      const of = Array.from(entries.subarray(at + Entry.of, nextEntry(entries, at)), (each) => names[each]!);
      return { of: new Set(of), always: entries[at + Entry.always] === 1 };
    }
    return undefined;
  }

  /** The changed steps, those that are always expanded, and all that saw something of them, directly or not. */
  reached(changed: ReadonlySet<string>): Set<string> {
    const { entries, names } = this;
    const { starts, askers } = this.#reversed();
    const reached = new Set(changed);
    for (let at = 0; at < entries.length; at = nextEntry(entries, at))
      if (entries[at + Entry.always] === 1) reached.add(names[entries[at]!]!);
    for (const name of reached) {
      const number = this.#numbered.get(name);
      if (number === undefined) continue;
      for (let at = starts[number]!; at < starts[number + 1]!; at++) reached.add(names[askers[at]!]!);
    }
    return reached;
  }

  /** Names of the steps that asked after one. */
  askersOf(name: string): readonly string[] {
    const number = this.#numbered.get(name);
    if (number === undefined) return [];
    const { starts, askers } = this.#reversed();
    return Array.from(askers.subarray(starts[number], starts[number + 1]), (each) => this.names[each]!);
  }

  get #numbered(): Map<string, number> {
    this.#numbers ??= new Map(this.names.map((name, number) => [name, number]));
    return this.#numbers;
  }

  /** For each step, where those that asked after it begin among the askers. */
  #reversed(): { readonly starts: Int32Array; readonly askers: Int32Array } {
    const { entries, names } = this;
    const starts = new Int32Array(names.length + 1);
    eachAsked(entries, (_, of) => {
      starts[of + 1]! += 1;
    });
    for (let i = 0; i < names.length; i++) starts[i + 1]! += starts[i]!;
    const [askers, next] = [new Int32Array(starts.at(-1)!), starts.slice()];
    eachAsked(entries, (step, of) => {
      askers[next[of]!++] = step;
    });
    return { starts, askers };
  }
}

const nextEntry = (entries: Int32Array, at: number): number => at + Entry.of + entries[at + Entry.count]!;

function eachAsked(entries: Int32Array, tell: (step: number, of: number) => void): void {
  for (let at = 0; at < entries.length; ) {
    const [step, next] = [entries[at]!, nextEntry(entries, at)];
    for (at += Entry.of; at < next; at++) tell(step, entries[at]!);
  }
}

/** Puts lists of integers one behind another. */
export function joined(lists: readonly (Int32Array | readonly number[])[]): Int32Array<ArrayBuffer> {
  const all = new Int32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}
