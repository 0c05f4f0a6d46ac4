/** The writer of an export in a language of data frames. */
import { counterpartOf } from '../counterparts.ts';
import { csvFile } from '../data.ts';
import type { Writer } from '../language.ts';
import type { FrameDialect } from './dialect.ts';
import { describeBlock, vifBlock } from './lists.ts';
import { modelBlock } from './model.ts';

export const frameWriter = (dialect: FrameDialect, scripts: Writer['scripts']): Writer => ({
  model: (model) => modelBlock(model, counterpartOf(model.spec), dialect),
  describe: (list) => describeBlock(list, dialect),
  vif: (list) => vifBlock(list, dialect),
  missing: (node, why) => dialect.blocks.missing({ node, what: 'the result', why }),
  scripts,
  data: csvFile,
  nameOf: (_, column) => column,
});
