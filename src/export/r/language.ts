/** R, with the packages that Debian ships. */
import { frameWriter } from '../frames/writer.ts';
import type { ExportLanguage } from '../language.ts';
import { rDialect } from './dialect.ts';
import { rLoader } from './estimate.ts';
import { fixest } from './fixest.ts';
import { columnOf } from './names.ts';
import { MAIN, packagesOf, rDataScript, rScripts } from './scripts.ts';

const usual: ExportLanguage = {
  name: 'r',
  title: 'R',
  summary: 'R, with base R and packages that Debian ships',
  main: MAIN,
  needs: packagesOf,
  estimates: { loader: rLoader, names: () => (term) => (term === '_cons' ? '(Intercept)' : columnOf(term)) },
  open: () => frameWriter(rDialect, { scripts: rScripts, raw: rDataScript }),
};

export const r: ExportLanguage = { ...usual, dialects: [fixest(usual)] };
