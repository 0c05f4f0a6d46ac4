/** Prepares what a language is asked to script for a node that is about a list of variables. */
import type { Json } from '../base/json.ts';
import { type VariableList, variablesOfList } from '../econ/compile/variable-list.ts';
import type { ModelSpec } from '../econ/spec.ts';
import type { ReadNode } from './kind.ts';
import type { ExportedList } from './language.ts';

interface ListParams extends VariableList {
  readonly sample_of?: ModelSpec;
}

interface Row {
  readonly variable: string;
  readonly [statistic: string]: Json;
}

/** The list of a node with those of its numbers that a script compares, by their names. */
export function listOf(node: ReadNode, statistics: readonly string[]): ExportedList {
  const params = node.params as unknown as ListParams;
  const { data } = node;
  node.reads([...variablesOfList(params, null), ...(data.panel === null ? [] : [data.panel.unit, data.panel.time])]);
  const rows = node.result('rows') as unknown as readonly Row[];
  const numbers = ({ variable, ...row }: Row): [string, Record<string, number>] => [
    variable,
    Object.fromEntries(
      statistics.flatMap((name) => (typeof row[name] === 'number' ? [[name, row[name] as number]] : [])),
    ),
  ];
  const { variables, sample, exclude, sample_of } = params;
  return {
    node: node.id,
    data,
    variables,
    sample,
    exclude,
    isOfModel: sample_of !== undefined,
    expected: Object.fromEntries(rows.map(numbers)),
  };
}
