/** Defines the declaration of an `ingest` step, and checks it against file headers alone. */

import { defined } from '../../base/defined.ts';
import { checkCondition, type ValueType } from '../../base/expression/check.ts';
import type { Expression } from '../../base/expression/tree.ts';
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean, withUnit } from '../../base/text/suggest.ts';
import type { TextProblem } from '../../base/text/text-problem.ts';
import type { ColumnType } from '../../econ/data.ts';
import { readingForms, readingOf } from '../cells/readings.ts';
import { givesNumbers, type Recoding, recodedLabels } from '../cells/recode.ts';
import type { ColumnNotes } from '../column-notes.ts';
import { type DataComplaint, listed, listSheets, yamlScalar } from '../complaint.ts';
import type { Panel } from '../frame.ts';
import type { Nearest } from '../functions/nearest.ts';
import { checkHeader } from '../readers/header.ts';
import type { FileTable, HeaderColumn, ReadOptions } from '../readers/source.ts';
import { checkOverColumns } from './check-columns.ts';
import { type Derivation, needsPanel, orderDerivations } from './derive.ts';

export interface MergeDeclaration {
  readonly from: string;
  readonly on: readonly string[];
  readonly how: '1:1' | 'm:1' | '1:m';
  /** All columns that are not in `on` when left out. */
  readonly columns?: readonly string[];
  readonly unmatched: 'error' | 'keep' | 'drop';
  /** The row that lies nearest is matched, among those with equal keys. */
  readonly nearest?: Nearest;
}

/** The columns of another frame that a merge adds where it names none. */
export const addedByDefault = (
  { on, nearest }: Pick<MergeDeclaration, 'on' | 'nearest'>,
  names: readonly string[],
): readonly string[] => names.filter((name) => !on.includes(name) && name !== nearest?.by);

export interface Declaration extends ReadOptions {
  readonly file: string;
  /** The column that says which of several files a row is from. */
  readonly source?: string;
  readonly panel?: Panel;
  /** Variable → a type, or a reading of it such as `number(thousands)`. */
  readonly types?: Readonly<Record<string, string>>;
  /** Declared order of the categories among `types`. */
  readonly levels?: Readonly<Record<string, readonly string[]>>;
  /** Columns that are read, by their names from then on; all where it is left out. Those of the panel are always read. */
  readonly columns?: readonly string[];
  /** Variable → other values for its own. */
  readonly map?: Readonly<Record<string, Recoding>>;
  /** The rows that are kept, of those in the file. */
  readonly where?: { readonly text: string; readonly expression: Expression };
  readonly missing?: readonly (string | number)[];
  /** Variable → texts and numbers that are values of it, whatever `missing` says. */
  readonly not_missing?: Readonly<Record<string, readonly (string | number)[]>>;
  /** name in the file → name from then on; everything else uses the new name */
  readonly rename?: Readonly<Record<string, string>>;
  readonly merge?: readonly MergeDeclaration[];
  /** In the order of evaluation. */
  readonly derive?: readonly Derivation[];
  readonly keep?: readonly string[];
  readonly drop?: readonly string[];
}

export interface DeclaredColumns {
  /** undefined when a merged frame's columns are not known yet */
  readonly columns: readonly HeaderColumn[] | undefined;
  readonly complaints: readonly DataComplaint[];
}

/**
 * Follows the columns through rename, types, merge, derive, keep and drop, complaining about names that are not there.
 * `unreadable` names derived variables whose expressions were refused already; `tables` are asked for only when a name is not there.
 */
