/**
 * The commands of Stata that reference runs name as a whole. Runs whose data are not committed say what they estimate, and are estimated here on
 * data that are made up: a command does not depend on values.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Data } from '../../src/econ/data.ts';
import { allCases, type Case, committedCases, type Run } from '../reference/case.ts';
import { type Cells, dataOf } from '../support/data.ts';
import { type Modelled, modelledRuns } from './models.ts';

export interface Command {
  readonly case: string;
  readonly run: string;
  readonly stata: string;
  /** Says what the run estimates, where its case is not committed. */
  readonly of?: Omit<Run, 'name' | 'expected' | 'tolerance'>;
  readonly panel?: readonly [unit: string, time: string];
}

export const listed: readonly Command[] = readFileSync(join(import.meta.dirname, 'stata-commands.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Command);

/** Says whether a text is a command as it was typed, and no part or description of one. */
const isWhole = (text: string): boolean =>
  !/\.\.|<| \/ /.test(text) && !/^(?:absorb|cluster|\[|industry|keepsingletons|$)/.test(text);

/** The whole commands of cases, with the name of each. */
export const commandsOf = (cases: readonly Case[]): readonly Pick<Command, 'case' | 'run' | 'stata'>[] =>
  cases.flatMap(({ id, runs }) =>
    runs.flatMap((run) => {
      const { stata = '' } = run as { readonly stata?: string };
      return isWhole(stata) ? [{ case: id, run: run.name, stata: stata.trim() }] : [];
    }),
  );

/** Cases with their true data: the committed ones, and those of the folder that `PAPERMAKE_REFERENCE` names. */
export const casesHere = (): readonly Case[] =>
  process.env.PAPERMAKE_REFERENCE === undefined ? committedCases() : allCases();

const wobble = (row: number, column: number): number =>
  ((row * 7919 + column * 104_729 + row * column * 31) % 1009) / 1009;

const UNITS = 12;
const PERIODS = 9;

/** Columns that a run names, with values that its estimator takes. */
function madeUp({ of, panel }: Command): Data {
  const { est, y, x = [], endog = [], inst = [], vcov, weights, group, absorb, unit, exposure, gmm, iv } = of as Run;
  const columns = new Map<string, (row: number) => number>();
  const bare = (name: string): string => name.replace(/^[LFD]\d*\./, '');
  const all = [
    ...x,
    ...endog,
    ...inst,
    ...(gmm ?? []).flatMap(({ vars }) => vars),
    ...(iv ?? []).flatMap((g) => g.vars),
  ];
  const regressors = [...new Set(all.map(bare))];
  regressors.forEach((name, i) => void columns.set(name, (row) => 1 + wobble(row, i + 1)));
  const sum = (row: number): number => regressors.reduce((total, name) => total + columns.get(name)!(row), 0);
  const count = (row: number): number => Math.floor(sum(row) + 3 * wobble(row, 40));
  const outcomes: Readonly<Record<string, (row: number) => number>> = {
    logit: (row) => Number(wobble(row, 40) + wobble(row, 1) > 1),
    probit: (row) => Number(wobble(row, 40) + wobble(row, 1) > 1),
    poisson: count,
    ppml: count,
    nbreg: (row) => Math.floor(sum(row) * 8 * wobble(row, 40) ** 3),
    tobit: (row) => 14 + 6 * wobble(row, 40) + wobble(row, 1),
  };
  const column = bare(y!);
  if (!columns.has(column)) columns.set(column, outcomes[est] ?? ((row) => sum(row) + wobble(row, 40)));
  for (const name of [weights?.var, exposure])
    if (name !== undefined) columns.set(name, (row) => 1 + (Math.floor(row / PERIODS) % 3));
  const levels = [unit, group, ...[absorb ?? []].flat(), ...(vcov?.cluster ?? [])];
  for (const name of levels) if (name !== undefined) columns.set(name, (row) => Math.floor(row / PERIODS) + 1);
  if (panel !== undefined) {
    columns.set(panel[0], (row) => Math.floor(row / PERIODS) + 1);
    columns.set(panel[1], (row) => 2000 + (row % PERIODS));
  }
  const rows = Array.from({ length: UNITS * PERIODS }, (_, row) => row);
  const cells = Object.fromEntries([...columns].map(([name, value]): [string, Cells] => [name, rows.map(value)]));
  return dataOf(cells, panel === undefined ? null : { unit: panel[0], time: panel[1] });
}

/** Runs of the list whose data are not here, as models of data that are made up. */
export function madeUpRuns(here: readonly Case[]): readonly Modelled[] {
  const known = new Set(here.flatMap(({ id, runs }) => runs.map(({ name }) => `${id}.${name}`)));
  return listed.flatMap((command) => {
    if (command.of === undefined || known.has(`${command.case}.${command.run}`)) return [];
    const { panel = null, stata } = command;
    const run = { ...command.of, name: command.run, stata, expected: {}, tolerance: {} } as Run;
    return modelledRuns({ id: command.case, panel, runs: [run] }, () => madeUp(command));
  });
}
