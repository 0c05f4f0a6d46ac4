/** THE list of what tables of experiments may show, by their option `show`. */
import type { BuildContext, TableSource } from '../../src/table/builders/builder.ts';
import { levelLabel, noteLabel, termLabel } from '../../src/table/words/labels.ts';
import type { EffectMethod } from './numbers/experiment.ts';
import type { RecordOf, View, ViewColumn } from './view.ts';
import { adjustedColumns, inferenceNotes, power, randomisation } from './views-inference.ts';
import { phrases } from './words.ts';

export const readMethod = (source: TableSource): EffectMethod => source.part('method') as unknown as EffectMethod;

/** An arm by the label of its variable's level, where it has one. */
const armLabel = (record: RecordOf, { book }: BuildContext): string => termLabel(String(record.arm), book);

export const numbers = {
  estimate: { en: 'Effect', zh: '效应', csv: 'Effect', starred: true },
  stdError: { en: 'Std. error', zh: '标准误', csv: 'Std. error' },
  statistic: { en: 't', zh: 't', csv: 't' },
  df: { en: 'df', zh: '自由度', csv: 'df' },
  pValue: { en: 'p', zh: 'p', csv: 'p' },
  confLow: { en: '95% low', zh: '95% 下限', csv: 'Low' },
  confHigh: { en: '95% high', zh: '95% 上限', csv: 'High' },
  n: { en: 'N', zh: '观测值', csv: 'N', count: true },
  clusters: { en: 'Clusters', zh: '聚类数', csv: 'Clusters', count: true },
} as const satisfies Record<string, ViewColumn>;

const control = {
  controlMean: { en: 'Control mean', zh: '对照组均值', csv: 'Control mean' },
  controlSd: { en: 'Control SD', zh: '对照组标准差', csv: 'Control SD' },
} as const satisfies Record<string, ViewColumn>;

/** `CR2 standard errors clustered by village`. */
function errorsNote({ errors, cluster }: EffectMethod, { book }: BuildContext): string {
  const name = errors === 'Neyman' ? 'HC2' : errors;
  return phrases[book.language].errors(name, cluster === null ? '' : noteLabel(cluster, book));
}

/** `regressions on arms, strata; CR2 standard errors …`. */
export function methodNote(method: EffectMethod, { book }: BuildContext): string {
  const own = phrases[book.language];
  const { estimator, errors, strata, cluster, weighted, covariates, candidates } = method;
  const how = own.estimators[estimator](strata !== null, covariates > 0);
  const parts = [
    own.effects(how),
    own.errors(errors, cluster === null ? '' : noteLabel(cluster, book)),
    ...(candidates === undefined ? [] : [own.chosen(String(candidates))]),
    ...(weighted ? [own.weighted] : []),
  ];
  return parts.join(own.semicolon);
}

const effects: View = {
  part: 'effects',
  asked: 'name its `outcomes`',
  columns: { ...control, ...numbers, ...adjustedColumns },
  usual: ['controlMean', 'estimate', 'stdError', 'pValue', ...Object.keys(adjustedColumns), 'n'],
  stub: 'outcome',
  rowOf: ({ outcome }) => String(outcome),
  panelOf: armLabel,
  note: methodNote,
  further: inferenceNotes,
};

const joint: View = {
  part: 'joint',
  asked: 'a step with one effect alone has no joint test',
  columns: {
    f: { en: 'F', zh: 'F', csv: 'F' },
    df1: { en: 'df 1', zh: '自由度 1', csv: 'df 1', count: true },
    df2: { en: 'df 2', zh: '自由度 2', csv: 'df 2' },
    pValue: numbers.pValue,
  },
  usual: ['f', 'df1', 'df2', 'pValue'],
  stub: 'outcome',
  rowOf: ({ variable }) => String(variable),
  note: methodNote,
};

const late: View = {
  part: 'late',
  asked: 'name the treatment that rows took by `take_up`',
  columns: {
    ...control,
    ...numbers,
    firstStage: { en: 'First stage', zh: '第一阶段', csv: 'First stage' },
    firstStageF: { en: 'First-stage F', zh: '第一阶段 F 值', csv: 'First-stage F' },
  },
  usual: ['controlMean', 'estimate', 'stdError', 'pValue', 'firstStageF', 'n'],
  stub: 'outcome',
  rowOf: ({ outcome }) => String(outcome),
  note: (method, context) => phrases[context.book.language].late(errorsNote(method, context)),
};

