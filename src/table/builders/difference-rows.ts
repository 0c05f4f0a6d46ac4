/** Rows below the fits of a split: whether a coefficient is the same in two of the groups. */

import type { PermutationTest } from '../../econ/difference/permutation.ts';
import type { ChowTest, Comparison, SuestTest } from '../../econ/difference/tests.ts';
import { countText } from '../options/options.ts';
import type { Row } from '../table.ts';
import { han } from '../words/han.ts';
import { headingLabel, levelLabel, termLabel } from '../words/labels.ts';
import { namesBelow, type PlacedResult, type RowsBelow, rowsBelow, undefinedBelow } from './below.ts';
import type { BuildContext, Group, TableSource } from './builder.ts';
import { sentence, tells } from './notes.ts';

/** The artifact of a comparison, with the tests that were asked for. */
export type ShownDifference = Omit<Comparison, 'chow' | 'suest'> & {
  readonly by: readonly string[];
  readonly chow?: ChowTest;
  readonly suest?: SuestTest;
  readonly permutation?: PermutationTest;
};

const differenceParts = [
  'of',
  'group',
  'between',
  'groups',
  'difference',
  'by',
  'chow',
  'suest',
  'permutation',
] as const;

export const readDifference = (part: NonNullable<TableSource['compared']>): ShownDifference =>
  Object.fromEntries(
    differenceParts.flatMap((name) => (part(name) === undefined ? [] : [[name, part(name)]])),
  ) as unknown as ShownDifference;

/** The p value of the first test that was asked for. */
const firstP = ({ by, chow, suest, permutation }: ShownDifference) =>
  ({ chow: chow?.pValue, suest: suest?.pValue, permutation: permutation?.pValue })[by[0] as 'chow'];

export const differenceRows: RowsBelow<ShownDifference> = {
  difference: {
    en: 'Difference',
    zh: '组间系数差异',
    csv: 'Difference',
    of: (found) => ({
      is: 'number',
      value: found.difference,
      ...(firstP(found) === undefined ? {} : { pValue: firstP(found)! }),
    }),
  },
  chowP: {
    en: 'p of difference (Chow)',
    zh: '组间系数差异检验 p 值（Chow）',
    csv: 'Difference p Chow',
    of: ({ chow }) => chow && { is: 'number', value: chow.pValue },
  },
  suestP: {
    en: 'p of difference (SUEST)',
    zh: '组间系数差异检验 p 值（SUEST）',
    csv: 'Difference p SUEST',
    of: ({ suest }) => suest && { is: 'number', value: suest.pValue },
  },
  permutationP: {
    en: 'p of difference (permutation)',
    zh: '组间系数差异检验 p 值（费舍尔组合检验）',
    csv: 'Difference p permutation',
    of: ({ permutation }) => permutation && { is: 'number', value: permutation.pValue },
  },
  bdiffP: {
    en: 'p of difference (bdiff)',
    zh: '组间系数差异检验 p 值（bdiff）',
    csv: 'Difference p bdiff',
    of: ({ permutation }) => permutation && { is: 'number', value: permutation.pBdiff },
  },
};

const usual = ['difference', 'chowP', 'suestP', 'permutationP'];

/** The comparisons that a group of sources shows both columns of, each once, in the column of the first level. */
function placedIn({ sources }: Group, nodes: readonly string[]): PlacedResult<ShownDifference>[] {
  const placed = new Map<string, PlacedResult<ShownDifference>>();
  for (const source of sources) {
    const node = source.view.difference;
    if (node === undefined || source.compared === undefined || placed.has(node)) continue;
    const result = readDifference(source.compared);
    const columns = result.between.map((level) => {
      const of = sources.find(({ view }) => view.difference === node && view.split?.level === level);
      return of === undefined ? -1 : nodes.indexOf(of.node);
    });
    if (columns.every((column) => column >= 0)) placed.set(node, { result, column: columns[0]! });
  }
  return [...placed.values()];
}

