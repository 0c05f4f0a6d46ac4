/** The writer of an export in a language of data frames. */
import { WHOLE } from '../blocks.ts';
import { counterpartOf } from '../counterparts.ts';
import { csvFile, type ScriptFile } from '../data.ts';
import type { Writer } from '../language.ts';
import { Shared } from '../shared.ts';
import type { FrameDialect } from './dialect.ts';
import type { FrameHead } from './head.ts';
import { describeBlock, vifBlock } from './lists.ts';
import { modelBlock } from './model.ts';
import { rawLines } from './raw.ts';
import { wordedBlock } from './worded.ts';

/** Writes the files of scripts, in a language of data frames. */
export interface FrameFiles {
  readonly scripts: Writer['scripts'];
  /** The script of lines that make data in `d`. */
  raw(name: string, lines: readonly string[]): ScriptFile;
}

export function frameWriter(dialect: FrameDialect, { scripts, raw }: FrameFiles): Writer {
  const shared = new Shared<FrameHead>();
  return {
    model: (model, counterpart) => modelBlock(model, counterpart ?? counterpartOf(model.spec), dialect, shared),
    describe: (list) => describeBlock(list, dialect),
    vif: (list) => vifBlock(list, dialect),
    worded: (result) => wordedBlock(result, dialect),
    missing: (node, why) => dialect.blocks.missing({ node, what: WHOLE, why }),
    scripts,
    raw: (data, sums) => raw(data.name, rawLines(data, sums, dialect)),
    data: csvFile,
    nameOf: (_, column) => column,
  };
}
