/** THE list of languages that results are exported to. */
import type { ExportLanguage } from './language.ts';
import { python } from './python/language.ts';
import { r } from './r/language.ts';
import { stata } from './stata/language.ts';

export const languages: readonly ExportLanguage[] = [r, stata, python];
