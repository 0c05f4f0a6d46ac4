/** Builds tables of placebo tests: a row for each, with the actual coefficient among those of the placebos. */

import type { Stat } from '../../src/econ/fit.ts';
import {
  type BuildContext,
  type Builder,
  type Built,
  cellLines,
  type Group,
  spannersOf,
  statisticColumn,
  type TableSource,
} from '../../src/table/builders/builder.ts';
import { sentence, starsNotes, tells } from '../../src/table/builders/notes.ts';
import type { RecordColumn } from '../../src/table/builders/records.ts';
import { countText, numberFormat } from '../../src/table/options/options.ts';
import { markOf } from '../../src/table/stars.ts';
import type { Cell, Row, TablePanel } from '../../src/table/table.ts';
import { han } from '../../src/table/words/han.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { asLabelled } from '../../src/table/words/worded.ts';
import type { Placebo } from './numbers/placebo.ts';
import { placeboResult } from './result.ts';

interface PlaceboColumn extends RecordColumn {
  /** Is true where the row describes the placebo estimates, and stands below a heading that says so. */
  readonly spread?: true;
  of(found: Placebo): Stat;
}

const columns: Readonly<Record<string, PlaceboColumn>> = {
  observed: { en: 'Estimate', zh: '真实估计值', csv: 'Estimate', of: ({ observed }) => observed },
  mean: { en: 'Mean', zh: '均值', csv: 'Placebo mean', spread: true, of: ({ mean }) => mean },
  sd: { en: 'SD', zh: '标准差', csv: 'Placebo SD', spread: true, of: ({ sd }) => sd },
  min: { en: 'Min', zh: '最小值', csv: 'Min', spread: true, of: ({ min }) => min },
  p1: { en: 'P1', zh: 'P1', csv: 'P1', spread: true, of: ({ quantiles }) => quantiles.p1 },
  p5: { en: 'P5', zh: 'P5', csv: 'P5', spread: true, of: ({ quantiles }) => quantiles.p5 },
  p10: { en: 'P10', zh: 'P10', csv: 'P10', spread: true, of: ({ quantiles }) => quantiles.p10 },
  p25: { en: 'P25', zh: 'P25', csv: 'P25', spread: true, of: ({ quantiles }) => quantiles.p25 },
  median: { en: 'Median', zh: '中位数', csv: 'Median', spread: true, of: ({ quantiles }) => quantiles.p50 },
  p75: { en: 'P75', zh: 'P75', csv: 'P75', spread: true, of: ({ quantiles }) => quantiles.p75 },
  p90: { en: 'P90', zh: 'P90', csv: 'P90', spread: true, of: ({ quantiles }) => quantiles.p90 },
  p95: { en: 'P95', zh: 'P95', csv: 'P95', spread: true, of: ({ quantiles }) => quantiles.p95 },
  p99: { en: 'P99', zh: 'P99', csv: 'P99', spread: true, of: ({ quantiles }) => quantiles.p99 },
  max: { en: 'Max', zh: '最大值', csv: 'Max', spread: true, of: ({ max }) => max },
  pValue: { en: 'p', zh: 'p 值', csv: 'p', of: ({ pValue }) => pValue },
  pUpper: { en: 'p (upper)', zh: 'p 值（右侧）', csv: 'p upper', of: ({ pUpper }) => pUpper },
  pLower: { en: 'p (lower)', zh: 'p 值（左侧）', csv: 'p lower', of: ({ pLower }) => pLower },
  draws: { en: 'B', zh: 'B', csv: 'Placebos', count: true, of: ({ draws }) => draws },
};
const over = { en: 'Placebo estimates', zh: '安慰剂估计值' } as const;
const usual = ['observed', 'mean', 'sd', 'p5', 'median', 'p95', 'pValue', 'draws'];

const parts = [
  ...([
    'treatment',
    'outcome',
    'permute',
    'statistic',
    'observed',
    'assignments',
    'exact',
    'hasActual',
    'convention',
    'pValue',
    'pUpper',
  ] as const),
  ...([
    'pLower',
    'draws',
    'skipped',
    'mean',
    'sd',
    'min',
    'max',
    'quantiles',
    'countAbsGe',
    'treatedUnits',
    'units',
  ] as const),
];

export const placebo: Builder = {
  type: placeboResult.type,
  parts,
  stats: Object.keys(columns),
  usualCell: () => '{b}{stars}',
  sideBySide: true,
  build,
};

