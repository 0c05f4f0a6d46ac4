/** Rows and notes of the test that all differences of two groups are zero. */

import type { Stat } from '../../src/econ/fit.ts';
import { namesBelow, type PlacedResult, type RowsBelow, rowsBelow } from '../../src/table/builders/below.ts';
import type { BuildContext } from '../../src/table/builders/builder.ts';
import type { Row } from '../../src/table/table.ts';
import { han } from '../../src/table/words/han.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { asLabelled } from '../../src/table/words/worded.ts';

/** The test as a result holds it: χ² or F. */
export interface Joint {
  readonly chi2?: Stat;
  readonly f?: Stat;
  readonly df?: number;
  readonly df1?: number;
  readonly df2?: number;
  readonly pValue: Stat;
  readonly hypotheses: number;
  readonly left: readonly { readonly variable: string; readonly why: string }[];
}

const rows: RowsBelow<Joint> = {
  jointChi2: {
    ...{ en: 'Joint test, χ²', zh: '联合检验 χ²', csv: 'Joint test chi2' },
    of: ({ chi2 }) => (chi2 === undefined ? undefined : { is: 'number', value: chi2 }),
  },
  jointF: {
    ...{ en: 'Joint test, F', zh: '联合检验 F', csv: 'Joint test F' },
    of: ({ f }) => (f === undefined ? undefined : { is: 'number', value: f }),
  },
  jointP: {
    ...{ en: 'Joint test, p', zh: '联合检验 p', csv: 'Joint test p' },
    of: ({ pValue }) => ({ is: 'number', value: pValue }),
  },
  jointHypotheses: {
    ...{ en: 'Differences tested', zh: '检验的差异个数', csv: 'Differences tested' },
    of: ({ hypotheses }) => ({ is: 'number', value: hypotheses, count: true }),
  },
};

export const jointStatistics: readonly string[] = Object.keys(rows);

/** A list of `stats` that names none of these rows leaves them where they are: it is of columns. */
export function jointRowNames(context: BuildContext): readonly string[] {
  const { stats } = context.options;
  const namesNone = stats !== null && !stats.some((name) => jointStatistics.includes(name));
  return namesBelow(
    rows,
    jointStatistics,
    namesNone ? { ...context, options: { ...context.options, stats: null } } : context,
  );
}

export const jointRows = (placed: readonly PlacedResult<Joint>[], width: number, context: BuildContext): Row[] =>
  rowsBelow(rows, jointRowNames(context), placed, width, context);

const phrases = {
  en: {
    test: (of: string, reference: string) =>
      `the joint test${of} is a Wald test by stacked scores that all differences are zero, ${reference}`,
    without: (of: string, variables: string) => `not in the joint test${of}: ${variables}`,
    of: (pair: string) => ` of ${pair}`,
    why: (variable: string, why: string) => `${variable} (${why})`,
    name: 'joint test',
  },
  zh: {
    test: (of: string, reference: string) =>
      han`联合检验${of}为堆叠得分的 Wald 检验，原假设为所有均值差均为零，${reference}`,
    without: (of: string, variables: string) => han`联合检验${of}不含：${variables}`,
    of: (pair: string) => `（${pair}）`,
    why: (variable: string, why: string) => `${variable}（${why}）`,
    name: '联合检验',
  },
} as const;

/** Says how all differences are tested, and which ones are not, with the reason; of each pair where there are several, which `pairs` name. */
export const jointNotes = (joints: readonly Joint[], pairs: readonly string[], context: BuildContext): string[] =>
  joints.flatMap(({ f, df, df1, df2, left }, k) => {
    const { book, words } = context;
    const say = phrases[book.language];
    const of = pairs[k] === undefined ? '' : say.of(pairs[k]);
    const reasons = left.map(({ variable, why }) => say.why(termLabel(variable, book), asLabelled(why, book)));
    return [
      say.test(of, f === undefined ? `χ²(${df})` : `F(${df1}, ${df2})`),
      ...(reasons.length === 0 ? [] : [say.without(of, reasons.join(words.comma))]),
    ];
  });

/** Why a test is not defined; of each pair where there are several. */
export const undefinedJoint = (
  joints: readonly Joint[],
  pairs: readonly string[],
  { book, words }: BuildContext,
): string[] =>
  joints.flatMap(({ pValue }, k) => {
    if (typeof pValue !== 'object') return [];
    const say = phrases[book.language];
    const of = pairs[k] === undefined ? '' : say.of(pairs[k]);
    return [`${say.name}${of}${words.colon}${asLabelled(pValue.invalid, book)}`];
  });
