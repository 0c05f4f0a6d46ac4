/** Computes variables from others by the expression language, and by the functions of columns that `derive` alone has. */
import {
  type Evaluated,
  type EvaluateOptions,
  type EvaluationNote,
  evaluateExpression,
} from '../../base/expression/evaluate.ts';
import { callsIn, isAlongTime, isInGivenOrder } from '../../base/expression/functions.ts';
import { columnsIn, type Lag, lagOfPath, lagsIn } from '../../base/expression/lag.ts';
import type { Expression } from '../../base/expression/tree.ts';
import type { Values } from '../../base/expression/values.ts';
import { Refusal } from '../../base/problem.ts';
import { aside } from '../../base/value.ts';
import { type Column, canonicalText } from '../column.ts';
import { count, type DataComplaint, refusedAt } from '../complaint.ts';
import { Frame, type Panel } from '../frame.ts';
import { PanelRows } from '../functions/panel-rows.ts';
import { type FunctionContext as ColumnContext, columnFunctions } from '../functions/registry.ts';

export interface Derivation {
  readonly name: string;
  /** as written, for carets */
  readonly text: string;
  readonly expression: Expression;
}

/** Tells whether a value depends on values at other times of its unit. */
export const needsPanel = (expression: Expression): boolean =>
  lagsIn(expression).length > 0 || callsIn(expression).some(isAlongTime);

/** The columns that a derivation reads; those of the panel too where it looks along the time, or takes a group's first row. */
export function columnsOf(expression: Expression, panel: Panel | undefined): readonly string[] {
  const own = columnsIn(expression);
  const isOrdered = callsIn(expression).some(isInGivenOrder);
  return panel && (isOrdered || needsPanel(expression)) ? [...own, panel.unit, panel.time] : own;
}

/**
 * Each after those it uses, ties by name: the order in which the file lists them means nothing. Variables that use each
 * other in a circle are refused. O(derivations log derivations + uses).
 */
export function orderDerivations(
  derivations: readonly Derivation[],
  panel: Panel | undefined,
): {
  readonly ordered: readonly Derivation[];
  readonly complaints: readonly DataComplaint[];
} {
  const waiting = new Map(derivations.map((derivation) => [derivation.name, derivation]));
  const users = new Map(derivations.map(({ name }): [string, string[]] => [name, []]));
  const uses = new Map<string, number>();
  for (const { name, expression } of waiting.values()) {
    const used = new Set(columnsOf(expression, panel).filter((each) => waiting.has(each)));
    uses.set(name, used.size);
    for (const each of used) users.get(each)!.push(name);
  }
  const ordered: Derivation[] = [];
  let ready = [...waiting.keys()].filter((name) => uses.get(name) === 0);
  while (ready.length > 0) {
    const next: string[] = [];
    for (const name of ready.sort()) {
      ordered.push(waiting.get(name)!);
      waiting.delete(name);
      for (const user of users.get(name) ?? []) {
        uses.set(user, uses.get(user)! - 1);
        if (uses.get(user) === 0) next.push(user);
      }
    }
    ready = next;
  }
  return { ordered, complaints: waiting.size > 0 ? [circle([...waiting.keys()].sort())] : [] };
}

function circle(names: readonly string[]): DataComplaint {
  const message =
    names.length === 1
      ? `\`${names[0]}\` is derived from itself`
      : `derived from each other in a circle: ${names.join(', ')}`;
  return {
    code: 'circular-derive',
    message,
    hint: 'a derived variable needs a name of its own; `rename` the column of the file if it has it',
    path: ['derive', names[0]!],
    key: true,
  };
}

/** The new column, and warnings about rows where the expression is not defined. */
export function derive(
  { name, expression, text }: Derivation,
  columns: ReadonlyMap<string, Column>,
  nrows: number,
  panel: Panel | undefined,
): { readonly column: Column; readonly warnings: readonly DataComplaint[]; readonly interpolated: number } {
  const read = new Set([...columnsIn(expression), ...(panel ? [panel.unit, panel.time] : [])]);
  const frame = Frame.of(new Map([...read].flatMap((each) => columnIn(columns, each))), nrows);
  const evaluated = evaluate(name, expression, frame, columns, panel);
  const path = ['derive', name];
  const told = evaluated.told.map((note): DataComplaint => ({ ...note, path, severity: 'warning' }));
  const warnings = [...noteComplaints(evaluated.notes, text, path, `: \`${name}\` is missing there`), ...told];
  return { column: toColumn(evaluated.value), warnings, interpolated: evaluated.interpolated };
}

