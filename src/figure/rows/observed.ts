/** Splits what a figure observes into the samples that it shows: a variable by group, or several variables. */

import type { DrawContext, ObservedRows } from '../plot.ts';
import { axisLabel, distinct } from '../words.ts';
import { groupsOf, toldGroups } from './group.ts';

export interface ObservedSample {
  readonly name: string;
  /** Without a missing one; never empty. */
  readonly values: Float64Array;
}

/** The options `variables` and `by`. A group without values is told and left out; refuses where nothing is left. */
export function samplesOf(observed: ObservedRows, context: DrawContext): ObservedSample[] {
  const { variables = [], by } = context.options;
  if (by !== undefined && variables.length > 1) {
    const message = `\`by\` shows one variable by group, got ${variables.length}`;
    context.refuse('several-variables', message, {
      option: 'variables',
      hint: 'leave `by` out, or make one figure a variable',
    });
  }
  const names = distinct(variables, (name) => axisLabel(name, context));
  const all =
    by === undefined
      ? variables.map((name) => ({ name: names.get(name)!, values: observed.numbers(name) }))
      : groupsOf(observed, context).map(({ name, rows }) => {
          const values = observed.numbers(variables[0]!);
          return { name, values: Float64Array.from(rows, (row) => values[row]!) };
        });
  const samples = all.map(({ name, values }) => ({ name, values: values.filter((value) => !Number.isNaN(value)) }));
  const empty = samples.filter(({ values }) => values.length === 0).map(({ name }) => name);
  if (empty.length === samples.length)
    context.refuse('no-values', 'there is no value to show', { option: 'variables' });
  if (empty.length > 0) {
    const told = by === undefined ? empty.join(', ') : toldGroups(empty, by);
    context.warn('empty-group', `left out, without a value: ${told}`);
  }
  return samples.filter(({ values }) => values.length > 0);
}