export function declaredColumns(
  header: readonly HeaderColumn[],
  declaration: Declaration,
  columnsOf: (step: string) => readonly HeaderColumn[] | undefined,
  unreadable: readonly string[] = [],
  tables: () => readonly FileTable[] = () => [],
): DeclaredColumns {
  const follow = new Follow(tables);
  follow.complaints.push(...checkHeader(header.map((column) => column.name)).filter((c) => c.severity !== 'warning'));
  follow.rename(header, declaration.rename ?? {});
  follow.onlyRead(declaration);
  follow.types(declaration.types ?? {});
  follow.map(declaration.map ?? {});
  if (declaration.where) follow.where(declaration.where);
  (declaration.merge ?? []).forEach((merge, i) => {
    follow.merge(merge, i, columnsOf(merge.from));
  });
  for (const name of unreadable) follow.columns.set(name, null);
  follow.derive(declaration.derive ?? [], declaration.panel);
  follow.notMissing(Object.keys(declaration.not_missing ?? {}));
  if (declaration.panel !== undefined) follow.panel(declaration.panel);
  follow.select(declaration);
  const { columns, complaints } = follow;
  const list = [...columns].map(([name, type]) => ({ name, type, ...follow.notesOf(name) }));
  return { columns: follow.complete ? list : undefined, complaints };
}

class Follow {
  columns = new Map<string, ColumnType | null>();
  readonly complaints: DataComplaint[] = [];
  /** false once a frame with unknown columns was merged in */
  complete = true;
  readonly #renamed = new Map<string, string>();
  readonly #notes = new Map<string, ColumnNotes>();
  readonly #tables: () => readonly FileTable[];

  constructor(tables: () => readonly FileTable[]) {
    this.#tables = tables;
  }

