/** Builds tables of matchings: how alike both sides are before and after, or the effects, as psmatch2 and pstest print them. */

import type { Stat } from '../../src/econ/fit.ts';
import {
  type BuildContext,
  type Builder,
  type Built,
  checkChosen,
  type Group,
  statisticColumn,
  type TableSource,
} from '../../src/table/builders/builder.ts';
import { sentence, tells } from '../../src/table/builders/notes.ts';
import type { RecordColumn } from '../../src/table/builders/records.ts';
import { countText, numberFormat } from '../../src/table/options/options.ts';
import { chooseRows } from '../../src/table/select.ts';
import type { Cell, Row, TablePanel } from '../../src/table/table.ts';
import { levelLabel, noteLabel, termLabel } from '../../src/table/words/labels.ts';
import type { Estimand } from './numbers/spec.ts';
import { matchResult } from './result.ts';
import { type Described, phrases, sentences } from './words.ts';

/** A column, and where its numbers stand in a record: in the row before matching, and in the one after. */
interface BalanceColumn extends RecordColumn {
  readonly before: string;
  readonly after: string;
}

const balance: Readonly<Record<string, BalanceColumn>> = {
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

const effects: Readonly<Record<string, BalanceColumn>> = {
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
  parts: ['balance', 'match', 'support', 'meanAbsBias', 'levels'],
  partsShown: ({ parts = ['att'] }) => parts,
  stats: [...new Set([...Object.keys(balance), ...Object.keys(effects)])],
  shows: ['balance', 'effects', 'balance-by', 'effects-by'],
  sideBySide: false,
  build: (groups, context) => build(groups, context),
};

function build(groups: readonly Group[], context: BuildContext): Built {
  const { options, book } = context;
  const view = options.show?.startsWith('effects') ? 'effects' : 'balance';
  const columns = view === 'effects' ? effects : balance;
  const names = (options.stats ?? usual[view]).filter((name) => Object.hasOwn(columns, name));
  const sources = groups.map((group) => group.sources[0]!);
  const all = sections(groups, view, context);
  checkChosen(
    all.flatMap(({ records }) => records.map(({ variable }) => variable)),
    {},
    context,
  );
  return {
    stub: '',
    columns: [
      { header: phrases[book.language].sample, name: 'Sample' },
      ...names.map((name, i) => statisticColumn(name, i, columns[name]![book.language], columns[name]!.csv, context)),
    ],
    spanners: [],
    panels: all.map(
      ({ title, records, means, label }): TablePanel => ({
        title,
        rows: [
          ...rowsOf(records, label, columns, names, context),
          ...(means === undefined ? [] : meanRows(means, names, context)),
        ],
      }),
    ),
    notes: tells(context, 'method') ? [...new Set(sources.map((source) => noteOf(source, view, context)))] : [],
    data: {
      columns: names.map((name) => ({ statistic: name })),
      rows: all.flatMap(({ title, records }) =>
        records.map((row) => ({ ...(all.length > 1 ? { panel: title } : {}), ...row }) as never),
      ),
    },
  };
}

/** Holds what one panel shows. */
interface Section {
  readonly title: string | null;
  readonly records: readonly RecordOf[];
  /** Mean biases before and after, below the records. */
  readonly means: readonly [Stat, Stat] | undefined;
  label(record: RecordOf): string;
}

/** `effects` are of those whom the step means. */
type MatchParts = Readonly<Record<'effects' | 'balance', readonly RecordOf[]>> & {
  readonly meanAbsBias: readonly [Stat, Stat];
};
type LevelParts = Omit<MatchParts, 'effects'> & { readonly level: string; readonly att: readonly RecordOf[] };

/** A panel for each source; of single levels, one for each level, or for each outcome with the levels as its rows. */
function sections(groups: readonly Group[], view: 'balance' | 'effects', context: BuildContext): readonly Section[] {
  const { options, book } = context;
  const ofVariable = ({ variable }: RecordOf): string => termLabel(variable, book);
  const sectionOf = (title: string | null, { effects, balance, meanAbsBias }: MatchParts): Section => ({
    title,
    records: view === 'effects' ? effects : balance,
    means: view === 'effects' ? undefined : meanAbsBias,
    label: ofVariable,
  });
  return groups.flatMap((group): readonly Section[] => {
    const source = group.sources[0]!;
    const part = (name: Estimand | keyof MatchParts): never => source.part(name) as never;
    const { by, estimand = 'att' } = source.part('match') as unknown as Described;
    const parts: MatchParts = { effects: part(estimand), balance: part('balance'), meanAbsBias: part('meanAbsBias') };
    if (options.show !== `${view}-by`) return [sectionOf(group.title, parts)];
    const levels = levelsOf(source, context);
    const labelOf = (level: string): string => (by!.includes('^') ? level : levelLabel(by!, level, book));
    const titled = (title: string): string => (group.title === null ? title : `${group.title}: ${title}`);
    if (view === 'balance')
      return levels.map((each) => sectionOf(titled(labelOf(each.level)), { ...each, effects: each.att }));
    return parts.effects.map(({ variable }) => ({
      title: parts.effects.length === 1 ? group.title : titled(termLabel(variable, book)),
      records: levels.flatMap(({ level, att }) =>
        att.filter((each) => each.variable === variable).map((record) => ({ ...record, level })),
      ),
      means: undefined,
      label: (record) => labelOf(record.level as string),
    }));
  });
}

function levelsOf(source: TableSource, context: BuildContext): readonly LevelParts[] {
  const levels = source.part('levels') as unknown as readonly LevelParts[];
  if (levels.length > 0) return levels;
  const message = `\`${source.node}\` matches all rows together, and has no levels to show`;
  return context.refuse('no-levels', message, { option: 'show', hint: 'say `by` in its step, as in `by: year`' });
}

/** Two rows a variable: before and after. */
function rowsOf(
  records: readonly RecordOf[],
  label: (record: RecordOf) => string,
  columns: Readonly<Record<string, BalanceColumn>>,
  names: readonly string[],
  { options, book }: BuildContext,
): Row[] {
  const chosen = chooseRows([...new Set(records.map(({ variable }) => variable))], options);
  const shown = chosen.flatMap((variable) => records.filter((each) => each.variable === variable));
  return shown.flatMap((record) => {
    const { variable } = record;
    const row = (side: 'before' | 'after'): Row => ({
      key: variable,
      label: side === 'before' ? label(record) : '',
      name: side === 'before' ? String(record.level ?? variable) : '',
      section: 'body',
      cells: [
        { is: 'text', text: phrases[book.language][side] },
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

function meanRows(means: readonly [Stat, Stat], names: readonly string[], { options, book }: BuildContext): Row[] {
  return (['before', 'after'] as const).map(
    (side, i): Row => ({
      key: 'meanAbsBias',
      label: i === 0 ? phrases[book.language].meanBias : '',
      name: i === 0 ? 'Mean bias' : '',
      section: 'footer',
      cells: [
        { is: 'text', text: phrases[book.language][side] },
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

function noteOf(source: TableSource, view: 'balance' | 'effects', context: BuildContext): string {
  const described = source.part('match') as unknown as Described;
  const { by } = described;
  const support = source.part('support') as unknown as {
    readonly treated: number;
    readonly matched: number;
    readonly controlsUsed: number;
  };
  const { book } = context;
  const own = phrases[book.language];
  const how = own.how(described);
  const count = (n: number): string => countText(n, context.options);
  return sentence(
    own.note(
      by === undefined ? how : own.within(how, noteLabel(by, book)),
      count(support.matched),
      count(support.treated),
      count(support.controlsUsed),
      view === 'effects' ? own.effects(described) : own.biases,
    ),
    context,
  );
}
