/** Words of tables and figures of local projections, by language. */

import { han } from '../../src/table/words/han.ts';
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';
import type { Path } from './numbers/spec.ts';

/** Chinese forms of what the results say of themselves. */
export const sentences: readonly Sentence[] = [
  ['the covariance of the responses is singular', '各期响应的协方差矩阵奇异'],
  ['a response has no sampling variance', '某期响应没有抽样方差'],
];

export const states = {
  en: { 0: 'State 0', 1: 'State 1', gap: 'Difference' },
  zh: { 0: '状态 0', 1: '状态 1', gap: '差异' },
} as const;

/** The label of a row: its horizon, and the state where there is one. */
export function rowLabel(horizon: number, path: Path, language: 'en' | 'zh'): string {
  if (path === 'all') return String(horizon);
  return language === 'zh' ? `${horizon}（${states.zh[path]}）` : `${horizon}, ${states.en[path].toLowerCase()}`;
}

export const figureWords = {
  en: { horizon: 'Periods after the impulse', of: (outcome: string) => `Response of ${outcome}` },
  zh: { horizon: '冲击后期数', of: (outcome: string) => han`${outcome}的响应` },
} as const;

interface Told {
  readonly outcome: string;
  readonly shock: string;
  readonly state: string | null;
  readonly response: 'level' | 'change' | 'sum';
  readonly level: number;
  readonly errors: string;
}

const responsesOf = {
  en: {
    level: 'in that period',
    change: 'since the period before the impulse',
    sum: 'added up from the impulse on',
  },
  zh: { level: '该期取值', change: '自冲击前一期以来的变化', sum: '自冲击起的累计' },
} as const;

const percent = (level: number): string => `${Number((100 * level).toPrecision(12))}%`;

/** Says what the rows are; labels are those of tables. */
export const notes = {
  en: ({ outcome, shock, state, response, level, errors }: Told): string =>
    `local projections (Jordà 2005): the response of ${outcome}, ${responsesOf.en[response]}, to one unit of ${shock}${state === null ? '' : `, by the state ${state}`}; ${percent(level)} intervals, ${errors}`,
  zh: ({ outcome, shock, state, response, level, errors }: Told): string =>
    han`局部投影（Jordà，2005）：${outcome}（${responsesOf.zh[response]}）对${shock}一单位冲击的响应${state === null ? '' : han`，按状态${state}`}；${percent(level)} 区间，${errors}`,
};

/** Says what the simultaneous band is. */
export const bandNotes = {
  en: (critical: string, level: number): string =>
    `all horizons lie in the sup-t band together with probability ${percent(level)} (Montiel Olea and Plagborg-Møller 2019); its critical value is ${critical}`,
  zh: (critical: string, level: number): string =>
    `sup-t 同时置信带以 ${percent(level)} 的概率覆盖所有各期（Montiel Olea 和 Plagborg-Møller，2019），临界值为 ${critical}`,
};