const subgroups: View = {
  part: 'subgroups',
  asked: 'name variables by `subgroups`',
  columns: { ...control, ...numbers },
  usual: ['controlMean', 'estimate', 'stdError', 'pValue', 'n'],
  stub: 'subgroup',
  rowOf: ({ by, level, from }) => `${by}=${level}${from === undefined ? '' : `-${from}`}`,
  labelOf: ({ by, level, from }, { book }) => {
    const of = (each: unknown): string => levelLabel(String(by), String(each), book);
    return from === undefined ? of(level) : phrases[book.language].difference(of(level), of(from));
  },
  panelOf: ({ outcome, arm, variable }, context) => {
    const { book } = context;
    const isAlone = String(variable).startsWith(`${outcome}:`) && !String(variable).startsWith(`${outcome}:${arm}:`);
    return isAlone
      ? termLabel(String(outcome), book)
      : `${termLabel(String(outcome), book)}${context.words.comma}${termLabel(String(arm), book)}`;
  },
  note: (method, context) => phrases[context.book.language].subgroups(errorsNote(method, context)),
};

const balance: View = {
  part: 'balance',
  asked: 'name covariates by `balance`',
  columns: {
    meanControl: { en: 'Control mean', zh: '对照组均值', csv: 'Control mean' },
    sdControl: { en: 'Control SD', zh: '对照组标准差', csv: 'Control SD' },
    meanTreated: { en: 'Treated mean', zh: '处理组均值', csv: 'Treated mean' },
    sdTreated: { en: 'Treated SD', zh: '处理组标准差', csv: 'Treated SD' },
    ...numbers,
    estimate: { en: 'Difference', zh: '差异', csv: 'Difference', starred: true },
    normalised: { en: 'Normalised difference', zh: '标准化差异', csv: 'Normalised difference' },
  },
  usual: ['meanControl', 'meanTreated', 'estimate', 'stdError', 'pValue', 'normalised', 'n'],
  stub: 'covariate',
  rowOf: ({ covariate }) => String(covariate),
  panelOf: armLabel,
  note: (method, context) => phrases[context.book.language].balance(errorsNote(method, context)),
  tests: { part: 'balanceTests', member: 'robust', isOfAll: true, of: ({ arm }) => String(arm) },
};

const attrition: View = {
  part: 'attrition',
  asked: 'no outcome has missing values',
  columns: {
    rateControl: { en: 'Missing, control', zh: '缺失率：对照组', csv: 'Missing, control' },
    rate: { en: 'Missing, treated', zh: '缺失率：处理组', csv: 'Missing, treated' },
    ...numbers,
    estimate: { en: 'Difference', zh: '差异', csv: 'Difference', starred: true },
  },
  usual: ['rateControl', 'rate', 'estimate', 'stdError', 'pValue', 'n'],
  stub: 'outcome',
  rowOf: ({ outcome }) => String(outcome),
  panelOf: armLabel,
  note: (method, context) => phrases[context.book.language].attrition(errorsNote(method, context)),
  tests: { part: 'attritionTests', member: 'interactions', isOfAll: false, of: ({ outcome }) => String(outcome) },
};

const bounds: View = {
  part: 'bounds',
  asked: 'say `bounds: [lee]`; outcomes without missing values have none',
  columns: {
    lower: { en: 'Lower bound', zh: '下界', csv: 'Lower' },
    lowerError: { en: 'S.E. of lower', zh: '下界标准误', csv: 'SE lower' },
    upper: { en: 'Upper bound', zh: '上界', csv: 'Upper' },
    upperError: { en: 'S.E. of upper', zh: '上界标准误', csv: 'SE upper' },
    confLow: { en: '95% low', zh: '95% 下限', csv: 'Low' },
    confHigh: { en: '95% high', zh: '95% 上限', csv: 'High' },
    trimShare: { en: 'Share trimmed', zh: '截除比例', csv: 'Trimmed' },
    known: { en: 'Known', zh: '有取值', csv: 'Known', count: true },
    n: numbers.n,
  },
  usual: ['lower', 'upper', 'confLow', 'confHigh', 'trimShare', 'known', 'n'],
  stub: 'outcome',
  rowOf: ({ variable }) => String(variable),
  labelOf: ({ outcome, method }, { book }) =>
    `${termLabel(String(outcome), book)}${phrases[book.language].colon}${phrases[book.language].bounds(String(method))}`,
  panelOf: armLabel,
  note: (_, { book }, records) => {
    const own = phrases[book.language];
    const methods = new Set(records.map(({ method }) => String(method).replace(/_[\d.]+$/, '')));
    const told = Object.entries(own.boundNotes).flatMap(([name, note]) => (methods.has(name) ? [note] : []));
    return own.boundsNote(told.join(own.semicolon));
  },
};

export const views: Readonly<Record<string, View>> = {
  ...{ effects, joint, late, subgroups, balance, attrition, bounds },
  ...{ randomisation, power },
};
