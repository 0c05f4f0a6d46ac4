/** THE list of languages that results are exported to, each loaded when it is asked for: an export writes one of them. */
import type { ExportLanguage } from './language.ts';

export const languages: Readonly<Record<string, () => Promise<ExportLanguage>>> = {
  r: async () => (await import('./r/language.ts')).r,
  stata: async () => (await import('./stata/language.ts')).stata,
  python: async () => (await import('./python/language.ts')).python,
};
