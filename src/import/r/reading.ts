/** Holds what a script of R has said so far: its data, its estimates, the project that is made of them. */
import { addEntry, Draft, type DraftEntry, type DraftNode, type DraftStep, plainName } from '../draft.ts';
import type { Host } from '../host.ts';
import { Notes } from '../notes.ts';
import { NotUnderstood, type Outcome } from '../outcome.ts';
import type { Keys } from './estimation.ts';
import { Frames, type RFrame } from './frames.ts';
import type { RNode } from './tree.ts';

/** An estimate in a list, with the header that it has there. */
export interface Listed {
  readonly node: DraftNode;
  readonly header?: string;
}

/** An estimate with the data that it is of. */
export interface OpenEstimate {
  readonly frame: RFrame;
  readonly keys: Keys;
}

export class Reading extends Notes {
  readonly draft = new Draft();
  readonly frames = new Frames(this.draft);
  readonly host: Host;
  /** The text of the script that is read: this one, or one that it runs. */
  source: string;
  /** Estimates by name, and lists of them; undefined of one that was not read. */
  readonly fits = new Map<string, readonly Listed[] | undefined>();
  /** Steps other than of models and data, by name. */
  readonly steps = new Map<string, DraftStep>();
  readonly formulas = new Map<string, string>();
  /** Texts by the names that they were given. */
  readonly texts = new Map<string, string>();
  /** Names that a statement which was not read would have made, with its line. */
  readonly lost = new Map<string, number>();
  /** Estimates whose errors no line has named yet. */
  readonly open = new Map<string, OpenEstimate>();
  /** The estimates that each table shows. */
  readonly shown = new Map<DraftEntry, readonly Listed[]>();
  readonly files = new Map<string, string>();
  readonly #models = new Map<string, DraftStep>();
  line = 0;
  /** The number of scripts in which the one that is read stands. */
  depth = 0;
  /** Runs another script in the place of a line; set by whoever reads this one. */
  include: (path: string, text: string) => Outcome = () => ({ is: 'nothing', why: 'no script is run' });

  constructor(source: string, host: Host) {
    super();
    this.source = source;
    this.host = host;
  }

  /** Data that no statement which was read makes: their author saves them. Undefined where the name is of something else. */
  supposed(name: string): RFrame | undefined {
    if (this.fits.get(name) !== undefined || this.formulas.has(name) || this.texts.has(name)) return undefined;
    const plain = plainName(name);
    let path = `data/${plain}.csv`;
    for (let n = 2; this.files.has(path); n++) path = `data/${plain}_${n}.csv`;
    this.files.set(path, path);
    const step = this.draft.add('ingest', plain, this.line, { file: path });
    const columns = this.host.columns(path, {});
    const saved = `\`write.csv(${name}, "${path}", row.names = FALSE)\` in R`;
    const line = this.lost.get(name);
    this.note(
      line === undefined
        ? `no statement makes the data \`${name}\`: save them by ${saved}, or name their file`
        : `line ${line} makes the data \`${name}\` and is not read: save them as they are there by ${saved}`,
    );
    const frame: RFrame = { step, lost: new Map(), ...(columns && { columns: new Set(columns) }) };
    this.frames.set(name, frame);
    return frame;
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
