/** Holds what a do-file has said so far: its data, its estimates, the project that is made of them. */
import { addEntry, Draft, type DraftEntry, type DraftNode, type DraftStep, renameEntry, type Value } from '../draft.ts';
import type { Host } from '../host.ts';
import { Notes } from '../notes.ts';
import { NotUnderstood, type Outcome } from '../outcome.ts';
import { Data } from './data.ts';
import { Macros } from './macros.ts';
import type { Statement } from './statement.ts';
import type { Epoch } from './variables.ts';
import type { Programs } from './walk.ts';

/** An estimation that was not read and would have been stored. */
export interface LostEstimate {
  readonly line: number;
}

/** An estimate in memory: a column of a step, or a step of its own. */
export type Estimate = DraftNode;

/** Estimates that `suest` put together, by their names. */
export interface Stacked {
  readonly estimates: ReadonlyMap<string, Estimate>;
  readonly cluster: string | undefined;
}

/** A matrix of spatial weights: the step of its data, the column that names its rows, and the step of weights once a model reads it. */
export interface WeightsMatrix {
  readonly from: string;
  readonly unit?: string;
  readonly standardize: string;
  readonly line: number;
  readonly step?: string;
}

/** Spells by the keys of a step that reads them. */
export interface Spells {
  readonly versions: ReadonlyMap<string, unknown>;
  readonly keys: () => Readonly<Record<string, Value>>;
}

export class Reading extends Notes {
  readonly draft = new Draft();
  readonly data = new Data(this.draft);
  readonly macros = new Macros();
  readonly host: Host;
  /** Stored estimates by name, in the order in which they were stored. */
  readonly stored = new Map<string, Estimate | LostEstimate>();
  /** Words that `estadd` gave to an estimate: row → cell. */
  readonly words = new Map<DraftNode, Map<string, string>>();
  /** Steps of data that were saved, by the path that the do-file has for them. */
  readonly saved = new Map<string, unknown>();
  /** The estimates that each table or figure shows. */
  readonly shown = new Map<Pick<DraftEntry, 'keys'>, readonly DraftNode[]>();
  /** The estimate or estimates that a step is about, and the key that names them. */
  readonly bases = new Map<DraftStep, { readonly key: string; readonly estimate: DraftNode | readonly DraftNode[] }>();
  /** The estimates that `suest` put together, until another estimate is in memory. */
  stacked: Stacked | undefined;
  /** The spells that `stset` declares, and the variables that these were then. */
  spells: Spells | undefined;
  readonly preserved: unknown[] = [];
  readonly matrices = new Map<string, WeightsMatrix>();
  readonly programs: Programs = new Map();
  /** Files that the do-file reads: path in the project → path that it has there. */
  readonly files = new Map<string, string>();
  readonly #models = new Map<string, DraftStep>();
  #columns = 0;
  /** Rows of estimates, with the columns that their conditions name. */
  readonly #samples = new Map<Estimate, { readonly epoch: Epoch; readonly condition: () => string }>();
  #last: Estimate | undefined;
  /** Runs the statements of another do-file; set by whoever reads this one. */
  include: (path: string, text: string) => Outcome = () => ({ is: 'nothing', why: 'no file is run' });
  /** The folder that `cd` went to. */
  folder = '';
  /** The whole name of the command that is carried out, and of those that made estimates. */
  command = '';
  readonly #commands = new Map<Estimate, string>();
  line = 0;
  /** The number of do-files in which the one that is read stands. */
  depth = 0;

  constructor(host: Host) {
    super();
    this.host = host;
    this.data.assume = () => this.#begin();
    this.data.sample = () => this.#sample();
    this.macros.label = (variable) => this.draft.labels.get(variable);
  }

  /** The rows that the latest estimate used. Throws NotUnderstood. */
  #sample(): string {
    const found = this.#samples.get(this.last);
    if (found === undefined || found.epoch !== this.data.variables.epoch)
      throw new NotUnderstood(
        'the rows of `e(sample)` are known only to a run of Stata',
        'write the condition and `!missing()` of the variables of that model',
      );
    return found.condition();
  }

  /** Keeps the condition that holds in the rows which an estimate uses: those in which its variables have values. */
  used(estimate: Estimate, condition: () => string): void {
    this.#samples.set(estimate, { epoch: this.data.variables.epoch, condition });
  }

  /** The data that are in memory before any statement reads some: a file that the author names. */
  #begin(): void {
    const path = 'data/data.dta';
    this.files.set(path, path);
    this.data.begin(this.draft.add('ingest', 'data', this.line, { file: path }), true);
    this.note(
      `no statement that was read loads the data which are in memory here: save them as \`${path}\`, or name their file in the step \`data\``,
    );
  }

  /** The estimate that commands after an estimation are about. Throws NotUnderstood. */
  get last(): Estimate {
    if (this.#last === undefined) throw new NotUnderstood('no estimate that was read stands before it');
    return this.#last;
  }

  /** Ends what commands after an estimation are about: the estimation was not read. */
  forget(): void {
    this.stacked = undefined;
    this.#last = undefined;
  }

  /** The command that made an estimate. */
  commandOf(estimate: Estimate): string {
    return this.#commands.get(estimate) ?? '';
  }

  use(estimate: Estimate): void {
    this.stacked = undefined;
    this.#last = estimate;
  }

  /** Adds a column of models over the data in memory. */
  addColumn(keys: Readonly<Record<string, Value>>, statement: Statement): Outcome {
    const from = this.data.frame();
    const step = this.#models.get(from) ?? this.draft.add('models', 'models', this.line, { from }, 'columns');
    this.#models.set(from, step);
    this.#columns += 1;
    const id = statement.stored?.name || `m${this.#columns}`;
    return this.estimated({ step, entry: addEntry(step, id, this.line, keys) }, statement);
  }

  /** Takes an estimate as the latest one. */
  estimated(estimate: Estimate, { stored }: Statement): Outcome {
    this.use(estimate);
    this.#commands.set(estimate, this.command);
    if (stored !== undefined) {
      this.store(stored.name);
      if (stored.title !== undefined) estimate.entry?.keys.set('header', stored.title);
    }
    if (this.data.unsure !== undefined)
      this.note(
        `line ${this.data.unsure.line} may change the data and is not read: look whether the rows are the same`,
      );
    return { is: 'became', nodes: [estimate] };
  }

  #freeName(name: string): string {
    let own = name;
    for (let n = 1; own === '' || (name === '' && this.stored.has(own)); n++) own = `est${n}`;
    return own;
  }

  /** Keeps the name of an estimation that was not read, so that those after it have their own. */
  storeLost(name: string): void {
    this.stored.set(this.#freeName(name), { line: this.line });
  }

  /** Stores the latest estimate by a name; without one it is `est1`, `est2`, … */
  store(name: string): void {
    const own = this.#freeName(name);
    const estimate = this.last;
    this.stored.delete(own);
    this.stored.set(own, estimate);
    const { step, entry } = estimate;
    if (name !== '' && entry !== undefined) renameEntry(step, entry, name);
  }
}
