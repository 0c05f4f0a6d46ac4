/** The rules of an `ingest` step: the file's columns, other values for theirs, the rows that hold a condition, merges, derived columns. */
import type { Json } from '../../../../src/base/json.ts';
import type { RawRule, RawType } from '../../../../src/export/raw/rules.ts';
import { Untranslatable } from '../../../../src/export/untranslatable.ts';
import type { MergeDeclaration } from '../../../../src/frame/declared/declaration.ts';
import { derivationRules, wantedDerivations } from './derivations.ts';
import { columnsOfText } from './derive.ts';
import type { IngestParams } from './ingest-params.ts';
import { readRules } from './raw-file.ts';
import type { DataNode, DataRules } from './rules.ts';

export const ingest: DataRules = (node, wanted) => {
  const params = node.params as unknown as IngestParams & { readonly [key: string]: Json };
  const { derive = {}, where, merge = [] } = params;
  const { derivations, before } = wantedDerivations(derive, node.panel, wanted);
  const asked = new Set(before);
  const merges = [...merge.keys()].reverse().map((i) => mergeOf(node, merge[i]!, i, asked));
  for (const name of where === undefined ? [] : columnsOfText(where)) asked.add(name);
  const [read, ...recoded] = readRules(node, params, [...asked]);
  const types = new Map<string, RawType>(
    read.columns.map(({ name, isText }) => [name, isText ? 'string' : 'number'] as const),
  );
  for (const { column, gives } of recoded) types.set(column, gives);
  const kept: RawRule[] = where === undefined ? [] : [{ is: 'keep', condition: where }];
  const merged = merges.reverse().map(({ rule, taken }) => {
    for (const name of taken) types.set(name, rule.other.types.get(name)!);
    return rule;
  });
  return { rules: [read, ...recoded, ...kept, ...merged, ...derivationRules(derivations, types)], types };
};

type MergeRule = Extract<RawRule, { is: 'merge' }>;

/** The rule of a merge, whose columns are taken out of what is asked for, and whose keys are put into it. */
function mergeOf(
  node: DataNode,
  { on, columns, how, nearest, unmatched, from }: MergeDeclaration,
  i: number,
  asked: Set<string>,
): { readonly rule: MergeRule; readonly taken: readonly string[] } {
  if (nearest !== undefined) throw new Untranslatable(`the merge with ${from} is of the nearest rows`);
  if (how === '1:m') throw new Untranslatable(`the merge with ${from} repeats rows`);
  const input = `merge.${i}`;
  const other = node.input(input);
  const isAdded = (name: string): boolean =>
    columns === undefined ? other.has(name) && !on.includes(name) : columns.includes(name);
  const taken = [...asked].filter(isAdded);
  for (const name of taken) asked.delete(name);
  for (const name of on) asked.add(name);
  const rule: MergeRule = {
    is: 'merge',
    other: node.data(input, [...on, ...taken]),
    on,
    columns: taken,
    drops: unmatched === 'drop',
  };
  return { rule, taken };
}
