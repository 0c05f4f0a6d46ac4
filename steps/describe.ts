/** The kind `describe`: descriptive statistics of variables, of all rows or by group. */

import { optional, strict } from '../src/base/schema.ts';
import { didYouMean } from '../src/base/suggest.ts';
import { groupsOf } from '../src/econ/data.ts';
import { describe } from '../src/econ/describe/describe.ts';
import { welch } from '../src/econ/describe/difference.ts';
import type { NamedColumn } from '../src/econ/design.ts';
import { pickCodes } from '../src/econ/sample/rows.ts';
import { defineStep, type RunContext, type RunResult } from '../src/engine/step.ts';
import { readFrame } from '../src/frame/artifact.ts';
import { keyPath } from './lib/frame-source.ts';
import { listNode, listParams, runList } from './lib/variable-list.ts';

export default defineStep({
  name: 'describe',
  summary: 'Descriptive statistics: n, mean, sd, min, max, percentiles, skewness, kurtosis, each over its own values',
  artifact: 'describe',
  params: strict({
    ...listParams,
    by: optional.text('a column whose groups stand side by side; two of them with the difference of their means'),
  }),
  expand: (step, plan) => {
    const { by, from } = { ...step.defaults, ...step.params };
    if (by === undefined) return listNode(step, plan);
    const names = plan.columns(from)?.map((column) => column.name);
    if (names !== undefined && !names.includes(by)) {
      const hint = didYouMean(by, names);
      plan.complain({
        code: 'unknown-variable',
        message: `unknown variable \`${by}\``,
        hint,
        path: keyPath(step, 'by'),
      });
    }
    return listNode(step, plan, { by: null }, [by]).map((node) => ({ ...node, artifact: 'by-group' }));
  },
  run: (context) => {
    const { by } = context.params as { by?: string };
    return runList(context as RunContext<unknown>, (columns, rows) =>
      by === undefined
        ? { rows: columns.map(({ name, values }) => ({ variable: name, ...describe(values) })) }
        : byGroup(context as RunContext<unknown>, by, columns, rows),
    );
  },
});

/** Groups in the order of the column's levels; rows without a group are left out and counted. */
function byGroup(
  context: RunContext<unknown>,
  by: string,
  columns: readonly NamedColumn[],
  rows: Int32Array,
): RunResult {
  const { codes: all, levels } = groupsOf(readFrame(context.artifact('data')), by);
  const codes = pickCodes(all, rows);
  const present = levels.map((_, level) => level).filter((level) => codes.includes(level));
  const without = codes.filter((code) => code < 0).length;
  if (without > 0) context.note(`${without} ${without === 1 ? 'row' : 'rows'} not used (no value of \`${by}\`)`);
  return {
    by,
    groups: present.map((level) => levels[level]!),
    rows: columns.map(({ name, values }) => {
      const parts = present.map((level) => values.filter((_, i) => codes[i] === level));
      const [first, second, ...more] = parts;
      return {
        variable: name,
        groups: parts.map((part, k) => ({ name: levels[present[k]!]!, ...describe(part) })),
        ...(first && second && more.length === 0 ? welch(first, second) : {}),
      };
    }),
  };
}
