/** Builds tables of multiverses: all specifications, then those of each choice, with how often it turns the sign, and the joint test. */

import type { Stat } from '../../src/econ/fit.ts';
import type { JointTest } from '../../src/econ/multiverse/joint-test.ts';
import type { Dimension, Flips, Share, Summary } from '../../src/econ/multiverse/summary.ts';
import type { WeightsSpec } from '../../src/econ/spec.ts';
import {
  type BuildContext,
  type Builder,
  type Built,
  type Group,
  statisticColumn,
  type TableSource,
} from '../../src/table/builders/builder.ts';
import { sentence, tells } from '../../src/table/builders/notes.ts';
import type { RecordColumn } from '../../src/table/builders/records.ts';
import { formatNumber } from '../../src/table/number.ts';
import { countText, numberFormat } from '../../src/table/options/options.ts';
import type { Cell, Row, TablePanel } from '../../src/table/table.ts';
import { han } from '../../src/table/words/han.ts';
import { headingLabel, termLabel } from '../../src/table/words/labels.ts';
import { asLabelled } from '../../src/table/words/worded.ts';
import { choiceLabel, dimensionLabel } from './choice-labels.ts';
import { multiverseResult } from './result.ts';

interface Multiverse extends Summary {
  readonly of: string;
  readonly outcome: string;
  readonly dimensions: readonly Dimension[];
  /** The instruments, where the model has them. */
  readonly instruments?: readonly string[] | null;
  readonly weights?: WeightsSpec | null;
  readonly test: JointTest | null;
}

interface ShareColumn extends RecordColumn {
  /** Gives the cell of some specifications. */
  of?(found: Share): Stat;
  /** Gives the cell of a choice. */
  flips?(found: Flips): Stat;
  /** The p-value of the joint test of what the column shows. */
  joint?(test: JointTest): Stat;
  readonly isShare?: true;
}

const columns: Readonly<Record<string, ShareColumn>> = {
  count: { en: 'Models', zh: '模型数', csv: 'Models', count: true, of: ({ count }) => count },
  median: {
    en: 'Median',
    zh: '中位数',
    csv: 'Median',
    of: ({ median }) => median,
    joint: ({ median }) => median.pValue,
  },
  min: { en: 'Min', zh: '最小值', csv: 'Min', of: ({ min }) => min },
  max: { en: 'Max', zh: '最大值', csv: 'Max', of: ({ max }) => max },
  sharePositive: {
    en: '% positive',
    zh: '为正（%）',
    csv: '% positive',
    isShare: true,
    of: (each) => each.sharePositive,
  },
  shareSignificant: {
    en: '% significant',
    zh: '显著（%）',
    csv: '% significant',
    isShare: true,
    of: (each) => each.shareSignificant,
    joint: ({ shareSignificant }) => shareSignificant.pValue,
  },
  signs: { en: 'Sign changes', zh: '符号改变', csv: 'Sign changes', count: true, flips: ({ signs }) => signs },
  significance: {
    en: 'Significance changes',
    zh: '显著性改变',
    csv: 'Significance changes',
    count: true,
    flips: ({ significance }) => significance,
  },
  pairs: { en: 'Pairs', zh: '配对数', csv: 'Pairs', count: true, flips: ({ pairs }) => pairs },
  meanChange: { en: 'Mean change', zh: '平均变化', csv: 'Mean change', flips: ({ meanChange }) => meanChange },
};
const usual = ['count', 'median', 'min', 'max', 'sharePositive', 'shareSignificant', 'signs', 'pairs'];

const parts = [
  ...(['of', 'outcome', 'dimensions', 'count', 'identified', 'positive', 'negative', 'median', 'min', 'max'] as const),
  ...(['sharePositive', 'shareSignificant', 'significant', 'significantPositive', 'significantNegative'] as const),
  ...(['shareSignificantPositive', 'shareSignificantNegative', 'choices', 'flips', 'test'] as const),
  ...(['instruments', 'weights'] as const),
];

