/** Builds tables of thresholds: of their tests, in order of discovery, or of the regression by regime. */
import { ownValue } from '../../src/base/own-value.ts';
import { quoted } from '../../src/base/text/quoted.ts';
import type { Fit, Stat } from '../../src/econ/fit.ts';
import {
  type BuildContext,
  type Builder,
  type Built,
  checkChosen,
  type Group,
  spannersOf,
  statisticColumn,
  type TableSource,
} from '../../src/table/builders/builder.ts';
import { footerNames } from '../../src/table/builders/footer.ts';
import { tells } from '../../src/table/builders/notes.ts';
import type { RecordColumn } from '../../src/table/builders/records.ts';
import { regression } from '../../src/table/builders/regression.ts';
import { formatNumber, legible, readable, vanishes } from '../../src/table/number.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import { chooseRows } from '../../src/table/select.ts';
import type { Cell, NumberFormat, Row, TablePanel } from '../../src/table/table.ts';
import { defaultCell } from '../../src/table/template/cell.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { statLabels } from '../../src/table/words/stat-labels.ts';
import type { Regime } from './numbers/regimes.ts';
import type { ThresholdResult, ThresholdRow } from './numbers/result.ts';
import { thresholdResult } from './result.ts';
import { phrases, sentences } from './words.ts';

/** A column of the table of tests: its heading by language and in CSV, and where its number is found. */
interface TestColumn extends RecordColumn {
  readonly critical?: true;
  of(row: ThresholdRow): Stat;
}

const testColumns: Readonly<Record<string, TestColumn>> = {
  gamma: { en: 'Threshold', zh: '门槛值', csv: 'Threshold Value', of: (row) => row.gamma },
  ciLow: { en: 'CI low', zh: '置信下限', csv: 'CI Low', of: (row) => row.ciLow },
  ciHigh: { en: 'CI high', zh: '置信上限', csv: 'CI High', of: (row) => row.ciHigh },
  ciXthregLow: { en: 'CI low (xthreg)', zh: '置信下限（xthreg）', csv: 'CI Low xthreg', of: (row) => row.ciXthreg[0] },
  ciXthregHigh: {
    en: 'CI high (xthreg)',
    zh: '置信上限（xthreg）',
    csv: 'CI High xthreg',
    of: (row) => row.ciXthreg[1],
  },
  f: { en: 'F', zh: 'F 值', csv: 'F Statistic', of: (row) => row.f },
  fXthreg: { en: 'F (xthreg)', zh: 'F 值（xthreg）', csv: 'F xthreg', of: (row) => row.fXthreg },
  fHansen: { en: 'F (Hansen)', zh: 'F 值（Hansen）', csv: 'F Hansen', of: (row) => row.fHansen },
  pValue: { en: 'p', zh: 'P 值', csv: 'P Value', of: (row) => row.pValue },
  bootstrap: { en: 'Replications', zh: 'BS 次数', csv: 'BS Replications', count: true, of: (row) => row.bootstrap },
  critical1: { en: '1%', zh: '1%', csv: '1%', critical: true, of: (row) => row.critical['1'] },
  critical5: { en: '5%', zh: '5%', csv: '5%', critical: true, of: (row) => row.critical['5'] },
  critical10: { en: '10%', zh: '10%', csv: '10%', critical: true, of: (row) => row.critical['10'] },
  rss: { en: 'RSS', zh: '残差平方和', csv: 'RSS', of: (row) => row.rss },
  mse: { en: 'MSE', zh: '均方误差', csv: 'MSE', of: (row) => row.mse },
};
const usual = ['gamma', 'f', 'pValue', 'bootstrap', 'critical1', 'critical5', 'critical10'];
const keys = ['single', 'double', 'triple'] as const;
const csvNames = ['Single threshold', 'Double threshold', 'Triple threshold'];

export const threshold: Builder = {
  type: thresholdResult.type,
  sentences,
  parts: ['thresholds', 'fit', 'regimes', 'on', 'slope', 'convention', 'rssLinear'],
  stats: [...new Set([...Object.keys(testColumns), ...Object.keys(statLabels)])],
  usualCell: (show) => (show === 'regimes' ? defaultCell : null),
  footer: footerNames,
  shows: ['tests', 'regimes'],
  sideBySide: true,
  hasFits: true,
  build: (groups, context) =>
    context.options.show === 'regimes' ? buildRegimes(groups, context) : buildTests(groups, context),
};

const part = <K extends keyof ThresholdResult>(source: TableSource, name: K): ThresholdResult[K] =>
  source.part(name) as unknown as ThresholdResult[K];

function buildTests(groups: readonly Group[], context: BuildContext): Built {
  const { options, book } = context;
  const names = options.stats ?? usual;
  checkTests(groups, names, context);
  const sources = groups.map((group) => group.sources[0]!);
  const critical = spannersOf(
    names.map((name) => (testColumns[name]!.critical ? phrases[book.language].critical : '')),
  );
  return {
    stub: '',
    head: { en: 'Threshold', zh: '门槛' }[book.language],
    columns: names.map((name, i) => {
      const column = testColumns[name]!;
      return statisticColumn(name, i, column[book.language], column.csv, context);
    }),
    spanners: critical.length === 0 ? [] : [critical],
    panels: groups.map((group, g): TablePanel => ({ title: group.title, rows: testRows(sources[g]!, names, context) })),
    notes: tells(context, 'method')
      ? [...new Set(sources.flatMap((source) => [testsNote(source, context), ...unseenNotes(source, names, context)]))]
      : [],
    data: {
      columns: names.map((name) => ({ statistic: name })),
      rows: groups.flatMap((group, g) =>
        part(sources[g]!, 'thresholds').map((row) => ({
          ...(groups.length > 1 ? { panel: group.title } : {}),
          ...row,
        })),
      ),
    },
  };
}

