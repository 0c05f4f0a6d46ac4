/** Notes which step asked about which others while it became nodes, so that an edit of one step expands anew those that saw it. */

/** What a step's nodes, columns and panel were made from, besides its own entry and what is common to all steps. */
export interface Asked {
  /** Steps whose declaration, nodes, columns or panel this one saw. */
  readonly of: Set<string>;
  /** Is true where the step is expanded anew whatever was changed, since it names nodes by a glob or has complained. */
  always: boolean;
}

export class Askers {
  /** What each step asked; steps that asked nothing are absent. */
  readonly asked = new Map<string, Asked>();
  /** Steps that are being expanded, each within the one before it. */
  readonly #working: string[] = [];

  /** The step that is being expanded right now. */
  get atWork(): string | undefined {
    return this.#working.at(-1);
  }

  as<T>(name: string, work: () => T): T {
    this.#working.push(name);
    const result = work();
    this.#working.pop();
    return result;
  }

  /** Notes that the step at work asks about another. */
  ask(name: string): void {
    const asker = this.#working.at(-1);
    if (asker !== undefined && asker !== name) this.#of(asker).of.add(name);
  }

  /** Notes that the step at work asks about more than can be listed. */
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
