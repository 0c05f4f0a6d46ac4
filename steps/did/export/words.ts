/** Words the parts of a difference in differences that all languages share. */
import type { NoCounterpart } from '../../../src/econ/counterpart.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { columnsOfLevels } from '../../../src/econ/spec.ts';
import type { ReadNode } from '../../../src/export/kind.ts';
import { type Columns, columnOf, type Worded, type WordedValue } from '../../../src/export/worded.ts';
import type { DidSpec } from '../numbers/spec.ts';

export interface DidEffect {
  readonly estimate: number;
  readonly stdError: Stat;
  readonly event?: number;
  /** Rows that it is the mean of. */
  readonly n?: number;
  readonly stdErrorStata?: Stat;
  readonly stdErrorEstimated?: Stat;
}

/** Rows that an estimator leaves out: all periods from the last cohort's treatment on, where that cohort is the control. */
export interface LeftOut {
  readonly unitsTreatedInFirstPeriod: number;
  readonly periodsFromLastCohort: number;
}

export interface Averages<Effect = DidEffect> {
  readonly overall?: DidEffect;
  readonly by: readonly Effect[];
}

/** A model in the names of a language's columns. */
export interface DidNames {
  readonly outcome: string;
  readonly covariates: readonly string[];
  readonly unit: string;
  readonly time: string;
  readonly cluster: string;
  readonly first: string;
  readonly treated: string;
  /** The name of an indicator of a period since treatment. */
  at(event: number): string;
  /** The name of another column that is made. */
  made(text: string): string;
}

export type DidWording = (node: ReadNode, spec: DidSpec, names: DidNames) => Worded | NoCounterpart;

export function namesOf(
  { outcome, covariates, cluster }: DidSpec,
  { unit, time }: { readonly unit: string; readonly time: string },
  columns: Columns,
): DidNames {
  return {
    outcome: columnOf(columns, outcome),
    covariates: covariates.flatMap((text) => columns.cells(text).map(({ column }) => column)),
    unit: columns.name(unit),
    time: columns.name(time),
    cluster: columns.name(cluster === null ? unit : columnsOfLevels(cluster)[0]!),
    first: columns.made('first treated'),
    treated: columns.made('is treated'),
    made: columns.made,
    at: (event) => columns.made(event < 0 ? `lead ${-event}` : `lag ${event}`),
  };
}

export const cells = (name: string, code: string, error: string, { estimate, stdError }: DidEffect): WordedValue[] => [
  { cell: `${name}: coefficient`, code, value: estimate, scale: typeof stdError === 'number' ? stdError : undefined },
  { cell: `${name}: standard error`, code: error, value: stdError },
];

export const part = (node: ReadNode, name: string): Averages | undefined =>
  (node.whole()[name] as unknown as Averages | undefined) ?? undefined;
export const simpleOf = (node: ReadNode): DidEffect | undefined =>
  node.whole().simple as unknown as DidEffect | undefined;

/** Lines that stand before the first of some values. */
export const before = ([first, ...rest]: readonly WordedValue[], after: readonly string[]): WordedValue[] =>
  first === undefined ? [] : [{ ...first, after }, ...rest];