export const multiverse: Builder = {
  type: multiverseResult.type,
  parts,
  stats: Object.keys(columns),
  sideBySide: true,
  build,
};

function read(source: TableSource): Multiverse {
  const found = Object.fromEntries(parts.map((part) => [part, source.part(part)])) as unknown as Multiverse;
  const { instruments, weights, ...rest } = found;
  return { ...rest, ...(instruments ? { instruments } : {}), ...(weights ? { weights } : {}) };
}

function build(groups: readonly Group[], context: BuildContext): Built {
  const { options, book } = context;
  const names = options.stats ?? usual;
  for (const name of names.filter((each) => !Object.hasOwn(columns, each))) {
    const hint = `statistics: ${Object.keys(columns).join(', ')}`;
    context.refuse('unknown-statistic', `multiverses have no statistic \`${name}\``, { option: 'stats', hint });
  }
  const panels = groups.flatMap((group): TablePanel[] =>
    group.sources.flatMap((source) => panelsOf(source, group, names, context)),
  );
  const results = groups.flatMap((group) => group.sources.map(read));
  return {
    stub: '',
    columns: names.map((name, i) => {
      const column = columns[name]!;
      return statisticColumn(name, i, column[book.language], column.csv, context);
    }),
    spanners: [],
    panels,
    notes: notesOf(results, names, context).map((note) => sentence(note, context)),
    data: {
      columns: names.map((statistic) => ({ statistic })),
      rows: results.map(({ dimensions, ...rest }) => {
        return { ...rest, dimensions: dimensions.map(({ made: _, ...dimension }) => dimension) };
      }),
    },
  };
}

function panelsOf(source: TableSource, group: Group, names: readonly string[], context: BuildContext): TablePanel[] {
  const result = read(source);
  const { book } = context;
  const isZh = book.language === 'zh';
  const all = isZh ? '全部模型' : 'All specifications';
  const row = (key: string, label: string, cell: (column: ShareColumn) => Stat | undefined, isP = false): Row => ({
    key: `${source.node} ${key}`,
    label,
    name: `${source.node} ${key}`,
    section: 'body',
    cells: names.map((name) => cellOf(name, cell(columns[name]!), isP, context)),
  });
  const header = source.view.header;
  const rows = [row('all', header === '' ? all : header, (column) => column.of?.(result))];
  if (result.test !== null) {
    const { test } = result;
    rows.push(row('test', isZh ? '联合检验 p 值' : 'Joint test, p', (column) => column.joint?.(test), true));
  }
  const choices = result.dimensions.map((dimension, d): TablePanel => {
    const own = result.choices.filter((each) => each.dimension === d);
    const flips = result.flips[d]!;
    return {
      title: dimensionLabel(dimension, book),
      rows: own.map((each, i) =>
        row(`${d + 1} ${each.choice}`, choiceLabel(dimension, each.choice, book), (column) =>
          column.of ? column.of(each) : i === 0 ? column.flips?.(flips) : undefined,
        ),
      ),
    };
  });
  return [{ title: group.title, rows }, ...choices];
}

function cellOf(name: string, value: Stat | undefined, isP: boolean, { options }: BuildContext): Cell {
  if (value === undefined) return { is: 'empty' };
  if (isP) return { is: 'number', value, format: numberFormat(options, ['pValue']) };
  const { isShare, count } = columns[name]!;
  const shown = isShare && typeof value === 'number' ? 100 * value : value;
  const format = numberFormat(options, [name], count === true);
  return { is: 'number', value: shown, format: isShare ? { ...format, digits: 1 } : format };
}

