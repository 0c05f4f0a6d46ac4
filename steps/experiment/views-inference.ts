/** Columns and views of tables of experiments that show what draws from the design tell. */

import type { BuildContext, TableSource } from '../../src/table/builders/builder.ts';
import { countText } from '../../src/table/options/options.ts';
import { termLabel } from '../../src/table/words/labels.ts';
import type { FamilyMethod, Randomisation } from './numbers/inferred.ts';
import { fieldOfMethod, type MultipleName, type StatisticName } from './numbers/redrawn/spec.ts';
import type { View, ViewColumn } from './view.ts';
import { inferencePhrases as phrases } from './words-inference.ts';

const headers: Readonly<Record<MultipleName, readonly [en: string, zh: string]>> = {
  bonferroni: ['p (Bonferroni)', 'p（Bonferroni）'],
  holm: ['p (Holm)', 'p（Holm）'],
  hochberg: ['p (Hochberg)', 'p（Hochberg）'],
  sidak: ['p (Šidák)', 'p（Šidák）'],
  bh: ['q (BH)', 'q（BH）'],
  by: ['q (BY)', 'q（BY）'],
  sharpened_q: ['Sharpened q', '锐化 q'],
  westfall_young: ['p (Westfall–Young)', 'p（Westfall–Young）'],
  westfall_young_minp: ['p (Westfall–Young, min p)', 'p（Westfall–Young，最小 p）'],
  romano_wolf: ['p (Romano–Wolf)', 'p（Romano–Wolf）'],
};

/** p values of effects besides their own, in the order in which tables have them. */
export const adjustedColumns: Readonly<Record<string, ViewColumn>> = Object.fromEntries([
  ['pRandomisation', { en: 'p (randomisation)', zh: 'p（随机化）', csv: 'p randomisation' }],
  ...Object.entries(headers).map(([method, [en, zh]]) => [fieldOfMethod[method as MultipleName], { en, zh, csv: en }]),
]);

/** Sentences on how the p values that are shown were adjusted, and what they were drawn from. */
export function inferenceNotes(source: TableSource, shown: readonly string[], context: BuildContext): string[] {
  const { book, options } = context;
  const own = phrases[book.language];
  const all = (source.part('families') ?? []) as unknown as readonly FamilyMethod[];
  const families = all.filter(({ method }) => shown.includes(fieldOfMethod[method as MultipleName]));
  const tests = (source.part('randomisation') ?? []) as unknown as readonly Randomisation[];
  const seen = families.map(({ method, draws, exact }) =>
    own.adjusted[method as MultipleName](draws === null ? '' : countText(draws, options), exact),
  );
  const [first] = tests;
  if (first === undefined || !shown.includes('pRandomisation')) return seen;
  return [own.randomisation(own.statistics[first.statistic], countText(first.draws, options), first.exact), ...seen];
}

const estimates = { en: 'Observed', zh: '实际值', csv: 'Observed', starred: true } as const;

export const randomisation: View = {
  part: 'randomisation',
  asked: 'ask for it by `randomisation: {}`',
  columns: {
    observed: estimates,
    mean: { en: 'Mean', zh: '均值', csv: 'Mean' },
    sd: { en: 'SD', zh: '标准差', csv: 'SD' },
    pValue: { en: 'p', zh: 'p', csv: 'p' },
    pUpper: { en: 'p (upper)', zh: 'p（右侧）', csv: 'p upper' },
    pLower: { en: 'p (lower)', zh: 'p（左侧）', csv: 'p lower' },
    assignments: { en: 'Assignments', zh: '分配方案数', csv: 'Assignments', count: true },
    draws: { en: 'Draws', zh: '抽取次数', csv: 'Draws', count: true },
  },
  usual: ['observed', 'mean', 'sd', 'pValue', 'draws'],
  stub: 'outcome',
  rowOf: ({ outcome }) => String(outcome),
  panelOf: (record, { book }) =>
    phrases[book.language].panel(
      termLabel(String(record.arm), book),
      phrases[book.language].statistics[record.statistic as StatisticName],
    ),
  note: (method, context) => phrases[context.book.language].redrawn(method.strata !== null, method.cluster !== null),
};

export const power: View = {
  part: 'power',
  asked: 'ask for it by `power: {}`',
  columns: {
    sd: { en: 'SD within arms', zh: '组内标准差', csv: 'SD' },
    icc: { en: 'ICC', zh: '组内相关系数', csv: 'ICC' },
    nControl: { en: 'N (control)', zh: '对照组观测值', csv: 'N control', count: true },
    nArm: { en: 'N (arm)', zh: '处理臂观测值', csv: 'N arm', count: true },
    mde: { en: 'MDE', zh: '最小可检测效应', csv: 'MDE' },
    mdeFormula: { en: 'MDE (formula)', zh: '最小可检测效应（公式）', csv: 'MDE formula' },
    size: { en: 'Size', zh: '检验水平', csv: 'Size' },
    draws: { en: 'Draws', zh: '抽取次数', csv: 'Draws', count: true },
  },
  usual: ['sd', 'icc', 'nControl', 'nArm', 'mde', 'mdeFormula', 'size'],
  stub: 'outcome',
  rowOf: ({ outcome }) => String(outcome),
  panelOf: ({ arm }) => String(arm),
  note: (_, context) => phrases[context.book.language].power,
};
