/** The shape of a table of groups: its columns, what they stand under, and the numbers of a row. */
import { ownValue } from '../../src/base/own-value.ts';
import type { Stat } from '../../src/econ/fit.ts';
import { type BuildContext, ownCellLines, type TableSource } from '../../src/table/builders/builder.ts';
import type { RecordColumn } from '../../src/table/builders/records.ts';
import { levelLabel } from '../../src/table/words/labels.ts';
import { cellFields } from './table-columns.ts';
import { type Joint, jointStatistics } from './table-joint.ts';
import type { Template } from './table-template.ts';

export const ofDifference: Readonly<Record<string, RecordColumn>> = {
  difference: { en: 'Difference', zh: '均值差', csv: 'Difference' },
  stdError: { en: 'Std. Err.', zh: '标准误', csv: 'Std. Err.' },
  statistic: { en: 't', zh: 't', csv: 't' },
  pValue: { en: 'p', zh: 'p', csv: 'p' },
  pAdjusted: { en: 'Adjusted p', zh: '校正 p', csv: 'Adjusted p' },
  stdDifference: { en: 'Std. diff.', zh: '标准化差异', csv: 'Std. diff.' },
};

const usual = ['n', 'mean', 'sd', 'difference', 'statistic', 'stdDifference'];
/** Besides cells by a template. */
const usualBeside = ['n', 'difference'];

export type Statistics = Readonly<Record<string, Stat>>;
type NamedStatistics = Statistics & { readonly name: string };
export type GroupedRow = Statistics & {
  readonly variable: string;
  readonly groups: readonly NamedStatistics[];
  /** Holds the pairs where several pairs of groups are compared. */
  readonly pairs?: readonly NamedStatistics[];
};
export type LevelPair = readonly [string, string];

export const rowsOf = (source: TableSource): readonly GroupedRow[] =>
  source.part('rows') as unknown as readonly GroupedRow[];
export const groupsOf = (source: TableSource): readonly string[] =>
  source.part('groups') as unknown as readonly string[];

export function pairsOf(source: TableSource): readonly LevelPair[] {
  const groups = groupsOf(source);
  const said = source.part('pairs') as unknown as readonly LevelPair[] | undefined;
  return said ?? (groups.length === 2 ? [[groups[0]!, groups[1]!]] : []);
}

/** Tests of all differences, one a pair, where the step asks for them. */
export function jointsOf(source: TableSource): readonly Joint[] {
  const joint = source.part('joint') as unknown as (Joint & { readonly pairs?: readonly Joint[] }) | undefined;
  return joint === undefined ? [] : (joint.pairs ?? [joint]);
}

/** The only group of descriptive statistics that are of all rows. */
export const ALL = '';

/** A column of the table: a statistic of a group, cells by the template where it names none, or a statistic of a difference. */
export type GroupColumn =
  | { readonly of: 'group'; readonly group: number; readonly statistic: string | null }
  | { readonly of: 'pair'; readonly pair: number; readonly statistic: string };

/** All that a table of groups is built from. */
export interface GroupTableShape {
  readonly names: readonly string[];
  readonly pairs: readonly LevelPair[];
  readonly shown: readonly GroupColumn[];
  readonly template: Template | undefined;
  readonly by: string;
  /** The columns, one a pair, in which tests of all differences stand; empty where none of their differences is shown. */
  readonly foot: readonly number[];
  /** True where the numbers of values stand in a row below, as they do beside a template. */
  readonly counts: boolean;
}

export function shapeOf(sources: readonly TableSource[], context: BuildContext): GroupTableShape {
  const [first] = sources as [TableSource];
  const [names, pairs] = [groupsOf(first), pairsOf(first)];
  const alike = (of: (source: TableSource) => unknown): boolean =>
    sources.every((source) => JSON.stringify(of(source)) === JSON.stringify(of(first)));
  if (!alike(groupsOf))
    context.refuse('different-groups', 'the panels of this table have different groups', { option: 'from' });
  if (!alike(pairsOf))
    context.refuse('different-pairs', 'the panels of this table compare different groups', { option: 'from' });
  const template = ownCellLines({ cellFields }, context.options.cell);
  const ofColumns = context.options.stats?.filter((name) => !jointStatistics.includes(name)) ?? [];
  const chosen = ofColumns.length > 0 ? ofColumns : template === undefined ? usual : usualBeside;
  const ofGroup = chosen.filter((name) => !(name in ofDifference) && !(template !== undefined && name === 'n'));
  const ofPair = chosen.filter((name) => name in ofDifference);
  const shown: GroupColumn[] = [
    ...names.flatMap((_, group) =>
      [...(template === undefined ? [] : [null]), ...ofGroup].map(
        (statistic): GroupColumn => ({ of: 'group', group, statistic }),
      ),
    ),
    ...pairs.flatMap((_, pair) => ofPair.map((statistic): GroupColumn => ({ of: 'pair', pair, statistic }))),
  ];
  return {
    names,
    pairs,
    template,
    by: first.part('by') as string,
    counts: template !== undefined && chosen.includes('n'),
    shown,
    foot:
      ofPair.length === 0 ? [] : pairs.map((_, k) => shown.findIndex((each) => each.of === 'pair' && each.pair === k)),
  };
}

export function statOf(row: GroupedRow, shown: GroupColumn): Stat | undefined {
  if (shown.statistic === null) return undefined;
  if (shown.of === 'group') return ownValue(row.groups[shown.group]!, shown.statistic) as Stat | undefined;
  return (row.pairs?.[shown.pair] ?? row)[shown.statistic];
}

export const pairLabel = ([a, b]: LevelPair, by: string, { book }: BuildContext): string =>
  `${levelLabel(by, a, book)} − ${levelLabel(by, b, book)}`;

/** Gives what a column stands under: its group, or its pair where there are several. */
export function headOf(each: GroupColumn, { by, names, pairs }: GroupTableShape, context: BuildContext): string {
  if (each.of === 'group') return names[each.group] === ALL ? '' : levelLabel(by, names[each.group]!, context.book);
  return pairs.length > 1 ? pairLabel(pairs[each.pair]!, by, context) : '';
}

/** True where each group, and each pair, has one column, which its name then heads. */
export const isPlain = ({ shown, names, pairs, template }: GroupTableShape): boolean =>
  template !== undefined &&
  shown.filter(({ of }) => of === 'group').length === names.length &&
  (pairs.length < 2 || shown.filter(({ of }) => of === 'pair').length <= pairs.length);

/** True where errors stand below differences: cells have two lines, and errors no column of their own. */
export function printsErrorsBelow({ shown, template }: GroupTableShape): boolean {
  const inColumns = shown.flatMap((each) => (each.of === 'pair' ? [each.statistic] : []));
  return (template?.length ?? 1) > 1 && inColumns.includes('difference') && !inColumns.includes('stdError');
}
