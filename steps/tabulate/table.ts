/** Builds tables of tabulations: a row for each level, and a line of each cell for each number that is shown. */
import { ownValue } from '../../src/base/own-value.ts';
import type { Stat } from '../../src/econ/fit.ts';
import type { WeightsSpec } from '../../src/econ/spec.ts';
import {
  type BuildContext,
  type Builder,
  type Built,
  checkChosen,
  type Group,
  spannersOf,
  type TableSource,
} from '../../src/table/builders/builder.ts';
import { sentence, tells } from '../../src/table/builders/notes.ts';
import { briefNumber, readable } from '../../src/table/number.ts';
import { digitsOf } from '../../src/table/options/digits.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import { chooseRows } from '../../src/table/select.ts';
import type { Cell, Row, TableColumn, TablePanel } from '../../src/table/table.ts';
import { headingLabel, levelBelowHead, levelLabel, termLabel } from '../../src/table/words/labels.ts';
import { asLabelled } from '../../src/table/words/worded.ts';
import type { Counted, CountedLevel, Independence } from './numbers/tabulate.ts';
import { tabulateResult } from './result.ts';
import { sentences } from './words.ts';

type NamedRecord<T, K extends string> = T & Readonly<Record<K, string>>;
type CellRecord = NamedRecord<Counted, 'name'>;
type RowRecord = NamedRecord<Omit<CountedLevel, 'level' | 'by'>, 'variable'> & { readonly by: readonly CellRecord[] };

interface Tabulated {
  readonly rows: readonly RowRecord[];
  readonly total: { readonly n: number; readonly weight: number; readonly by: readonly CellRecord[] };
  /** Null where there is one variable. */
  readonly test: Independence | null;
}

interface ShownTabulation extends Tabulated {
  readonly of: { readonly rows: string; readonly by: string | null; readonly over: string | null };
  readonly levels: readonly string[];
  readonly weights: WeightsSpec | null;
  readonly strata: readonly NamedRecord<Tabulated, 'name'>[];
}

const parts = ['rows', 'total', 'test', 'of', 'levels', 'strata', 'weights'] as const;

interface Statistic {
  readonly en: string;
  readonly zh: string;
  readonly csv: string;
  readonly isShare: boolean;
}

const statistics: Readonly<Record<string, Statistic>> = {
  n: { en: 'N', zh: '频数', csv: 'N', isShare: false },
  weight: { en: 'Weight', zh: '加权频数', csv: 'Weight', isShare: false },
  share: { en: '%', zh: '百分比', csv: 'Percent', isShare: true },
  cumulative: { en: 'Cum. %', zh: '累计百分比', csv: 'Cumulative percent', isShare: true },
  row: { en: 'row %', zh: '行百分比', csv: 'Row percent', isShare: true },
  column: { en: 'column %', zh: '列百分比', csv: 'Column percent', isShare: true },
  cell: { en: '% of all', zh: '总百分比', csv: 'Cell percent', isShare: true },
};
const ofOne = ['n', 'weight', 'share', 'cumulative'];
const ofTwo = ['n', 'weight', 'row', 'column', 'cell'];

const words = {
  en: { total: 'Total', missing: 'Missing', lines: 'lines of a cell' },
  zh: { total: '合计', missing: '缺失', lines: '单元格各行依次为' },
} as const;

export const tabulate: Builder = {
  type: tabulateResult.type,
  parts,
  sentences,
  stats: Object.keys(statistics),
  levels: (source) => {
    const { of, levels } = read(source);
    return of.by === null ? [] : levels.map((level) => ({ column: of.by!, level }));
  },
  sideBySide: false,
  build: (groups, context) => build(groups, context),
};

const read = (source: TableSource): ShownTabulation =>
  Object.fromEntries(parts.map((part) => [part, source.part(part)])) as unknown as ShownTabulation;

