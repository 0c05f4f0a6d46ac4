/** R, with the packages that Debian ships. */
import { counterpartOf } from '../counterparts.ts';
import { csvFile } from '../data.ts';
import type { Language, Writer } from '../language.ts';
import { rLoader } from './estimate.ts';
import { rDescribe, rVif } from './lists.ts';
import { missingBlock, rModelBlock } from './model.ts';
import { columnOf } from './names.ts';
import { MAIN, rScripts } from './scripts.ts';

export const r: Language = {
  name: 'r',
  summary: 'R, with base R, sandwich, lmtest and AER',
  main: MAIN,
  estimates: { loader: rLoader, names: () => (term) => (term === '_cons' ? '(Intercept)' : columnOf(term)) },
  open: () => writer,
};

const writer: Writer = {
  model: (model) => rModelBlock(model, counterpartOf(model.spec)),
  describe: rDescribe,
  vif: rVif,
  missing: (node, why) => missingBlock({ node, what: 'the result', why }),
  scripts: rScripts,
  data: csvFile,
  nameOf: (_, column) => column,
};
