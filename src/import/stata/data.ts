/** The data in memory as a do-file goes on: the step that makes them, their variables, their panel. */
import { isDeepStrictEqual } from 'node:util';
import type { Draft, DraftNode, DraftStep, Value } from '../draft.ts';
import { NotUnderstood } from '../outcome.ts';
import { expressionOf } from './expression.ts';
import type { MergedData, Panel, ReadColumn, State } from './state.ts';
import { baseName, columnAsRead, columnsOf, inner, KEEPING, PANELLESS } from './state.ts';
import { Epoch, markOf, Variables, type Version } from './variables.ts';
import { conditionWording, type Scope } from './wording.ts';

export class Data {
  readonly #draft: Draft;
  readonly #epochs: { readonly epoch: Epoch; readonly step: DraftStep }[] = [];
  /** Steps that something reads, so that no row of them may go any more. */
  readonly #read = new Set<DraftStep>();
  /** The column of a step that holds the latest value of a version, for versions that nothing has read. */
  readonly #unread = new Set<Version>();
  readonly #files = new Map<string, State>();
  /** The rows of the latest estimate, as a condition on these data; set by whoever reads the do-file. Throws NotUnderstood. */
  sample: () => string = () => '';
  /** Begins with data that no statement reads; set by whoever reads the do-file. */
  assume: () => void = () => {};
  /** Tells whether data may be in memory that no statement which was read left there: from before the do-file, or by a line that was not read. */
  #beforehand: boolean | { readonly line: number } = true;
  /** The last merge, and its line. */
  #merged: Record<string, Value> | undefined;
  #mergeLine = 0;
  #state: State | undefined;
  #ids = 0;

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  /** Line of the file whose first row of names is among the rows until the next statement drops it. */
  #headed: number | undefined;

