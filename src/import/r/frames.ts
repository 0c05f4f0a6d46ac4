/** Data frames of a script of R: the step that makes each, and what became of its columns. */
import { type Draft, type DraftStep, plainName, type Value } from '../draft.ts';
import { NotUnderstood } from '../outcome.ts';

/** A data frame as R has it: assigning it to another name copies it. */
export interface RFrame {
  readonly step: DraftStep;
  /** Unit and time; a unit alone has no step that names it. */
  readonly panel?: { readonly unit: string; readonly time?: string };
  /** Names of the columns; undefined where the file was not found. */
  readonly columns?: ReadonlySet<string>;
  /** Columns that hold what was assigned to a name which there was before. */
  readonly names?: ReadonlyMap<string, string>;
  /** Columns that terms of formulas became, by their expressions. */
  readonly made?: ReadonlyMap<string, string>;
  /** Columns that are factors, with the base level where one is said. */
  readonly factors?: ReadonlyMap<string, string | undefined>;
  /** Columns that a statement which was not read would have made, with its line. */
  readonly lost: ReadonlyMap<string, number>;
  /** The line of a statement that may have changed the rows and was not read. */
  readonly unsure?: number;
}

export class Frames {
  readonly #draft: Draft;
  readonly #named = new Map<string, RFrame>();
  /** Steps that something reads, which stay as they are. */
  readonly #read = new Set<DraftStep>();

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  get(name: string): RFrame | undefined {
    return this.#named.get(name);
  }

  set(name: string, frame: RFrame): void {
    this.#named.set(name, frame);
  }

  delete(name: string): void {
    this.#named.delete(name);
  }

  /** The name of the step, which from now on stays as it is. */
  read({ step }: RFrame): string {
    this.#read.add(step);
    return step.name;
  }

  /** The column by its name. Throws NotUnderstood where a statement that would make it was not read. */
  column({ lost, columns, names }: RFrame, name: string): string {
    const line = lost.get(name);
    if (line !== undefined) throw new NotUnderstood(`\`${name}\` is made in line ${line}, which is not read`);
    if (columns !== undefined && !columns.has(name))
      throw new NotUnderstood(`there is no column \`${name}\` in the data`);
    return names?.get(name) ?? name;
  }

  /** Makes a column. One that replaces another has a name of its own in the pipeline. `isRead`: the expression reads the column that it replaces. */
  derive(frame: RFrame, name: string, expression: string, line: number, isRead = false): RFrame {
    const { columns, names = new Map(), factors, lost } = frame;
    const isReplaced = isRead || columns?.has(name) === true || names.has(name);
    let own = name;
    for (let n = 2; isReplaced && (own === name || columns?.has(own) || [...names.values()].includes(own)); n++)
      own = `${name}_${n}`;
    const step = this.#open(frame, 'columns', line);
    if (!step.keys.has('columns')) step.keys.set('columns', {});
    (step.keys.get('columns') as Record<string, Value>)[own] = expression;
    return {
      ...frame,
      step,
      lost: new Map([...lost].filter(([each]) => each !== name)),
      names: new Map([...names, [name, own]]),
      ...(columns && { columns: new Set([...columns, name, own]) }),
      ...(factors && { factors: new Map([...factors].filter(([each]) => each !== name)) }),
    };
  }

  /** Says that a column is a factor. */
  factor(frame: RFrame, name: string, base: string | undefined): RFrame {
    return { ...frame, factors: new Map([...(frame.factors ?? []), [name, base]]) };
  }

  /** Takes a column away. */
  drop(frame: RFrame, name: string): RFrame {
    const { columns } = frame;
    return { ...frame, ...(columns && { columns: new Set([...columns].filter((each) => each !== name)) }) };
  }

  keep(frame: RFrame, condition: string, line: number): RFrame {
    const step = this.#open(frame, 'where', line);
    step.keys.set('where', condition);
    return { ...frame, step };
  }

  /** Says which columns are unit and time. */
  index(frame: RFrame, unit: string, time: string | undefined, line: number): RFrame {
    if (frame.panel?.unit === unit && (time === undefined || frame.panel.time === time)) return frame;
    if (time === undefined) return { ...frame, panel: { unit } };
    const panel = { unit, time };
    const isFree = !frame.step.keys.has('panel') && !this.#read.has(frame.step);
    const step = isFree ? frame.step : this.#draft.add('derive', frame.step.name, line, { from: this.read(frame) });
    step.keys.set('panel', panel);
    return { ...frame, step, panel };
  }

  /** A derive step that nothing reads and that one frame has; columns are made before rows are chosen. */
  #open(frame: RFrame, need: 'columns' | 'where', line: number): DraftStep {
    const { step } = frame;
    const holders = [...this.#named.values()].filter((each) => each.step === step).length;
    const isOpen = step.kind === 'derive' && !this.#read.has(step) && holders <= 1 && !step.keys.has('where');
    if (isOpen && (need === 'where' || !step.keys.has('panel'))) return step;
    const base = plainName(step.name.replace(/_\d+$/, ''));
    return this.#draft.add('derive', base, line, { from: this.read(frame) });
  }
}
