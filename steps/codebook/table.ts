/** Builds tables of codebooks: a row for each variable, what was done to the data below. */

import { ownValue } from '../../src/base/own-value.ts';
import { written } from '../../src/base/value.ts';
import type { CodebookRow } from '../../src/frame/codebook.ts';
import {
  type BuildContext,
  type Builder,
  type Built,
  checkChosen,
  type Group,
  type TableSource,
} from '../../src/table/builders/builder.ts';
import { ended, sentence, tells } from '../../src/table/builders/notes.ts';
import type { RecordColumn } from '../../src/table/builders/records.ts';
import { briefNumber, readable } from '../../src/table/number.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import { chooseRows } from '../../src/table/select.ts';
import type { Cell, Language, TablePanel } from '../../src/table/table.ts';
import { asProse } from '../../src/table/words/worded.ts';

const columns: Readonly<Record<string, RecordColumn>> = {
  label: { en: 'Label', zh: '标签', csv: 'Label' },
  unit: { en: 'Unit', zh: '单位', csv: 'Unit' },
  source: { en: 'Source', zh: '来源', csv: 'Source' },
  type: { en: 'Type', zh: '类型', csv: 'Type' },
  n: { en: 'N', zh: '观测值', csv: 'N', count: true },
  missing: { en: 'Missing', zh: '缺失', csv: 'Missing', count: true },
  range: { en: 'Range', zh: '取值范围', csv: 'Range' },
  changes: { en: 'Changed', zh: '处理', csv: 'Changed' },
};

interface CodebookWords {
  readonly changes: Readonly<Record<'readAsMissing' | 'recoded' | 'interpolated', string>>;
  readonly types: Readonly<Record<string, string>>;
  readonly confidential: string;
  readonly derived: string;
  distinct(n: number): string;
}

const phrases: Readonly<Record<Language, CodebookWords>> = {
  en: {
    changes: { readAsMissing: 'read as missing', recoded: 'recoded', interpolated: 'interpolated' },
    types: {},
    confidential: 'confidential',
    derived: 'derived',
    distinct: (n) => `${n} ${n === 1 ? 'text' : 'texts'}`,
  },
  zh: {
    changes: { readAsMissing: '读作缺失', recoded: '重新编码', interpolated: '插值' },
    types: {
      number: '数值',
      string: '文本',
      category: '类别',
      date: '日期',
      month: '月份',
      quarter: '季度',
      'not typed': '未识别',
    },
    confidential: '保密',
    derived: '计算',
    distinct: (n) => `${n} 种文本`,
  },
};

export const codebook: Builder = {
  type: 'codebook',
  parts: ['rows', 'told'],
  stats: Object.keys(columns),
  sideBySide: false,
  build: (groups, context) => build(groups, context),
};

const linesOf = (source: TableSource): readonly CodebookRow[] =>
  source.part('rows') as unknown as readonly CodebookRow[];

function build(groups: readonly Group[], context: BuildContext): Built {
  const { options, book } = context;
  const sources = groups.map((group) => group.sources[0]!);
  const all = sources.flatMap(linesOf);
  checkChosen(
    all.map(({ variable }) => variable),
    {},
    context,
  );
  const text = (line: CodebookRow, name: string): string | number => saidOf(line, name, context);
  const shown = options.stats ?? Object.keys(columns).filter((name) => all.some((line) => text(line, name) !== ''));
  const panels = groups.map((group, g): TablePanel => {
    const lines = linesOf(sources[g]!);
    const rows = chooseRows(
      lines.map(({ variable }) => variable),
      options,
    ).map((variable) => {
      const line = lines.find((each) => each.variable === variable)!;
      return {
        key: variable,
        label: ownValue(book.renamed, variable) ?? variable,
        name: variable,
        section: 'body' as const,
        cells: shown.map((name) => cellOf(text(line, name), variable, name, context)),
      };
    });
    return { title: group.title, rows };
  });
  return {
    stub: '',
    columns: shown.map((name, i) => ({
      header: columns[name]![book.language],
      name: columns[name]!.csv,
      ...(options.numbers ? { number: `(${i + 1})` } : {}),
    })),
    spanners: [],
    panels,
    notes: tells(context, 'method') ? sources.flatMap((source) => toldOf(source, context)) : [],
    data: { columns: shown.map((statistic) => ({ statistic })), rows: all },
  };
}

function saidOf(line: CodebookRow, name: string, { book, words }: BuildContext): string | number {
  const { variable, n, missing, min, max, distinct, confidential } = line;
  const said = phrases[book.language];
  switch (name) {
    case 'label':
      return ownValue(book.variables, variable) ?? line.label ?? '';
    case 'unit':
      return ownValue(book.units, variable) ?? line.unit ?? '';
    case 'source':
      return line.formula === null ? (line.source ?? '') : `${said.derived}${words.colon}${line.formula}`;
    case 'type':
      return ownValue(said.types, line.type) ?? line.type;
    case 'n':
      return n;
    case 'missing':
      return missing;
    case 'range':
      if (confidential) return said.confidential;
      if (distinct !== null) return said.distinct(distinct);
      return min === null || max === null ? '' : `${shortest(min)} … ${shortest(max)}`;
    default:
      return (['readAsMissing', 'recoded', 'interpolated'] as const)
        .flatMap((what) => (line[what] === undefined ? [] : [`${line[what]} ${said.changes[what]}`]))
        .join(words.semicolon);
  }
}

/** At most six significant digits, since a range is no result. */
const shortest = (value: number | string): string =>
  typeof value === 'string' ? value : readable(briefNumber(value, 6));

function cellOf(value: string | number, variable: string, name: string, { options }: BuildContext): Cell {
  if (typeof value === 'number') return { is: 'number', value, format: numberFormat(options, [variable, name], true) };
  return value === '' ? { is: 'empty' } : { is: 'text', text: value };
}

/** Returns the sentences on changes to rows. Those on values stand in the rows of their variables. */
function toldOf(source: TableSource, context: BuildContext): string[] {
  const told = source.part('told') as unknown as readonly string[];
  return told
    .filter((line) => !/^`[^`]+`: \d+ (cell|value)s? /.test(line))
    .map((line) => {
      const beginsWithName = line.startsWith('`') || context.book.language === 'zh';
      return (beginsWithName ? ended : sentence)(asProse(written(line), context.book), context);
    });
}
