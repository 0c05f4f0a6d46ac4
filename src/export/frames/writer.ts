/** The writer of an export in a language of data frames. */
import { WHOLE } from '../blocks.ts';
import { counterpartOf } from '../counterparts.ts';
import { csvFile } from '../data.ts';
import type { Writer } from '../language.ts';
import type { FrameDialect } from './dialect.ts';
import { describeBlock, vifBlock } from './lists.ts';
import { modelBlock } from './model.ts';
import { wordedBlock } from './worded.ts';

export const frameWriter = (dialect: FrameDialect, scripts: Writer['scripts']): Writer => ({
  model: (model, counterpart) => modelBlock(model, counterpart ?? counterpartOf(model.spec), dialect),
  describe: (list) => describeBlock(list, dialect),
  vif: (list) => vifBlock(list, dialect),
  worded: (result) => wordedBlock(result, dialect),
  missing: (node, why) => dialect.blocks.missing({ node, what: WHOLE, why }),
  scripts,
  data: csvFile,
  nameOf: (_, column) => column,
});