const columnIn = (columns: ReadonlyMap<string, Column>, name: string): [string, Column][] => {
  const column = columns.get(name);
  return column === undefined ? [] : [[name, column]];
};

/** Warnings of what an evaluation found. `consequence` is said of rows where the expression is not defined. */
export const noteComplaints = (
  notes: readonly EvaluationNote[],
  text: string,
  path: readonly string[],
  consequence = '',
): readonly DataComplaint[] =>
  notes.map((note): DataComplaint => {
    if (note.is === 'undefined') {
      const message = `\`${note.text}\` is not defined in ${count(note.count, 'row')}${consequence}`;
      return { code: 'undefined-values', message, path, severity: 'warning' };
    }
    return {
      code: 'unmatched-literal',
      message: `no row has \`${note.variable}\` equal to \`${note.literal}\` (in \`${text}\`)`,
      hint: note.near === undefined ? undefined : aside(note.variable, `did you mean \`${note.near}\`?`),
      path,
      severity: 'warning',
    };
  });

function evaluate(
  name: string,
  expression: Expression,
  frame: Frame,
  all: ReadonlyMap<string, Column>,
  panel: Panel | undefined,
): Evaluated & DerivedNotes {
  return refusedAt(['derive', name], () => {
    const { filled, told, ...means } = meanings(frame, panel);
    const evaluated = evaluateExpression(expression, frame, { names: [...all.keys()], of: 'the frame', ...means });
    return { ...evaluated, interpolated: filled(), told };
  });
}

/** Holds what functions of columns tell of rows. */
type RowNote = Parameters<ColumnContext['tell']>[0];

interface DerivedNotes {
  readonly interpolated: number;
  readonly told: readonly RowNote[];
}

/** Returns the meanings of lags and functions of columns in a frame. */
function meanings(
  frame: Frame,
  panel: Panel | undefined,
): Pick<EvaluateOptions, 'columns' | 'path'> & { readonly filled: () => number; readonly told: readonly RowNote[] } {
  let filled = 0;
  const told: RowNote[] = [];
  let rows: PanelRows | undefined;
  const panelRows = (): PanelRows => {
    if (!panel) throw new Refusal('no-panel', 'lags need a panel, and the data declares none');
    rows ??= new PanelRows(frame, panel);
    return rows;
  };
  const context: ColumnContext = {
    frame,
    panel: panelRows,
    order: () => (panel ? panelRows().order : undefined),
    tell: (note) => void told.push(note),
  };
  return {
    columns: (call) => {
      const values = columnFunctions[call.name]!(call, context);
      if (call.name === 'ipolate') filled += gapsFilled(call.of, values);
      return values;
    },
    filled: () => filled,
    told,
    path: (node) => {
      const lag = lagOfPath(node);
      return lag && lagValues(lag, frame, panelRows());
    },
  };
}

/** Rows that got a value. */
function gapsFilled(before: Values, after: Values): number {
  if (before.type === 'text' || after.type === 'text') return 0;
  const { values } = before;
  return after.values.reduce(
    (total, value, row) => total + Number(Number.isNaN(values[row]!) && !Number.isNaN(value)),
    0,
  );
}

function lagValues({ column, operators }: Lag, frame: Frame, panel: PanelRows): Float64Array {
  let values = frame.numbers(column);
  for (const { is, order } of operators) {
    if (is === 'D') values = panel.differenced(values, order);
    else if (is === 'S') {
      const before = panel.lagged(values, order);
      values = values.map((value, i) => value - before[i]!);
    } else values = panel.lagged(values, is === 'L' ? order : -order);
  }
  return values;
}

/** An empty text is missing, as it is in a file. */
function toColumn(value: Evaluated['value']): Column {
  if (value.type !== 'text') return { type: value.type === 'boolean' ? 'number' : value.type, values: value.values };
  const empty = value.levels.indexOf('');
  const codes = empty < 0 ? value.codes : value.codes.map((code) => (code === empty ? -1 : code));
  return canonicalText({ type: 'string', codes, dictionary: value.levels });
}
