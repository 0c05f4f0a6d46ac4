/** Words that tables and claims need for fits of other languages: the program, and the names of their statistics. */
import type { FitWords } from '../../../src/econ/estimator.ts';
import type { StatLabel } from '../../../src/econ/fit.ts';
import { foreignStats } from '../foreign-stats.ts';
import type { BridgeLanguage } from './language.ts';

export interface OwnStatistic {
  readonly name: string;
  readonly label?: string;
  readonly zh?: string;
}

/** Words for the fits of one call; `called` is the function that it ends with. */
export function fitWords(language: BridgeLanguage, called: string | undefined, own: readonly OwnStatistic[]): FitWords {
  const { title } = language;
  const mine = own.map(({ name, label: en = name, zh = en }): [string, StatLabel] => [name, { en, zh, csv: en }]);
  return {
    note: {
      en: called === undefined ? `estimated in ${title}` : `estimated in ${title} by ${called}`,
      zh: called === undefined ? `由 ${title} 估计` : `由 ${title} 的 ${called} 估计`,
    },
    stats: { ...foreignStats, ...Object.fromEntries(mine) },
    usual: null,
  };
}
