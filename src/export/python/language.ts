/** Python, with pandas and statsmodels. */
import { frameWriter } from '../frames/writer.ts';
import type { Language } from '../language.ts';
import { pythonDialect } from './dialect.ts';
import { MAIN, pythonScripts } from './scripts.ts';

export const python: Language = {
  name: 'python',
  summary: 'Python, with numpy, pandas and statsmodels',
  main: MAIN,
  open: () => frameWriter(pythonDialect, pythonScripts),
};