const read = (source: TableSource): Placebo =>
  Object.fromEntries(parts.map((part) => [part, source.part(part)])) as unknown as Placebo;

const drawn = {
  en: { units: 'units', dates: 'dates', both: 'units and dates', design: 'units of the design' },
  zh: { units: '随机个体', dates: '随机时间', both: '随机个体与随机时间', design: '设计中的随机单位' },
} as const;

function build(groups: readonly Group[], context: BuildContext): Built {
  const { options, book } = context;
  const names = options.stats ?? usual;
  for (const name of names.filter((each) => !Object.hasOwn(columns, each))) {
    const hint = `statistics: ${Object.keys(columns).join(', ')}`;
    context.refuse('unknown-statistic', `placebo tests have no statistic \`${name}\``, { option: 'stats', hint });
  }
  const found = groups.map((group) => group.sources.map((source) => ({ source, result: read(source) })));
  const results = found.flat().map(({ result }) => result);
  const panels = groups.map((group, g): TablePanel => {
    return { title: group.title, rows: found[g]!.map((each) => rowOf(each, names, context)) };
  });
  return {
    stub: '',
    columns: names.map((name, i) => {
      const column = columns[name]!;
      return statisticColumn(name, i, column[book.language], column.csv, context);
    }),
    spanners: names.some((name) => columns[name]!.spread)
      ? [spannersOf(names.map((name) => (columns[name]!.spread ? over[book.language] : '')))]
      : [],
    panels,
    notes: notesOf(results, names, context).map((note) => sentence(note, context)),
    data: { columns: names.map((statistic) => ({ statistic })), rows: results },
  };
}

function rowOf(
  { source, result }: { readonly source: TableSource; readonly result: Placebo },
  names: readonly string[],
  { options, book, words }: BuildContext,
): Row {
  const what = drawn[book.language][result.permute];
  const shown = result.statistic === 'estimate' ? what : `${what}${words.comma}${result.statistic}`;
  const named = words.bracketed(termLabel(result.treatment, book), shown);
  const cells = names.map((name): Cell => {
    const { of, count } = columns[name]!;
    const stars = name === 'observed' ? markOf(result.pValue, options) : '';
    const format = numberFormat(options, [name], count === true);
    return { is: 'number', value: of(result), format, ...(stars === '' ? {} : { stars }) };
  });
  return {
    key: source.node,
    label: source.view.header === '' ? named : source.view.header,
    name: source.node,
    section: 'body',
    cells,
  };
}

function notesOf(results: readonly Placebo[], names: readonly string[], context: BuildContext): string[] {
  const { book, words } = context;
  const isZh = book.language === 'zh';
  const notes: string[] = [];
  if (tells(context, 'method')) {
    for (const result of results) {
      const [x, y] = [termLabel(result.treatment, book), termLabel(result.outcome, book)];
      const what = drawn[book.language][result.permute];
      const draws = countText(result.draws, context.options);
      const all = isZh ? `共全部 B = ${draws} 种` : `in all B = ${draws} ways`;
      const some = isZh ? `共 B = ${draws} 次` : `B = ${draws} times`;
      const times = result.exact ? all : some;
      const { statistic } = result;
      const compared = statistic === 'estimate' ? '' : isZh ? `，统计量为 ${statistic}` : ` (statistic: ${statistic})`;
      const p = (result.exact && result.hasActual) || result.convention === 'simple' ? '#/B' : '(1 + #)/(1 + B)';
      notes.push(
        isZh
          ? han`安慰剂检验：将${x}重新分配给${what}，${times}，模型其余部分不变（被解释变量${y}）${compared}；双侧 p = ${p}，# 为绝对值不小于真实估计值的次数`
          : `Placebo: ${x} is assigned to other ${what}, ${times}, in an otherwise equal regression of ${y}${compared}; two-sided p = ${p}, # those at least as large in absolute value`,
      );
    }
  }
  if (tells(context, 'stars')) notes.push(...starsNotes(cellLines('{b}{stars}', context), context));
  const reasons = results.flatMap((result) =>
    names.flatMap((name) => {
      const value = columns[name]!.of(result);
      return typeof value === 'number'
        ? []
        : [`${columns[name]![book.language]}${words.colon}${asLabelled(value.invalid, book)}`];
    }),
  );
  if (reasons.length > 0 && tells(context, 'undefined'))
    notes.push(words.undefinedStat([...new Set(reasons)].join(words.semicolon)));
  return [...new Set(notes)];
}