  rename(header: readonly HeaderColumn[], rename: Readonly<Record<string, string>>): void {
    const names = header.map((column) => column.name).filter((name) => name !== '');
    const times = new Map<string, number>();
    for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
    for (const [from, to] of Object.entries(rename)) {
      if (!times.has(from)) this.#complainRename(from, to, names);
      else this.#renamed.set(from, to);
    }
    for (const { name, type, label, valueLabels } of header) {
      if (name === '') continue;
      const variable = this.#renamed.get(name) ?? name;
      if (this.columns.has(variable) && variable !== name) {
        this.complaints.push({
          code: 'duplicate-column',
          message: `\`${name}\` cannot be renamed to \`${variable}\`: that name is taken`,
          path: ['rename', name],
        });
      } else if (this.columns.has(variable) && times.get(name) === 1) {
        this.complaints.push({
          code: 'duplicate-column',
          message: `another column was renamed to \`${variable}\`, a name of the file's own`,
          path: ['rename', [...this.#renamed].find(([, to]) => to === variable)![0]],
        });
      }
      this.columns.set(variable, type);
      this.#notes.set(variable, defined({ label, valueLabels }));
    }
  }

  notesOf(name: string): ColumnNotes {
    const { valueLabels, label } = this.#notes.get(name) ?? {};
    // they are of numbers, and elsewhere values themselves
    return defined({ label, valueLabels: this.columns.get(name) === 'number' ? valueLabels : undefined });
  }

  #complainRename(from: string, to: string, names: readonly string[]): void {
    const turned = names.includes(to) ? `the old name comes first: \`rename: {${to}: ${from}}\`` : undefined;
    this.#unknown(from, ['rename', from], true, names, turned);
  }

  types(types: Readonly<Record<string, string>>): void {
    for (const [name, declared] of Object.entries(types)) {
      const type = readingOf(declared)?.type;
      if (type === undefined) this.complaints.push(unknownType(declared, ['types', name]));
      if (this.columns.has(name)) this.columns.set(name, type ?? null);
      else this.#unknown(name, ['types', name], true);
    }
  }

  /** Forgets the columns that are not read. */
  onlyRead(declaration: Declaration): void {
    declaration.columns?.forEach((name, k) => {
      if (!this.columns.has(name)) this.#unknown(name, ['columns', k], false);
    });
    this.columns = new Map([...this.columns].filter(([name]) => isRead(name, declaration)));
  }

  map(map: Readonly<Record<string, Recoding>>): void {
    for (const [name, recoding] of Object.entries(map)) {
      if (!this.columns.has(name)) {
        this.#unknown(name, ['map', name], true);
        continue;
      }
      this.columns.set(name, givesNumbers(recoding) ? 'number' : 'string');
      const { label, valueLabels = {} } = this.#notes.get(name) ?? {};
      this.#notes.set(name, defined({ label, valueLabels: recodedLabels(valueLabels, recoding) }));
    }
  }

  where({ text, expression }: Declaration['where'] & {}): void {
    const scope = { type: (name: string) => this.#valueType(name), names: [...this.columns.keys()], of: 'the file' };
    for (const problem of checkCondition(expression, scope))
      this.complaints.push(inExpression(['where'], problem, text));
  }

  #valueType(name: string): ValueType | null | undefined {
    return this.#missing(name) ? undefined : valueType(this.columns.get(name) ?? null);
  }

  notMissing(names: readonly string[]): void {
    for (const name of names) if (this.#missing(name)) this.#unknown(name, ['not_missing', name], true);
  }

  merge(merge: MergeDeclaration, i: number, other: readonly HeaderColumn[] | undefined): void {
    const types = new Map(other?.map((column) => [column.name, column.type]));
    const there = (name: string, path: readonly (string | number)[]) => {
      if (other !== undefined && !types.has(name))
        this.#unknown(name, path, false, [...types.keys()], undefined, merge.from);
    };
    merge.on.forEach((name, k) => {
      if (this.#missing(name)) this.#unknown(name, ['merge', i, 'on', k], false);
      else there(name, ['merge', i, 'on', k]);
    });
    const { nearest } = merge;
    if (merge.on.length === 0 && nearest === undefined)
      this.complaints.push({
        code: 'merge-keys',
        message: '`on` names no column',
        hint: 'without keys, rows are matched by `nearest`',
        path: ['merge', i, 'on'],
      });
    if (nearest !== undefined && merge.how !== 'm:1')
      this.complaints.push({
        code: 'merge-nearest',
        message: `\`nearest\` is \`how: m:1\`, got \`${merge.how}\``,
        path: ['merge', i, 'how'],
      });
    if (nearest !== undefined) {
      const path = ['merge', i, 'nearest', 'by'];
      if (this.#missing(nearest.by)) this.#unknown(nearest.by, path, false);
      else there(nearest.by, path);
      if (nearest.as !== undefined && this.columns.has(nearest.as))
        this.#taken(nearest.as, ['merge', i, 'nearest', 'as']);
    }
    merge.columns?.forEach((name, k) => {
      there(name, ['merge', i, 'columns', k]);
    });
    if (merge.columns === undefined && other === undefined) this.complete = false;
    for (const name of merge.columns ?? addedByDefault(merge, [...types.keys()])) {
      if (this.columns.has(name))
        this.#taken(name, merge.columns === undefined ? ['merge', i] : ['merge', i, 'columns']);
      else {
        this.columns.set(name, types.get(name) ?? null);
        const { label, valueLabels } = other?.find((column) => column.name === name) ?? {};
        this.#notes.set(name, defined({ label, valueLabels }));
      }
    }
    if (nearest?.as !== undefined) this.columns.set(nearest.as, types.get(nearest.by) ?? null);
  }

  derive(derivations: readonly Derivation[], panel: Panel | undefined): void {
    const { ordered, complaints } = orderDerivations(derivations, panel);
    this.complaints.push(...complaints);
    for (const { name, text, expression } of ordered) {
      if (this.columns.has(name)) this.#taken(name, ['derive', name]);
      const scope = {
        type: (variable: string) => this.#valueType(variable),
        names: [...this.columns.keys()],
        of: 'the file',
      };
      const { type, problems } = checkOverColumns(expression, scope);
      if (panel === undefined && needsPanel(expression)) this.complaints.push(noPanel(name));
      for (const problem of problems) this.complaints.push(inExpression(['derive', name], problem, text));
      this.columns.set(name, columnType(type));
    }
  }

  panel({ unit, time }: Panel): void {
    if (this.#missing(unit)) this.#unknown(unit, ['panel', 'unit'], false);
    if (this.#missing(time)) this.#unknown(time, ['panel', 'time'], false);
    const type = this.columns.get(time);
    if (type === 'string' || type === 'category') {
      this.complaints.push({
        code: 'panel-time',
        message: `expected numbers or times as the panel's time, got ${type} \`${time}\``,
        hint: 'its type may be `number`, `date`, `month` or `quarter`',
        path: ['panel', 'time'],
      });
    }
  }

  select({ keep, drop, panel }: Declaration): void {
    const check = (names: readonly string[], key: string) =>
      names.forEach((name, k) => {
        if (this.#missing(name)) this.#unknown(name, [key, k], false);
      });
    check(keep ?? [], 'keep');
    check(drop ?? [], 'drop');
    this.columns = new Map([...this.columns].filter(([name]) => isKept(name, { keep, drop, panel })));
    drop?.forEach((name, k) => {
      if (name === panel?.unit || name === panel?.time) {
        const message = `\`${name}\` identifies the panel's rows and cannot be dropped`;
        this.complaints.push({ code: 'panel-column-dropped', message, path: ['drop', k] });
      }
    });
  }

  #missing(name: string): boolean {
    return this.complete && !this.columns.has(name);
  }

  #taken(name: string, path: readonly (string | number)[]): void {
    this.complaints.push({
      code: 'duplicate-column',
      message: `there is a column \`${name}\` already`,
      hint: 'choose another name, or `rename` the first',
      path,
      key: path[0] === 'derive',
    });
  }

  #unknown(
    name: string,
    path: readonly (string | number)[],
    key: boolean,
    names: readonly string[] = [...this.columns.keys()],
    hint: string | undefined = undefined,
    of = 'the file',
  ): void {
    this.complaints.push({
      code: 'unknown-variable',
      message: `unknown variable \`${name}\``,
      hint: hint ?? this.#nearest(name, names, of),
      path,
      key,
    });
  }

  #nearest(name: string, names: readonly string[], of: string): string {
    const tables = of === 'the file' ? this.#tables() : [];
    const table = tables.find(({ columns }) => columns.includes(name));
    const renamed = this.#renamed.get(name);
    if (renamed === undefined && table !== undefined) return `\`sheet: ${yamlScalar(table.name)}\` has it`;
    const measured = withUnit(name, names);
    if (measured !== undefined)
      return `${of} has \`${measured}\`: \`rename: {${yamlScalar(measured)}: ${yamlScalar(name)}}\``;
    const near = renamed === undefined ? didYouMean(name, names) : `it was renamed to \`${renamed}\``;
    if (near !== undefined) return `${near} (${of} has ${names.length} columns)`;
    const others = tables.length > 1 ? `; ${listSheets(tables.map((each) => each.name))}` : '';
    return `${of} has ${listed(names)}${others}`;
  }
}

/** For a declared type that is none. */
export const unknownType = (declared: string, path: readonly (string | number)[]): DataComplaint => ({
  code: 'unknown-type',
  message: `unknown type \`${declared}\``,
  hint: didYouMean(declared, readingForms) ?? `types are ${quoted(readingForms)}`,
  path,
});

const noPanel = (name: string): DataComplaint => ({
  code: 'no-panel',
  message: 'lags and the like need a panel, and the data declares none',
  hint: 'declare `panel: {unit: …, time: …}`',
  path: ['derive', name],
});

/** Tells whether a column of the file is read, by its name after renaming. */
export const isRead = (
  name: string,
  { columns, panel, source }: Pick<Declaration, 'columns' | 'panel' | 'source'>,
): boolean =>
  columns === undefined || columns.includes(name) || name === panel?.unit || name === panel?.time || name === source;

/** The panel's own columns are always kept. */
export function isKept(
  name: string,
  {
    keep,
    drop,
    panel,
  }: { keep?: readonly string[] | undefined; drop?: readonly string[] | undefined; panel?: Panel | undefined },
): boolean {
  if (name === panel?.unit || name === panel?.time) return true;
  return (keep === undefined || keep.includes(name)) && !(drop?.includes(name) ?? false);
}

function valueType(type: ColumnType | null): ValueType | null {
  return type === 'string' || type === 'category' ? 'text' : type;
}

export function columnType(type: ValueType | null): ColumnType | null {
  if (type === 'text') return 'string';
  return type === 'boolean' ? 'number' : type;
}

function inExpression(path: readonly string[], problem: TextProblem, text: string): DataComplaint {
  const { code, message, start, end, hint } = problem;
  const within: readonly [number, number] = [start, Math.min(end, text.length)];
  return { code, message, path, within, hint };
}
