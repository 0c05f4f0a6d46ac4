/** Arguments of a call, each of which must be asked for: what nobody asks for is refused by name. */
import { NotUnderstood } from '../outcome.ts';
import type { Argument, RNode } from './tree.ts';

export class Arguments {
  readonly #left: Argument[];

  /** `places`: names of the arguments without one, in order. */
  constructor(args: readonly Argument[], places: readonly string[] = []) {
    const free = places.filter((name) => args.every((each) => each.name !== name));
    this.#left = args
      .filter(({ value }) => value !== undefined)
      .map((each) => (each.name === undefined && free.length > 0 ? { ...each, name: free.shift()! } : each));
  }

  /** An argument by its name, else the next one without a name, where `isPlaced`. */
  take(name: string, isPlaced = false): RNode | undefined {
    let at = this.#left.findIndex((each) => each.name === name);
    if (at < 0 && isPlaced) at = this.#left.findIndex((each) => each.name === undefined);
    return at < 0 ? undefined : this.#left.splice(at, 1)[0]!.value;
  }

  need(name: string): RNode {
    const found = this.take(name, true);
    if (found === undefined) throw new NotUnderstood(`\`${name}\` is missing`);
    return found;
  }

  /** All that have no name. */
  plain(): RNode[] {
    const found = this.#left.filter(({ name }) => name === undefined);
    for (const each of found) this.#left.splice(this.#left.indexOf(each), 1);
    return found.map(({ value }) => value!);
  }

  text(name: string, isPlaced = false): string | undefined {
    const found = this.take(name, isPlaced);
    if (found === undefined) return undefined;
    if (found.is !== 'string') throw new NotUnderstood(`\`${name}\` is no text that stands there`);
    return found.value;
  }

  /** Passes over arguments that change no number. */
  pass(...names: readonly string[]): void {
    for (const name of names) this.take(name);
  }

  /** The arguments that are left, with their names. */
  rest(): Argument[] {
    return this.#left.splice(0);
  }

  /** Throws NotUnderstood where an argument is left. */
  end(): void {
    if (this.#left.length === 0) return;
    const names = this.#left.map(({ name }) => (name === undefined ? 'one without a name' : `\`${name}\``));
    throw new NotUnderstood(`the argument ${names.join(', ')} is not read`);
  }
}