function checkTests(groups: readonly Group[], names: readonly string[], context: BuildContext): void {
  const crowded = groups.find((group) => group.sources.length > 1);
  if (crowded) {
    const message = `expected one threshold step for a table or a panel of tests, got ${crowded.sources.length}`;
    context.refuse('several-nodes', message, { option: 'from', hint: 'put each in a panel of its own with `panels:`' });
  }
  for (const name of names.filter((stat) => !Object.hasOwn(testColumns, stat))) {
    const hint = `statistics: ${Object.keys(testColumns).join(', ')}`;
    context.refuse('unknown-statistic', `tests have no statistic \`${name}\``, { option: 'stats', hint });
  }
  const usual = `rows: ${quoted(keys)}`;
  checkChosen(keys, { code: 'unknown-row', usual }, context);
}

function testRows(source: TableSource, names: readonly string[], context: BuildContext): Row[] {
  const { options, book } = context;
  const rows = part(source, 'thresholds');
  const found = keys.slice(0, rows.length);
  return chooseRows(found, options).map((key) => {
    const at = found.indexOf(key as (typeof keys)[number]);
    return {
      key,
      label: ownValue(book.renamed, key) ?? phrases[book.language].tests[at]!,
      name: csvNames[at]!,
      section: 'body',
      cells: names.map((name): Cell => {
        const { of, count } = testColumns[name]!;
        const value = of(rows[at]!);
        const isGamma = name === 'gamma' && typeof value === 'number';
        const format = isGamma ? thresholdFormat(value, options) : numberFormat(options, [name], count === true);
        return { is: 'number', value, format };
      }),
    };
  });
}

/** A threshold is named by its value, and zeros alone would name none. */
function thresholdFormat(value: number, options: BuildContext['options']): NumberFormat {
  const format = numberFormat(options, ['gamma']);
  return vanishes(value, format) ? legible(value, format) : format;
}

function testsNote(source: TableSource, { book, words }: BuildContext): string {
  const variable = termLabel(part(source, 'on'), book);
  const slopes = part(source, 'slope').map((name) => termLabel(name, book));
  const own = phrases[book.language];
  return own.note(
    variable,
    slopes.join(words.comma),
    own.conventions[part(source, 'convention')],
    part(source, 'thresholds').some((row) => row.bootstrap > 0),
  );
}

/** Names the tests of which `xthreg`'s interval is shown by rules that its output was not seen for. */
function unseenNotes(source: TableSource, names: readonly string[], { book, words }: BuildContext): string[] {
  if (!names.some((name) => name.startsWith('ciXthreg'))) return [];
  const unseen = part(source, 'thresholds').filter((row) => row.ciXthregUnseen);
  if (unseen.length === 0) return [];
  const own = phrases[book.language];
  return [own.unseen(unseen.map(({ order }) => own.tests[order - 1]!).join(words.comma))];
}

/** Builds a regression table whose terms `x#k` are named by the bounds of regime k, where all columns have the same. */
function buildRegimes(groups: readonly Group[], context: BuildContext): Built {
  const ofTests = context.options.stats?.find(
    (name) => !Object.hasOwn(statLabels, name) && Object.hasOwn(testColumns, name),
  );
  if (ofTests !== undefined) {
    const hint = 'tests are shown without `show: regimes`';
    context.refuse('unknown-statistic', `\`${ofTests}\` is a statistic of the tests`, { option: 'stats', hint });
  }
  const { book } = context;
  const sources = groups.flatMap((group) => group.sources);
  const labels = new Map<string, string>();
  const unlike = new Set<string>();
  for (const [term, label] of sources.flatMap((source) => regimeLabels(source, context))) {
    if ((labels.get(term) ?? label) !== label) unlike.add(term);
    labels.set(term, label);
  }
  const named = [...labels].filter(([term]) => !unlike.has(term));
  const inner: BuildContext = {
    ...context,
    book: { ...book, renamed: { ...Object.fromEntries(named), ...book.renamed } },
  };
  const fits = groups.map((group) => ({ ...group, sources: group.sources.map(fitSource) }));
  const built = regression.build(fits, inner);
  return tells(context, 'method') ? { ...built, notes: [...built.notes, phrases[book.language].lower] } : built;
}

function fitSource(source: TableSource): TableSource {
  const fit = source.part('fit') as unknown as Fit;
  return { ...source, part: (name) => fit[name as keyof Fit] as ReturnType<TableSource['part']> };
}

function regimeLabels(source: TableSource, context: BuildContext): [string, string][] {
  const { book } = context;
  const variable = termLabel(part(source, 'on'), book);
  return part(source, 'slope').flatMap((slope) =>
    part(source, 'regimes').map((regime): [string, string] => {
      const label = context.words.bracketed(termLabel(slope, book), bounds(regime, variable, context));
      return [`${slope}#${regime.number}`, label];
    }),
  );
}

function bounds({ lower, upper }: Regime, variable: string, { options }: BuildContext): string {
  const text = (value: number): string => readable(formatNumber(value, thresholdFormat(value, options)));
  const parts = [...(lower === null ? [] : [text(lower)]), variable, ...(upper === null ? [] : [text(upper)])];
  return parts.join(' < ');
}
