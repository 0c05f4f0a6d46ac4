/** Prepares what a language is asked to script for a node that is about a list of variables. */
import type { Json } from '../base/json.ts';
import { type VariableList, variablesOfList } from '../econ/compile/variable-list.ts';
import type { ModelSpec } from '../econ/spec.ts';
import type { ReadNode } from './kind.ts';
import type { ExportedList, ListPart } from './language.ts';
import type { ListedRows } from './worded.ts';

interface ListParams extends VariableList {
  readonly sample_of?: ModelSpec;
}

type Statistics = Readonly<Record<string, Json>>;

/** The list of a node with those of its numbers that a script compares, by their names. */
export function listOf(node: ReadNode, statistics: readonly string[]): ExportedList {
  const rows = node.result('rows') as unknown as readonly ({ readonly variable: string } & Statistics)[];
  return listed(
    node,
    [],
    [
      {
        expected: numbersOf(
          rows,
          ({ variable }) => variable,
          (row) => row,
          statistics,
        ),
      },
    ],
  );
}

interface GroupedRow {
  readonly variable: string;
  readonly groups: readonly ({ readonly name: string } & Statistics)[];
  readonly [statistic: string]: Json;
}

/** A list of which each level of a column is described, and where they are two, the difference of their means. */
export function groupedListOf(node: ReadNode, by: string, statistics: readonly string[]): ExportedList {
  const rows = node.result('rows') as unknown as readonly GroupedRow[];
  const { variances } = node.params as { readonly variances?: string };
  const levels = node.result('groups') as unknown as readonly string[];
  const parts = levels.map((level, i) => ({
    level,
    expected: numbersOf(
      rows,
      ({ variable }) => variable,
      ({ groups }) => groups[i]!,
      statistics,
    ),
  }));
  const [a, b, more] = levels;
  const compared: ListPart[] =
    a === undefined || b === undefined || more !== undefined
      ? []
      : [
          {
            level: [a, b],
            isPooled: variances === 'equal',
            expected: numbersOf(
              rows,
              ({ variable }) => variable,
              (row) => row,
              ['difference', 'stdError'],
            ),
          },
        ];
  return { ...listed(node, [by], [...parts, ...compared]), by };
}

function numbersOf<R>(
  rows: readonly R[],
  variableOf: (row: R) => string,
  of: (row: R) => Statistics,
  statistics: readonly string[],
): ListPart['expected'] {
  return Object.fromEntries(
    rows.map((row) => {
      const found = of(row);
      const own = statistics.flatMap((name) =>
        typeof found[name] === 'number' ? [[name, found[name] as number]] : [],
      );
      return [variableOf(row), Object.fromEntries(own)];
    }),
  );
}

function listed(node: ReadNode, columns: readonly string[], parts: readonly ListPart[]): ExportedList {
  const params = node.params as unknown as ListParams;
  const { data } = node;
  const panel = data.panel === null ? [] : [data.panel.unit, data.panel.time];
  node.reads([...variablesOfList(params, null), ...panel, ...columns]);
  const { variables, sample, exclude, sample_of } = params;
  return { node: node.id, data, variables, sample, exclude, isOfModel: sample_of !== undefined, parts };
}

/** Rows of a list, whose columns the node reads; `complete`: columns besides its variables that no row may lack, where none may lack one. */
export function listedRows(
  node: ReadNode,
  { variables, sample, exclude }: VariableList,
  complete: readonly string[] | undefined,
): ListedRows {
  const { panel } = node.data;
  node.reads([
    ...variablesOfList({ variables, sample, exclude }, null),
    ...(panel === null ? [] : [panel.unit, panel.time]),
    ...(complete ?? []),
  ]);
  return { terms: variables, sample, exclude, ...(complete === undefined ? {} : { complete }) };
}

/** The values of a variable in a part, by the cells that scripts compare. A result names a column without backticks. */
export function listCells(
  text: string,
  { level, expected }: ListPart,
): { cell: string; name: string; value: number }[] {
  const found = expected[/^`[^`]*`$/.test(text) ? text.slice(1, -1) : text] ?? expected[text] ?? {};
  const rows = level === undefined ? '' : ` [${typeof level === 'string' ? level : level.join(' - ')}]`;
  return Object.entries(found).map(([name, value]) => ({ cell: `${text}${rows}: ${name}`, name, value }));
}