function notesOf(results: readonly Multiverse[], names: readonly string[], context: BuildContext): string[] {
  const { book, words } = context;
  const isZh = book.language === 'zh';
  const notes: string[] = [];
  if (tells(context, 'method')) {
    for (const result of results) {
      notes.push(isZh ? methodZh(result, context) : methodEn(result, context));
      if (result.test !== null) notes.push(isZh ? testZh(result.test, context) : testEn(result.test, context));
    }
    if (names.includes('signs'))
      notes.push(
        isZh
          ? '符号改变：仅在该项选择上不同的两个模型中，系数符号相反的对数'
          : 'Sign changes: pairs of specifications that differ in this choice alone and whose estimates have opposite signs',
      );
  }
  const reasons = results.flatMap((result) =>
    names.flatMap((name) => {
      const value = columns[name]!.of?.(result);
      if (value === undefined || typeof value === 'number') return [];
      return [`${columns[name]![book.language]}${words.colon}${asLabelled(value.invalid, book)}`];
    }),
  );
  if (reasons.length > 0 && tells(context, 'undefined'))
    notes.push(words.undefinedStat([...new Set(reasons)].join(words.semicolon)));
  return [...new Set(notes)];
}

function methodEn(
  { of, outcome, count, identified, significantPositive, significantNegative, instruments, weights }: Multiverse,
  { book, words, options }: BuildContext,
): string {
  const lost = count - identified;
  const counted = (number: number): string => countText(number, options);
  const named = instruments?.map((term) => termLabel(term, book)).join(', ');
  const by = named === undefined ? '' : `, by two-stage least squares with the instruments ${named}`;
  const weighted = !weights ? '' : `, ${words.weighted(termLabel(weights.of, book), weights.is)}`;
  const without = lost === 0 ? '' : `; in ${counted(lost)} the term was collinear`;
  return `Multiverse: the coefficient of ${termLabel(of, book)} on ${termLabel(outcome, book)}${by}${weighted}${by + weighted === '' ? '' : ','} in ${counted(count)} specifications, all combinations of the choices below${without}; ${counted(significantPositive)} are positive and significant at 5%, ${counted(significantNegative)} negative and significant`;
}

function methodZh(
  { of, outcome, count, identified, significantPositive, significantNegative, instruments, weights }: Multiverse,
  { book, words, options }: BuildContext,
): string {
  const lost = count - identified;
  const counted = (number: number): string => countText(number, options);
  const named = instruments?.map((term) => termLabel(term, book)).join('、');
  const by = named === undefined ? '' : han`，以${named}为工具变量作两阶段最小二乘估计`;
  const weighted = !weights ? '' : `，${words.weighted(termLabel(weights.of, book), weights.is)}`;
  const without = lost === 0 ? '' : han`（其中 ${counted(lost)} 个模型因共线性无系数）`;
  return han`多元宇宙分析：${termLabel(of, book)}对${termLabel(outcome, book)}的系数${by}${weighted}，共 ${counted(count)} 个模型，即下列选择的全部组合${without}；其中 ${counted(significantPositive)} 个为正且在 5% 水平上显著，${counted(significantNegative)} 个为负且显著`;
}

const p = (value: Stat): string =>
  typeof value === 'number' ? formatNumber(value, { digits: 3, style: 'fixed', thousands: false, zeros: 'keep' }) : '.';

const testEn = (test: JointTest, { book, options }: BuildContext): string =>
  `Joint test (Simonsohn, Simmons and Nelson 2020): ${countText(test.draws, options)} samples of ${test.resample === null ? 'rows' : headingLabel(test.resample, book)} drawn with replacement, the effect of each specification taken off its outcome; p of the median ${p(test.median.pValue)}, of the share significant in the sign of the median ${p(test.shareSignificant.pValue)}, of the average t ${p(test.averageT.pValue)}`;

const testZh = (test: JointTest, { book, options }: BuildContext): string =>
  han`联合检验（Simonsohn、Simmons 和 Nelson，2020）：有放回抽取${test.resample === null ? '观测' : headingLabel(test.resample, book)}，共 ${countText(test.draws, options)} 次，各模型的被解释变量均减去其估计效应；中位数的 p 值为 ${p(test.median.pValue)}，与中位数同号且显著之比例的 p 值为 ${p(test.shareSignificant.pValue)}，平均 t 值的 p 值为 ${p(test.averageT.pValue)}`;
