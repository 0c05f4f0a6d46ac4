/** Phrases of the paragraph that says how the columns of a table were estimated, by language. */
import type { Language } from '../table.ts';
import { han } from './han.ts';

const english = {
  estimated: (method: string, effects: string, errors: string) =>
    `${method}${effects === '' ? '' : ` with fixed effects of ${effects}`}, ${errors}`,
  clusters: (counts: string) => `${counts} clusters`,
  used: (count: string, all: string) => `${count} of ${all} rows used`,
  leftOut: (used: string, list: string) => `${used}, left out: ${list}`,
};

export type DonePhrases = typeof english;

const chinese: DonePhrases = {
  estimated: (method, effects, errors) => `${method}${effects === '' ? '' : han`，控制${effects}固定效应`}，${errors}`,
  clusters: (counts) => han`${counts} 个聚类`,
  used: (count, all) => han`使用 ${all} 行中的 ${count} 行`,
  leftOut: (used, list) => han`${used}，未使用：${list}`,
};

export const donePhrases: Readonly<Record<Language, DonePhrases>> = { en: english, zh: chinese };
