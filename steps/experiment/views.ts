/** THE list of what tables of experiments may show, by their option `show`. */
import type { BuildContext, Source } from '../../src/table/builders/builder.ts';
import { noteLabel, termLabel } from '../../src/table/words/labels.ts';
import type { Method } from './numbers/experiment.ts';
import type { RecordOf, View, ViewColumn } from './view.ts';
import { adjustedColumns, inferenceNotes, power, randomisation } from './views-inference.ts';
import { phrases } from './words.ts';

export const readMethod = (source: Source): Method => source.part('method') as unknown as Method;

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

/** `regressions on arms, strata; CR2 standard errors …`. */
export function methodNote(method: Method, { book }: BuildContext): string {
  const own = phrases[book.language];
  const { estimator, errors, strata, cluster, weighted, covariates } = method;
  const how = own.estimators[estimator](strata !== null, covariates > 0);
  const parts = [
    own.effects(how),
    own.errors(errors, cluster === null ? '' : noteLabel(cluster, book)),
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

export const views: Readonly<Record<string, View>> = { effects, joint, randomisation, power };