  get #now(): State {
    if (this.#headed !== undefined)
      throw new NotUnderstood(
        `the file of line ${this.#headed} has no row of names`,
        'write `names: [id, year, x]` into the step that reads it, or `drop in 1` behind it where its first row holds names',
      );
    if (this.#state === undefined) this.#assumed();
    if (this.#state === undefined)
      throw new NotUnderstood(
        'no data are in memory here',
        'the do-file reads them by a statement that is not read, or in another do-file',
      );
    return this.#state;
  }

  /** A do-file may begin with data in memory, or leave them to another one. */
  #assumed(): void {
    const before = this.#beforehand;
    if (before === false) return;
    this.assume();
    if (before !== true) this.doubt(before.line);
  }

  get panel(): Panel | undefined {
    return this.#state?.panel;
  }

  get unsure(): State['unsure'] {
    return this.#state?.unsure;
  }

  get variables(): Variables {
    return this.#now.variables;
  }

  get isThere(): boolean {
    return this.#state !== undefined;
  }

  /** Steps of data with the names of the columns that each begins with. */
  get epochs(): readonly { readonly epoch: Epoch; readonly step: DraftStep }[] {
    return this.#epochs;
  }

  /** Begins with the data of a step. `columns`: the do-file's names and those of the file. */
  begin(step: DraftStep, isFile: boolean, columns?: ReadonlyMap<string, string>): void {
    const epoch = new Epoch(() => ++this.#ids, isFile, columns);
    this.#epochs.push({ epoch, step });
    this.#state = {
      step,
      variables: new Variables(epoch),
      order: [],
      ...(this.#state?.unsure && !isFile && { unsure: this.#state.unsure }),
    };
  }

  /** Goes on with data that were put aside. */
  resume(state: unknown): void {
    const kept = state as State;
    this.#state = { ...kept, variables: kept.variables.copy() };
  }

  /** The state of the data, to be resumed. What was read of its step so far stays. */
  aside(): unknown {
    this.#read.add(this.#now.step);
    return { ...this.#now, variables: this.#now.variables.copy() };
  }

  /** Goes on with the data of a file that was read before; answers whether it was. `source`: the file and how it is read. */
  reread(source: string): boolean {
    const state = this.#files.get(source);
    if (state === undefined || state.step.keys.has('merge')) return false;
    this.resume(state);
    return true;
  }

  /** Does something with other data, and goes on with these. */
  elsewhere<T>(work: () => T): T {
    const state = this.#state;
    try {
      return work();
    } finally {
      this.#state = state;
    }
  }

  /** Notes that the data in memory are those of a file, which may be read again. */
  isOf(source: string): void {
    this.#files.set(source, { ...this.#now, variables: this.#now.variables.copy() });
  }

  /** The data are of a file whose row of names was read as values: only `drop in 1` may be next. */
  holdsHeader(line: number): void {
    this.#headed = line;
  }

  /** Drops rows by their place: only the first one, which holds names, is known. Throws NotUnderstood. */
  skipFirst(range: string): void {
    if (this.#headed === undefined || !/^1(?:\s*\/\s*1)?$/.test(range))
      throw new NotUnderstood(
        'rows by their place (`in`) hang on the order of the rows',
        'choose the rows by a condition',
      );
    this.#headed = undefined;
  }

  clear(): void {
    this.#headed = undefined;
    this.#state = undefined;
    this.#beforehand = false;
  }

  doubt(line: number): void {
    if (this.#state === undefined) this.#beforehand = { line };
    else if (this.#state.unsure === undefined) this.#state = { ...this.#state, unsure: { line } };
  }

  /** The name of the step, which from now on keeps its rows. */
  frame(): string {
    const { step } = this.#now;
    this.#read.add(step);
    return step.name;
  }

  /** The step to which columns are added, or a condition. */
  #open(line: number, need: 'columns' | 'where'): DraftStep {
    const { step } = this.#now;
    const isOpen =
      step.kind === 'derive' &&
      !step.keys.has('panel') &&
      !(need === 'where' && this.#read.has(step)) &&
      !(need === 'columns' && step.keys.has('where'));
    if (isOpen) return step;
    const made = this.#draft.add('derive', baseName(step.name), line, { from: step.name });
    this.#state = { ...this.#now, step: made };
    return made;
  }

  mark(name: string): string {
    const version = this.variables.get(name);
    this.#unread.delete(version);
    return markOf(version);
  }

  /** `present`: variables that have a value in every row that is looked at. */
  scope(present: readonly string[] = [], by?: Scope['by']): Scope {
    const panel = this.panel === undefined ? [] : [this.panel.unit.name, this.panel.time?.name ?? this.panel.unit.name];
    const known = this.panel?.time === undefined ? [] : panel;
    return {
      name: (variable) => this.mark(variable),
      present: new Set([...present, ...known]),
      sample: () => this.sample(),
      ...(by && { by }),
    };
  }

  condition(text: string, present: readonly string[] = []): string {
    return conditionWording(expressionOf(text), this.scope(present));
  }

  /** The file's column that a variable is, where every row of the file is in memory. */
  readonly asRead = (name: string): ReadColumn | undefined => columnAsRead(this.#now, name, this.#draft);

  /** Adds a variable. Throws NotUnderstood where there is one of the name. */
  generate(name: string, expression: string, line: number): void {
    if (this.variables.has(name)) throw new NotUnderstood(`there is a variable \`${name}\` already`);
    this.#add(name, expression, line);
  }

  #add(name: string, expression: string, line: number): void {
    const step = this.#open(line, 'columns');
    const version = this.variables.epoch.version(name);
    this.variables.set(name, version);
    this.#unread.add(version);
    if (!step.keys.has('columns')) step.keys.set('columns', {});
    columnsOf(step)![markOf(version)] = expression;
  }

  /** Adds variables that a step of its own makes beside the data, or other values of them. */
  attach(
    kind: string,
    names: readonly string[],
    line: number,
    keys: (marks: readonly string[], frame: string) => Readonly<Record<string, Value>>,
  ): DraftStep {
    const frame = this.frame();
    const made = names.map((name) => this.variables.epoch.version(name));
    const step = this.#draft.add(kind, kind, line, keys(made.map(markOf), frame));
    for (const version of made) this.variables.set(version.name, version);
    this.#state = { ...this.#now, step };
    return step;
  }

  /** Gives a variable other values; `written` has them, of the text of those before. */
  replace(name: string, written: (before: string) => string, line: number): void {
    const before = this.variables.get(name);
    const wasUnread = this.#unread.has(before);
    const { step } = this.#now;
    const columns = columnsOf(step);
    const mark = markOf(before);
    const own = columns?.[mark];
    const expression = written(mark);
    // what nothing else has read is put in where it stood
    const isOnce = expression.split(mark).length === 2 && this.#unread.has(before);
    if (
      wasUnread &&
      isOnce &&
      own !== undefined &&
      !step.keys.has('where') &&
      step.kind === 'derive' &&
      !step.keys.has('panel')
    ) {
      columns![mark] = expression.replace(mark, () => inner(String(own), expression));
      return;
    }
    this.#unread.delete(before);
    this.#add(name, expression, line);
  }

  /** Keeps the rows that a condition holds in. */
  keep(condition: string, line: number): void {
    const step = this.#open(line, 'where');
    const before = step.keys.get('where');
    const both = (text: string): string => (/ or /.test(text) ? `(${text})` : text);
    step.keys.set('where', before === undefined ? condition : `${both(String(before))} and ${both(condition)}`);
  }

  /** Renames a variable; a column that no file has is copied. */
  rename(from: string, to: string, line: number): void {
    if (this.variables.has(to)) throw new NotUnderstood(`there is a variable \`${to}\` already`);
    const version = this.variables.get(from);
    if (version.fileName !== undefined && !this.variables.epoch.isFile) {
      this.generate(to, this.mark(from), line);
      this.variables.drop(from);
    } else this.variables.rename(from, to);
  }

  setPanel(unit: string, time: string | undefined, line: number): void {
    const panel: Panel = {
      unit: this.variables.get(unit),
      ...(time !== undefined && { time: this.variables.get(time) }),
    };
    this.mark(unit);
    if (time !== undefined) {
      const isSame = this.panel?.unit === panel.unit && this.panel.time === panel.time;
      if (!isSame) {
        const { step } = this.#now;
        const written = { unit: this.mark(unit), time: this.mark(time) };
        const before = step.keys.get('panel');
        const isOther = PANELLESS.includes(step.kind) || (before !== undefined && !isDeepStrictEqual(before, written));
        const target = isOther ? this.#draft.add('derive', baseName(step.name), line, { from: step.name }) : step;
        target.keys.set('panel', written);
        this.#state = { ...this.#now, step: target };
      }
    }
    this.#state = { ...this.#now, panel };
  }

  sort(names: readonly string[]): void {
    this.#state = { ...this.#now, order: names };
  }

  /** The step that makes the data as they are. */
  get node(): DraftNode {
    return { step: this.#now.step };
  }

  /** Merges other data where the file is read, which is the same as far as rows and earlier columns do not change by it. Throws NotUnderstood. */
  merge(merge: MergedData, line: number): void {
    const { variables } = this.#now;
    const begun = this.#epochs.find(({ epoch }) => epoch === variables.epoch)!.step;
    if (begun.kind !== 'ingest')
      throw new NotUnderstood(
        'a merge with data that are not as a file has them is not read',
        'merge the file first, or write a step of `kind: sql`',
      );
    const later = this.#draft.steps.filter((step) => step.kind === 'derive' && step.line > begun.line);
    const isMoved =
      this.#read.has(begun) ||
      later.some(
        (step) => this.#read.has(step) || /by=|\b[LFDS]\d*\.|count\(|row\(/.test(JSON.stringify([...step.keys])),
      );
    if (merge.how === '1:m' || (merge.unmatched === 'drop' && isMoved))
      throw new NotUnderstood(
        'a merge that changes rows after others were computed or read is not read',
        'merge first, and compute after that',
      );
    if (merge.keys.some((key) => variables.get(key).fileName === undefined))
      throw new NotUnderstood('a key of the merge is computed, and merges come first', 'write a step of `kind: sql`');
    const own = variables.names();
    const columns =
      merge.columns ??
      (own === undefined
        ? undefined
        : merge.known?.filter((name) => !merge.keys.includes(name) && !own.includes(name)));
    const entry: Record<string, Value> = {
      from: merge.from,
      on: merge.keys.map((key) => this.mark(key)),
      how: merge.how,
      ...(columns !== undefined && { columns }),
      unmatched: merge.unmatched,
    };
    begun.keys.set('merge', [...((begun.keys.get('merge') ?? []) as Value[]), entry]);
    this.#merged = entry;
    this.#mergeLine = line;
    variables.epoch.join(columns ?? []);
  }

  /** Leaves out the rows of the last merge that match none, or keeps those of these data; the doubt about it ends. Throws NotUnderstood. */
  settleMerge(unmatched: 'keep' | 'drop'): void {
    const { step, variables, unsure, ...others } = this.#now;
    if (this.#merged === undefined) throw new NotUnderstood('no merge that was read stands before it');
    if (unmatched === 'drop') {
      if (this.#read.has(step) || step.kind !== 'ingest')
        throw new NotUnderstood(
          'rows of a merge that are chosen after something was computed are not read',
          'write `keep(3)` into the merge',
        );
      this.#merged.unmatched = unmatched;
    }
    this.#state = {
      step,
      variables,
      ...others,
      ...(unsure !== undefined && unsure.line !== this.#mergeLine && { unsure }),
    };
  }

  get order(): readonly string[] {
    return this.#now.order;
  }

  /** Begins with a step of another shape, which reads these data by the names that they have now. Throws NotUnderstood where one has another. */
  reshape(kind: string, line: number, keys: Readonly<Record<string, Value>>, columns?: readonly string[]): void {
    this.plain();
    const from = this.frame();
    const { unsure, panel } = this.#now;
    const step = this.#draft.add(kind, baseName(from), line, { from, ...keys });
    this.begin(step, false, columns && new Map(columns.map((name) => [name, name])));
    if (panel?.time !== undefined && KEEPING.includes(kind))
      this.#state = {
        ...this.#now,
        panel: { unit: this.variables.get(panel.unit.name), time: this.variables.get(panel.time.name) },
      };
    if (unsure !== undefined) this.doubt(unsure.line);
  }

  /** Makes sure that every variable has its own name in the step. */
  plain(): void {
    const { variables } = this.#now;
    const names = variables.epoch.names();
    for (const name of variables.seen()) {
      const version = variables.get(name);
      if (names.get(version.id) !== name)
        throw new NotUnderstood(
          `\`${name}\` was replaced before, and its column has another name`,
          'make a variable of another name in the place of `replace`',
        );
    }
  }
}
