/** The kind `vif`: variance inflation factors. */
import { strict } from '../../src/base/schema.ts';
import { completeColumns } from '../../src/econ/compile/variable-list.ts';
import { completeRows } from '../../src/econ/sample/rows.ts';
import { defineStep, type RunContext } from '../../src/engine/step.ts';
import { listNode, listParams, noteIncomplete, runList } from '../lib/variable-list.ts';
import { vif } from './numbers/vif.ts';

export default defineStep({
  name: 'vif',
  summary: 'Variance inflation factors of a pooled regression with a constant',
  artifact: 'vif',
  params: strict(listParams),
  expand: (step, plan) => listNode(step, plan),
  run: (context) =>
    runList(context as RunContext<unknown>, (columns) => {
      const rows = completeRows(columns.map((column) => column.values));
      noteIncomplete(context, columns, rows.length);
      const result = vif(completeColumns(columns, rows));
      for (const { variable, vif: value } of result.rows) {
        if (typeof value === 'number') continue;
        const message = `\`${variable}\` has no variance inflation factor: ${value.invalid}`;
        context.warn({ severity: 'warning', code: 'no-vif', message });
      }
      return { ...result };
    }),
});
