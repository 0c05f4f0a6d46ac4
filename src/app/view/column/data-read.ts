/** Tells which columns of data a result read, by the records of its run. */
import { ownValue } from '../../../base/own-value.ts';
import type { GraphNode } from '../../../engine/graph.ts';
import { isInternal } from '../../../engine/pipeline/reference.ts';
import type { Survey } from '../../../engine/run/session.ts';
import type { Trace } from '../../../engine/store/records.ts';
import { columnPart } from '../../../frame/stored/artifact.ts';
import type { ReadData } from '../model.ts';
import { recordOf } from '../results.ts';

/** Columns that the result read, by the step that they are of. Helpers of the node read for it. `labels`: names of variables in words. */
export function dataRead(survey: Survey, labels: Readonly<Record<string, string>>, node: GraphNode): ReadData[] {
  const found = new Map<string, ReadData['columns'][number][]>();
  const look = ({ id, inputs }: GraphNode): void => {
    const trace = recordOf(survey, id);
    for (const [input, spec] of Object.entries(inputs)) {
      if (spec.is !== 'node') continue;
      const helper = isInternal(spec.node) ? survey.graph.nodes.get(spec.node) : undefined;
      if (helper) look(helper);
      const columns = trace && !isInternal(spec.node) ? columnsIn(trace, input, labels) : [];
      if (columns.length > 0) found.set(spec.node, [...(found.get(spec.node) ?? []), ...columns]);
    }
  };
  look(node);
  return [...found].map(([of, columns]) => ({
    node: of,
    columns: [...new Map(columns.map((column) => [column.name, column])).values()],
  }));
}

const columnsIn = (
  { recipe }: Trace,
  input: string,
  labels: Readonly<Record<string, string>>,
): ReadData['columns'][number][] => {
  const prefix = `${input}/${columnPart('')}`;
  return Object.entries(recipe.inputs).flatMap(([name, digest]) => {
    const column = name.slice(prefix.length);
    return name.startsWith(prefix) ? [{ name: column, label: ownValue(labels, column) ?? '', digest }] : [];
  });
};
