/** The kind `describe`: descriptive statistics of variables, of all rows or by group. */
import { Type } from 'typebox';
import type { Json } from '../../src/base/json.ts';
import { optional, strict } from '../../src/base/schema.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import { groupsOf } from '../../src/econ/data.ts';
import { describe } from '../../src/econ/describe/describe.ts';
import type { NamedColumn } from '../../src/econ/design.ts';
import { pickCodes } from '../../src/econ/sample/rows.ts';
import { defineStep, type RunContext, type RunResult } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { keyPath } from '../lib/frame-source.ts';
import { listNode, listParams, runList } from '../lib/variable-list.ts';
import { welch } from './numbers/welch.ts';

export default defineStep({
  name: 'describe',
  summary:
    'Descriptive statistics: n, mean, sd, min, max, percentiles, skewness, kurtosis, missing values, each over its own values; shares of the levels of texts',
  artifact: 'describe',
  cost: { passes: 4 },
  params: strict({
    ...listParams,
    percentiles: Type.Optional(
      Type.Array(Type.Number({ minimum: 0, maximum: 100 }), {
        minItems: 1,
        description: 'further percentiles, 0 to 100: `[2.5, 97.5]` are `p2.5` and `p97.5`',
      }),
    ),
    by: optional.text('a column whose groups stand side by side; two of them with the difference of their means'),
  }),
  expand: (step, plan) => {
    const { by, percentiles } = { ...step.defaults, ...step.params };
    const more = percentiles === undefined ? {} : { percentiles: [...new Set(percentiles)].sort((a, b) => a - b) };
    const nodes = (reads: readonly string[], keys: Readonly<Record<string, Json>>) =>
      listNode(step, plan, keys, reads, { shares: true }).map((node) => ({
        ...node,
        params: { ...(node.params as object), ...more } as Json,
      }));
    if (by === undefined) return nodes([], {});
    const made = nodes([by], { by: null });
    const data = made[0]?.inputs.data;
    const names = data?.is === 'node' ? plan.columns(data.node)?.map((column) => column.name) : undefined;
    if (names !== undefined && !names.includes(by)) {
      const hint = didYouMean(by, names);
      plan.complain({
        code: 'unknown-variable',
        message: `unknown variable \`${by}\``,
        hint,
        path: keyPath(step, 'by'),
      });
    }
    return made.map((node) => ({ ...node, artifact: 'by-group' }));
  },
  run: (context) => {
    const { by, percentiles = [] } = context.params as { by?: string; percentiles?: readonly number[] };
    return runList(
      context as RunContext<unknown>,
      (columns, rows) =>
        by === undefined
          ? { rows: columns.map(({ name, values }) => ({ variable: name, ...describe(values, percentiles) })) }
          : byGroup(context as RunContext<unknown>, { by, percentiles }, columns, rows),
      { shares: true },
    );
  },
});

/** Groups in the order of the column's levels; rows without a group are left out and counted. */
function byGroup(
  context: RunContext<unknown>,
  { by, percentiles }: { readonly by: string; readonly percentiles: readonly number[] },
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
        groups: parts.map((part, k) => ({ name: levels[present[k]!]!, ...describe(part, percentiles) })),
        ...(first && second && more.length === 0 ? welch(first, second) : {}),
      };
    }),
  };
}
