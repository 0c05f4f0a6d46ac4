/** Python, with pandas and statsmodels. */
import { frameWriter } from '../frames/writer.ts';
import type { ExportLanguage } from '../language.ts';
import { pythonDialect } from './dialect.ts';
import { linearmodels } from './linearmodels.ts';
import { pyfixest } from './pyfixest.ts';
import { MAIN, packagesOf, pythonDataScript, pythonScripts } from './scripts.ts';

const usual: ExportLanguage = {
  name: 'python',
  title: 'Python',
  summary: 'Python, with numpy, pandas and statsmodels',
  main: MAIN,
  needs: packagesOf,
  open: () => frameWriter(pythonDialect, { scripts: pythonScripts, raw: pythonDataScript }),
};

export const python: ExportLanguage = { ...usual, dialects: [linearmodels(usual), pyfixest(usual)] };
