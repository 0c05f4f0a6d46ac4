/** Labels of terms that stand in an equation beside that of the outcome. */
import type { FurtherEquation } from '../../base/text/term-names.ts';
import type { Language } from '../table.ts';
import { han } from './han.ts';

export const inEquation: Readonly<Record<Language, Readonly<Record<FurtherEquation, (label: string) => string>>>> = {
  en: {
    inflate: (label) => `${label} (inflation)`,
  },
  zh: {
    inflate: (label) => han`${label}（零膨胀方程）`,
  },
};
