/** Data frames of a script of R: the step that makes each, and what became of its columns. */
import { type Draft, type DraftStep, plainName, type Value } from '../draft.ts';
import { NotUnderstood } from '../outcome.ts';

/** A data frame as R has it: assigning it to another name copies it. */
export interface RFrame {
  readonly step: DraftStep;
  readonly panel?: { readonly unit: string; readonly time: string };
  /** Names of the columns; undefined where the file was not found. */
  readonly columns?: ReadonlySet<string>;
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
  column({ lost, columns }: RFrame, name: string): string {
    const line = lost.get(name);
    if (line !== undefined) throw new NotUnderstood(`\`${name}\` is made in line ${line}, which is not read`);
    if (columns !== undefined && !columns.has(name))
      throw new NotUnderstood(`there is no column \`${name}\` in the data`);
    return name;
  }

  derive(frame: RFrame, name: string, expression: string, line: number): RFrame {
    if (frame.columns?.has(name) === true)
      throw new NotUnderstood(`\`${name}\` would be replaced`, 'give the new values a name of their own');
    const step = this.#open(frame, 'columns', line);
    if (!step.keys.has('columns')) step.keys.set('columns', {});
    (step.keys.get('columns') as Record<string, Value>)[name] = expression;
    return { ...frame, step, ...(frame.columns && { columns: new Set([...frame.columns, name]) }) };
  }

  keep(frame: RFrame, condition: string, line: number): RFrame {
    const step = this.#open(frame, 'where', line);
    step.keys.set('where', condition);
    return { ...frame, step };
  }

  /** Says which columns are unit and time. */
  index(frame: RFrame, unit: string, time: string, line: number): RFrame {
    if (frame.panel?.unit === unit && frame.panel.time === time) return frame;
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
