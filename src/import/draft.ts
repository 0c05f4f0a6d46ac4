/** The project that an import writes: steps in order, each with the line of the script that it came from. */

export type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

export interface DraftStep {
  readonly name: string;
  readonly kind: string;
  /** Keys beside `kind`, in order. */
  readonly keys: Map<string, Value>;
  /** Columns of a step that estimates, or tables of a report, each with its line. */
  readonly entries: DraftEntry[];
  /** The ids of the entries. */
  readonly ids: Set<string>;
  /** The key under which the entries stand. */
  readonly entriesKey?: 'columns' | 'tables';
  /** Line of the script, from 1; 0 where no line of it says so. */
  readonly line: number;
}

export interface DraftEntry {
  id: string;
  readonly keys: Map<string, Value>;
  readonly line: number;
}

/** A step, or one entry of it. */
export interface DraftNode {
  readonly step: DraftStep;
  readonly entry?: DraftEntry;
}

export const nodeName = ({ step, entry }: DraftNode): string =>
  entry === undefined ? step.name : `${step.name}.${entry.id}`;

export class Draft {
  readonly steps: DraftStep[] = [];
  /** Labels of variables. */
  readonly labels = new Map<string, string>();
  /** Lists of variables that formulas name. */
  readonly sets = new Map<string, readonly string[]>();
  readonly #names = new Set<string>();

  /** Adds a step by a name of its own. */
  add(
    kind: string,
    name: string,
    line: number,
    keys: Readonly<Record<string, Value>>,
    entriesKey?: DraftStep['entriesKey'],
  ): DraftStep {
    const step: DraftStep = {
      name: this.#free(name),
      kind,
      keys: new Map(Object.entries(keys)),
      entries: [],
      ids: new Set(),
      line,
      ...(entriesKey !== undefined && { entriesKey }),
    };
    this.steps.push(step);
    return step;
  }

  /** The step that reads the file of which a step has every row; undefined where rows went, came, or were made otherwise. */
  fileOf(last: DraftStep): DraftStep | undefined {
    const isWhole = ({ keys }: DraftStep): boolean => !keys.has('where') && !keys.has('merge');
    let step: DraftStep | undefined = last;
    while (step?.kind === 'derive' && isWhole(step)) {
      const from = step.keys.get('from');
      step = this.steps.find(({ name }) => name === from);
    }
    return step?.kind === 'ingest' && isWhole(step) ? step : undefined;
  }

  #free(wanted: string): string {
    const plain = plainName(wanted);
    let name = plain;
    for (let i = 2; this.#names.has(name); i++) name = `${plain}_${i}`;
    this.#names.add(name);
    return name;
  }
}

/** Adds an entry by an id that no other entry of the step has. */
export function addEntry(step: DraftStep, id: string, line: number, keys: Readonly<Record<string, Value>>): DraftEntry {
  const plain = plainName(id);
  let own = plain;
  for (let i = 2; step.ids.has(own); i++) own = `${plain}_${i}`;
  const entry = { id: own, keys: new Map(Object.entries(keys)), line };
  step.ids.add(own);
  step.entries.push(entry);
  return entry;
}

/** Gives an entry the id that is wanted, where no other has it. */
export function renameEntry({ ids }: DraftStep, entry: DraftEntry, wanted: string): void {
  const id = plainName(wanted);
  if (ids.has(id)) return;
  ids.delete(entry.id);
  ids.add(id);
  entry.id = id;
}

/** A name as steps and columns have them. */
export function plainName(text: string): string {
  const plain = text.replace(/[^\p{L}\p{M}\p{N}_]+/gu, '_').replace(/^_+|(?<!_)_+$/g, '');
  return /^[\p{L}_]/u.test(plain) ? plain : `s${plain}`;
}
