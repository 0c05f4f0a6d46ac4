/** While steps become nodes: who asked of whom, so that an edit of one step expands anew those that saw it. */

/** What a step's nodes, columns and panel were made with, beside its own entry and what is common to all steps. */
export interface Asked {
  /** Steps whose declaration, nodes, columns or panel it saw. */
  readonly of: Set<string>;
  /** It names nodes by a glob or has something to complain of, and is expanded anew whatever was changed. */
  always: boolean;
}

export class Askers {
  /** By step; of those that asked anything. */
  readonly asked = new Map<string, Asked>();
  /** The step at work comes last. */
  readonly #working: string[] = [];

  /** The step that is described right now. */
  get atWork(): string | undefined {
    return this.#working.at(-1);
  }

  as<T>(name: string, work: () => T): T {
    this.#working.push(name);
    const result = work();
    this.#working.pop();
    return result;
  }

  /** The step at work asks of another. */
  ask(name: string): void {
    const asker = this.#working.at(-1);
    if (asker !== undefined && asker !== name) this.#of(asker).of.add(name);
  }

  /** What the step at work asks is more than can be told. */
  askAlways(): void {
    const asker = this.#working.at(-1);
    if (asker !== undefined) this.#of(asker).always = true;
  }

  #of(name: string): Asked {
    let asked = this.asked.get(name);
    if (!asked) {
      asked = { of: new Set(), always: false };
      this.asked.set(name, asked);
    }
    return asked;
  }
}