function build(groups: readonly Group[], context: BuildContext): Built {
  const sources = groups.map((group) => read(group.sources[0]!));
  const first = sources[0]!;
  if (
    sources.some(
      ({ of, levels }) =>
        of.rows !== first.of.rows || of.by !== first.of.by || levels.join('\0') !== first.levels.join('\0'),
    )
  )
    context.refuse('different-groups', 'the panels of this table have different variables or levels', {
      option: 'from',
    });
  checkChosen(
    [...new Set(sources.flatMap(({ rows }) => rows.map(({ variable }) => variable)))],
    { what: 'level' },
    context,
  );
  const shown = statisticsShown(first, context);
  const columns =
    first.of.by === null ? shown.map((name, i) => statisticColumn(name, i, context)) : levelColumns(first, context);
  const panels = groups.flatMap((group, g) => panelsOf(sources[g]!, group.title, shown, context));
  const notes = notesOf(sources, shown, context);
  const heading =
    first.of.by === null ? [] : [spannersOf([...first.levels.map(() => headingLabel(first.of.by!, context.book)), ''])];
  return {
    stub: headingLabel(first.of.rows, context.book),
    columns,
    spanners: heading,
    panels,
    notes,
    data: {
      columns:
        first.of.by === null
          ? shown.map((statistic) => ({ statistic }))
          : [...first.levels.map((level) => ({ level })), { level: null }],
      rows: sources,
    },
  };
}

function statisticsShown({ of }: ShownTabulation, { options, refuse }: BuildContext): readonly string[] {
  const known = of.by === null ? ofOne : ofTwo;
  const shown = options.stats ?? (of.by === null ? ['n', 'share', 'cumulative'] : ['n']);
  const other = shown.find((name) => !known.includes(name));
  if (other === undefined) return shown;
  const hint = `there are ${known.map((name) => `\`${name}\``).join(', ')}`;
  return refuse(
    'absent-statistic',
    `a table of ${of.by === null ? 'one variable' : 'two variables'} has no \`${other}\``,
    { option: 'stats', hint },
  );
}

function statisticColumn(name: string, i: number, { book, options }: BuildContext): TableColumn {
  const { [book.language]: header, csv } = statistics[name]!;
  return {
    header: ownValue(book.renamed, name) ?? header,
    name: csv,
    ...(options.numbers ? { number: `(${i + 1})` } : {}),
  };
}

/** A level of a row or a column, whose variable heads them. */
const labelOf = (variable: string, level: string, { book }: BuildContext): string =>
  level === '.' ? words[book.language].missing : levelBelowHead(variable, level, book);

/** A level of the third variable. */
const stratumLabel = (variable: string, level: string, { book }: BuildContext): string =>
  level === '.' ? words[book.language].missing : levelLabel(variable, level, book);

function levelColumns({ of, levels }: ShownTabulation, context: BuildContext): TableColumn[] {
  const { book, options } = context;
  const columns = [
    ...levels.map((level) => ({ header: labelOf(of.by!, level, context), name: level })),
    { header: words[book.language].total, name: 'Total' },
  ];
  return columns.map((column, i) => ({ ...column, ...(options.numbers ? { number: `(${i + 1})` } : {}) }));
}

/** A panel of all rows, or one for each level of the third variable. */
function panelsOf(
  source: ShownTabulation,
  title: string | null,
  shown: readonly string[],
  context: BuildContext,
): TablePanel[] {
  const { of, strata } = source;
  if (strata.length === 0) return [{ title, rows: rowsOf(source, of, shown, context) }];
  return strata.map((stratum) => {
    const label = stratumLabel(of.over!, stratum.name, context);
    return {
      title: title === null ? label : `${title}${context.words.colon}${label}`,
      rows: rowsOf(stratum, of, shown, context),
    };
  });
}

function rowsOf(
  { rows, total }: Tabulated,
  of: ShownTabulation['of'],
  shown: readonly string[],
  context: BuildContext,
): Row[] {
  const chosen = chooseRows(
    rows.map(({ variable }) => variable),
    context.options,
  );
  const body = chosen.flatMap((level) => {
    const record = rows.find(({ variable }) => variable === level)!;
    const label = labelOf(of.rows, level, context);
    return linesOf({ key: level, label, section: 'body' }, record, of, shown, context);
  });
  const all = { n: total.n, weight: total.weight, row: 1, column: 1, cell: 1, cumulative: 1, by: total.by };
  const lines = linesOf(
    { key: 'total', label: words[context.book.language].total, section: 'footer' },
    all,
    of,
    shown,
    context,
  );
  return [...body, ...lines];
}

