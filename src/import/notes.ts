/** Collects what the author of a script should look at, for each statement of it. */

export class Notes {
  #notes: string[] = [];

  note(text: string): void {
    if (!this.#notes.includes(text)) this.#notes.push(text);
  }

  /** The notes since it was asked last. */
  takeNotes(): string[] {
    const notes = this.#notes;
    this.#notes = [];
    return notes;
  }
}
