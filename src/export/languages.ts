/** THE list of languages that results are exported to. */
import type { Language } from './language.ts';
import { python } from './python/language.ts';
import { r } from './r/language.ts';
import { stata } from './stata/language.ts';

export const languages: readonly Language[] = [r, stata, python];