type RowHead = Pick<Row, 'key' | 'label' | 'section'>;
type Counts = Omit<Counted, 'level'> & { readonly cumulative: Stat; readonly by: readonly Counted[] };

function linesOf(
  head: RowHead,
  record: Counts,
  of: ShownTabulation['of'],
  shown: readonly string[],
  context: BuildContext,
): Row[] {
  const isTotal = head.section === 'footer';
  if (of.by === null) {
    const cells = shown.map(
      (name): Cell => (isTotal && name === 'cumulative' ? { is: 'empty' } : cellOf(record, name, head.key, context)),
    );
    return [{ ...head, name: isTotal ? 'Total' : head.key, cells }];
  }
  return shown.map((name, line) => ({
    ...head,
    label: line === 0 ? head.label : '',
    name: line === 0 ? (isTotal ? 'Total' : head.key) : '',
    cells: [...record.by, record].map((each) => cellOf(each, name, head.key, context)),
    ...(line === 0 ? {} : { continues: true }),
  }));
}

/** Shares are percentages, with one decimal unless said. */
function cellOf(
  record: Counted & { readonly cumulative?: Stat },
  name: string,
  level: string,
  { options }: BuildContext,
): Cell {
  const { isShare } = statistics[name]!;
  const value = name === 'share' ? record.cell : (record[name as keyof Counted | 'cumulative'] as Stat);
  if (!isShare)
    return {
      is: 'number',
      value,
      format: numberFormat(options, [level, name], name === 'n' || Number.isInteger(value)),
    };
  const said = digitsOf(options.digits, [level, name, 'default']);
  const format = { ...numberFormat(options, [level, name]), style: 'fixed' as const, digits: said ?? 1 };
  return { is: 'number', value: typeof value === 'number' ? 100 * value : value, format };
}

function notesOf(sources: readonly ShownTabulation[], shown: readonly string[], context: BuildContext): string[] {
  const { book } = context;
  const first = sources[0]!;
  const notes: string[] = [];
  if (first.of.by !== null && shown.length > 1 && tells(context, 'method')) {
    const names = shown.map((name) => statistics[name]![book.language]);
    notes.push(`${words[book.language].lines}${context.words.colon}${names.join(context.words.semicolon)}`);
  }
  if (tells(context, 'method'))
    notes.push(...weightNotes(sources, context), ...sources.flatMap((source) => testsOf(source, context)));
  return notes.map((note) => sentence(note, context));
}

const weightNotes = (
  sources: readonly ShownTabulation[],
  { words: phrases, book }: BuildContext,
): readonly string[] => [
  ...new Set(
    sources.flatMap(({ weights }) => (weights ? [phrases.weighted(termLabel(weights.of, book), weights.is)] : [])),
  ),
];

/** The test of each table, or why there is none. */
function testsOf(source: ShownTabulation, context: BuildContext): string[] {
  const tables = source.strata.length === 0 ? [{ ...source, name: null }] : source.strata;
  return tables.flatMap(({ test, name }) => {
    if (test === null) return [];
    const of = name === null ? '' : `${stratumLabel(source.of.over!, name, context)}${context.words.colon}`;
    const { chi2, df, pValue, cramersV } = test;
    if (typeof chi2 !== 'number') return [`${of}${asLabelled(chi2.invalid, context.book)}`];
    return [
      [
        `${of}χ²(${df}) = ${told(chi2)}`,
        `p = ${told(pValue)}`,
        `${context.book.language === 'zh' ? 'Cramér V' : 'Cramér’s V'} = ${told(cramersV)}`,
      ].join(context.words.comma),
    ];
  });
}

const told = (value: Stat): string => (typeof value === 'number' ? readable(briefNumber(value, 4)) : '.');