export interface DifferenceBelow {
  /** Rows of each group of sources. */
  readonly rows: readonly (readonly Row[])[];
  readonly notes: readonly string[];
}

/** `columns`: of each group, the node that each column shows. */
export function differencesBelow(
  groups: readonly Group[],
  columns: readonly (readonly string[])[],
  context: BuildContext,
): DifferenceBelow {
  const names = namesBelow(differenceRows, usual, context);
  const placed = groups.map((group, g) => placedIn(group, columns[g]!));
  const results = placed.flat().map(({ result }) => result);
  return {
    rows: placed.map((each, g) => rowsBelow(differenceRows, names, each, columns[g]!.length, context)),
    notes:
      names.length === 0 || results.length === 0
        ? []
        : [...differenceNotes(results, context), ...undefinedBelow(differenceRows, names, results, context)],
  };
}

export const testNames = {
  chow: { en: 'Chow', zh: 'Chow 检验' },
  suest: { en: 'SUEST', zh: 'SUEST 检验' },
  permutation: { en: 'Permutation', zh: '置换检验' },
} as const;
export type DifferenceTest = keyof typeof testNames;

const inWords: Readonly<Record<DifferenceTest, Readonly<Record<'en' | 'zh', string>>>> = {
  chow: {
    en: 'the regression with everything interacted with the group (Chow)',
    zh: '全部变量与分组交乘的回归（Chow）',
  },
  suest: { en: 'stacked scores (SUEST)', zh: '似无相关估计（SUEST）' },
  permutation: { en: 'permutations of the groups', zh: '分组的置换' },
};

/** Permutations of which the number is written out. */
type PermutationsSaid = Pick<PermutationTest, 'permute' | 'exact'> & { readonly draws: string };

/** The tests in words; of permutations as many as there were, where one result tells. */
export const testsInWords = (by: readonly DifferenceTest[], isZh: boolean, permutation?: PermutationsSaid): string =>
  [
    ...by.map((way) => inWords[way][isZh ? 'zh' : 'en']),
    ...(permutation ? [permutationWords(permutation, isZh)] : []),
  ].join(isZh ? '、' : ', ');

/** Returns the notes that say what was compared, and how. */
export function differenceNotes(results: readonly ShownDifference[], context: BuildContext): string[] {
  if (!tells(context, 'method')) return [];
  const { book } = context;
  const isZh = book.language === 'zh';
  const notes = results.map(({ of, group, between: [a, b], chow, suest, permutation }) => {
    const x = termLabel(of, book);
    const [first, second] = [a, b].map((level) => levelLabel(group, level, book));
    const column = headingLabel(group, book);
    // `Treated = 1` names its column already
    const g = second === `${column} = ${b}` ? '' : column;
    const ways = testsInWords(
      [...(chow ? ['chow' as const] : []), ...(suest ? ['suest' as const] : [])],
      isZh,
      permutation && { ...permutation, draws: countText(permutation.draws, context.options) },
    );
    return isZh
      ? han`组间差异为${x}在${first!}组的系数减去${second!}组的系数${g && han`（按${g}分组）`}，检验方法：${ways}；各列标准误来自分组回归`
      : `The difference is the coefficient of ${x} in ${first} less that in ${second}${g && ` (${g})`}, tested by ${ways}; standard errors of columns are from separate regressions`;
  });
  return [...new Set(notes)].map((note) => sentence(note, context));
}

function permutationWords({ permute, exact, draws }: PermutationsSaid, isZh: boolean): string {
  if (isZh) {
    const what = permute === 'units' ? '个体' : '各行';
    return exact ? han`对${what}分组的全部 ${draws} 种置换` : han`对${what}分组的 ${draws} 次随机置换`;
  }
  return exact ? `all ${draws} permutations of ${permute}` : `${draws} random permutations of ${permute}`;
}
