/** Holds what a script of R has said so far: its data, its estimates, the project that is made of them. */
import { addEntry, Draft, type DraftEntry, type DraftNode, type DraftStep } from '../draft.ts';
import type { Host } from '../host.ts';
import { NotUnderstood, type Outcome } from '../outcome.ts';
import { Frames, type RFrame } from './frames.ts';
import type { Keys } from './models.ts';
import type { RNode } from './tree.ts';

/** An estimate in a list, with the header that it has there. */
export interface Listed {
  readonly node: DraftNode;
  readonly header?: string;
}

export class Reading {
  readonly draft = new Draft();
  readonly frames = new Frames(this.draft);
  readonly host: Host;
  /** The text of the script that is read: this one, or one that it runs. */
  source: string;
  /** Estimates by name, and lists of them; undefined of one that was not read. */
  readonly fits = new Map<string, readonly Listed[] | undefined>();
  readonly formulas = new Map<string, string>();
  /** The estimates that each table shows. */
  readonly shown = new Map<DraftEntry, readonly Listed[]>();
  readonly files = new Map<string, string>();
  readonly #models = new Map<string, DraftStep>();
  #notes: string[] = [];
  line = 0;
  /** The number of scripts in which the one that is read stands. */
  depth = 0;
  /** Runs another script in the place of a line; set by whoever reads this one. */
  include: (path: string, text: string) => Outcome = () => ({ is: 'nothing', why: 'no script is run' });

  constructor(source: string, host: Host) {
    this.source = source;
    this.host = host;
  }

  note(text: string): void {
    if (!this.#notes.includes(text)) this.#notes.push(text);
  }

  takeNotes(): string[] {
    const notes = this.#notes;
    this.#notes = [];
    return notes;
  }

  /** The text of an expression on one line. */
  textOf({ start, end }: RNode): string {
    return this.source
      .slice(start, end)
      .replace(/#[^\n]*/g, '')
      .replace(/\s+/g, ' ')
      .trim();
  }

  /** Estimates by their name. Throws NotUnderstood. */
  fitsOf(name: string): readonly Listed[] {
    const found = this.fits.get(name);
    if (found === undefined)
      throw new NotUnderstood(`the estimate \`${name}\` is not there`, 'the line that makes it is not read');
    return found;
  }

  /** Adds a column of models over a data frame. */
  addColumn(frame: RFrame, name: string | undefined, keys: Keys): DraftNode {
    const from = this.frames.read(frame);
    const step = this.#models.get(from) ?? this.draft.add('models', 'models', this.line, { from }, 'columns');
    this.#models.set(from, step);
    const count = [...this.#models.values()].reduce((n, each) => n + each.entries.length, 1);
    if (frame.unsure !== undefined)
      this.note(`line ${frame.unsure} may change the data and is not read: look whether the rows are the same`);
    return { step, entry: addEntry(step, name ?? `m${count}`, this.line, keys) };
  }
}

export const became = (...nodes: readonly DraftNode[]): Outcome => ({ is: 'became', nodes });
