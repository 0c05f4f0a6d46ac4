/** Builds tables of matchings: how alike both sides are before and after, or the effects, as psmatch2 and pstest print them. */

import type { Stat } from '../../src/econ/fit.ts';
import {
  type BuildContext,
  type Builder,
  type Built,
  checkChosen,
  type Group,
  type Source,
  statisticColumn,
} from '../../src/table/builders/builder.ts';
import { sentence, tells } from '../../src/table/builders/notes.ts';
import type { RecordColumn } from '../../src/table/builders/records.ts';
import { numberFormat } from '../../src/table/options/options.ts';
import { chooseRows } from '../../src/table/select.ts';
import type { Cell, Panel, Row } from '../../src/table/table.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import { matchResult } from './result.ts';
import { sentences } from './words.ts';

/** A column, and where its numbers stand in a record: in the row before matching, and in the one after. */
interface Column extends RecordColumn {
  readonly before: string;
  readonly after: string;
}

const balance: Readonly<Record<string, Column>> = {
  treated: { en: 'Treated', zh: '处理组', csv: 'Treated', before: 'treated', after: 'treatedMatched' },
  control: { en: 'Control', zh: '对照组', csv: 'Control', before: 'control', after: 'controlMatched' },
  bias: { en: '% bias', zh: '标准化偏差（%）', csv: 'Bias', before: 'bias', after: 'biasMatched' },
  reduction: { en: '% reduction', zh: '偏差减少（%）', csv: 'Reduction', before: '', after: 'reduction' },
  statistic: { en: 't', zh: 't', csv: 't', before: 'statistic', after: 'statisticMatched' },
  pValue: { en: 'p', zh: 'p', csv: 'p', before: 'pValue', after: 'pValueMatched' },
  varianceRatio: {
    en: 'V(T)/V(C)',
    zh: '方差比',
    csv: 'Variance ratio',
    before: 'varianceRatio',
    after: 'varianceRatioMatched',
  },
};

const effects: Readonly<Record<string, Column>> = {
  treated: { en: 'Treated', zh: '处理组', csv: 'Treated', before: 'unmatched.treated', after: 'treated' },
  control: { en: 'Control', zh: '对照组', csv: 'Control', before: 'unmatched.control', after: 'control' },
  estimate: { en: 'Difference', zh: '差异', csv: 'Difference', before: 'unmatched.difference', after: 'estimate' },
  stdError: { en: 'S.E.', zh: '标准误', csv: 'SE', before: '', after: 'stdError' },
  statistic: { en: 't', zh: 't', csv: 't', before: '', after: 'statistic' },
  pValue: { en: 'p', zh: 'p', csv: 'p', before: '', after: 'pValue' },
};

const usual = {
  balance: ['treated', 'control', 'bias', 'reduction', 'statistic', 'pValue'],
  effects: Object.keys(effects),
};

type RecordOf = Readonly<Record<string, unknown>> & { readonly variable: string };

export const match: Builder = {
  type: matchResult.type,
  sentences,
  parts: ['balance', 'att', 'match', 'support', 'meanAbsBias'],
  stats: [...new Set([...Object.keys(balance), ...Object.keys(effects)])],
  shows: ['balance', 'effects'],
  sideBySide: false,
  build: (groups, context) => build(groups, context),
};

function build(groups: readonly Group[], context: BuildContext): Built {
  const { options, book, words } = context;
  const view = options.show === 'effects' ? 'effects' : 'balance';
  const columns = view === 'effects' ? effects : balance;
  const names = (options.stats ?? usual[view]).filter((name) => Object.hasOwn(columns, name));
  const sources = groups.map((group) => group.sources[0]!);
  const records = (source: Source): readonly RecordOf[] => source.part(view === 'effects' ? 'att' : 'balance') as never;
  checkChosen(
    sources.flatMap((source) => records(source).map(({ variable }) => variable)),
    {},
    context,
  );
  return {
    stub: '',
    columns: [
      { header: words.match.sample, name: 'Sample' },
      ...names.map((name, i) => statisticColumn(name, i, columns[name]![book.language], columns[name]!.csv, context)),
    ],
    spanners: [],
    panels: groups.map(
      (group, g): Panel => ({
        title: group.title,
        rows: [
          ...rowsOf(records(sources[g]!), columns, names, context),
          ...(view === 'balance' ? meanRows(sources[g]!, names, context) : []),
        ],
      }),
    ),
    notes: tells(context, 'method') ? [...new Set(sources.map((source) => noteOf(source, view, context)))] : [],
    data: {
      columns: names.map((name) => ({ statistic: name })),
      rows: groups.flatMap((group, g) =>
        records(sources[g]!).map((row) => ({ ...(groups.length > 1 ? { panel: group.title } : {}), ...row }) as never),
      ),
    },
  };
}

/** Two rows a variable: before and after. */
function rowsOf(
  records: readonly RecordOf[],
  columns: Readonly<Record<string, Column>>,
  names: readonly string[],
  { options, book, words }: BuildContext,
): Row[] {
  return chooseRows(
    records.map(({ variable }) => variable),
    options,
  ).flatMap((variable) => {
    const record = records.find((each) => each.variable === variable)!;
    const row = (side: 'before' | 'after'): Row => ({
      key: variable,
      label: side === 'before' ? termLabel(variable, book) : '',
      name: side === 'before' ? variable : '',
      section: 'body',
      cells: [
        { is: 'text', text: words.match[side] },
        ...names.map((name): Cell => {
          const value = valueAt(record, columns[name]![side]);
          return value === undefined
            ? { is: 'empty' }
            : { is: 'number', value, format: numberFormat(options, [variable, name]) };
        }),
      ],
      ...(side === 'after' ? { continues: true } : {}),
    });
    return [row('before'), row('after')];
  });
}

function valueAt(record: RecordOf, path: string): Stat | undefined {
  if (path === '') return undefined;
  const found = path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], record) as Stat | undefined;
  // what is not defined for a variable of two values is no gap to explain
  return typeof found === 'number' ? found : undefined;
}

function meanRows(source: Source, names: readonly string[], { options, words }: BuildContext): Row[] {
  const means = source.part('meanAbsBias') as unknown as readonly [Stat, Stat];
  return (['before', 'after'] as const).map(
    (side, i): Row => ({
      key: 'meanAbsBias',
      label: i === 0 ? words.match.meanBias : '',
      name: i === 0 ? 'Mean bias' : '',
      section: 'footer',
      cells: [
        { is: 'text', text: words.match[side] },
        ...names.map(
          (name): Cell =>
            name === 'bias'
              ? { is: 'number', value: means[i]!, format: numberFormat(options, ['meanAbsBias', 'bias']) }
              : { is: 'empty' },
        ),
      ],
      ...(i > 0 ? { continues: true } : {}),
    }),
  );
}

function noteOf(source: Source, view: 'balance' | 'effects', context: BuildContext): string {
  const { method } = source.part('match') as unknown as {
    readonly method: 'nearest' | 'radius' | 'kernel' | 'entropy';
  };
  const support = source.part('support') as unknown as {
    readonly treated: number;
    readonly matched: number;
    readonly controlsUsed: number;
  };
  const { words } = context;
  return sentence(
    words.match.note(
      words.match.methods[method],
      support.matched,
      support.treated,
      support.controlsUsed,
      view === 'effects',
    ),
    context,
  );
}
