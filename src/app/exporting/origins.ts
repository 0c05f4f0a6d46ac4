/** Finds how scripts come by each data set: by rules over the project's raw files, or as the frame that papermake made. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataRulesOf } from '../../../steps/lib/export/data/registry.ts';
import type { NodeId } from '../../base/brand.ts';
import type { Origin, TrackedData } from '../../export/data.ts';
import type { Writer } from '../../export/language.ts';
import { checksumsOf } from '../../export/raw/checksums.ts';
import { filesOf, type RawData } from '../../export/raw/rules.ts';
import { Untranslatable } from '../../export/untranslatable.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import type { ResultReading } from './collect.ts';

/** The sources in which data are looked up, and the variables whose values may not be written. */
export interface Sources {
  readonly surveyed: Surveyed;
  readonly reading: ResultReading;
  readonly hides: (column: string) => boolean;
}

/** Says of all data how scripts come by them. A raw file is copied whole, so that one with a column that is hidden is not. */
export function findOrigins(data: readonly TrackedData[], sources: Sources, writer: Writer): void {
  for (const each of data) each.origin = originOf(each, sources, writer);
}

function originOf(data: TrackedData, sources: Sources, writer: Writer): Origin {
  try {
    const raw = rawOf(data.name as NodeId, data.columns, sources);
    const script = writer.raw(raw, checksumsOf(data), data);
    return { is: 'raw', script, files: filesOf(raw) };
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    return { is: 'frame', why: error.message };
  }
}

function rawOf(id: NodeId, wanted: readonly string[], sources: Sources): RawData {
  const { reading, hides } = sources;
  const { survey, session } = sources.surveyed;
  const node = survey.graph.nodes.get(id)!;
  const write = dataRulesOf(node.loaded.name);
  if (write === undefined) throw new Untranslatable(`the kind \`${node.loaded.name}\` of ${id} has no direct form`);
  const dataOf = (other: NodeId): TrackedData => {
    const found = reading.data(other);
    if (found === undefined) throw new Untranslatable(`${other} has no result that is up to date`);
    return found;
  };
  const nodeOf = (input: string): NodeId => {
    const found = node.inputs[input];
    if (found?.is !== 'node') throw new Error(`${id} reads no node as ${input}`);
    return found.node;
  };
  const frame = dataOf(id);
  const made = write(
    {
      params: node.params,
      panel: frame.panel,
      frame,
      file: (input) => {
        const found = node.inputs[input];
        if (found?.is !== 'file') throw new Untranslatable('several files are read as one');
        return { path: found.path, bytes: readFileSync(join(session.options.root, found.path)) };
      },
      input: (input) => dataOf(nodeOf(input)),
      data: (input, columns) => rawOf(nodeOf(input), columns, sources),
      hides,
    },
    wanted,
  );
  return { name: id, panel: frame.panel, ...made };
}
