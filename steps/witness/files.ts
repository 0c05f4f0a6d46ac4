/**
 * The internal kind `witness-files`: writes verdicts, a record a line, and what each engine found. What an engine that is not here found
 * before stays as it is, byte for byte, since the next run reads it.
 */
import { Type } from 'typebox';
import type { Artifact } from '../../src/base/reader.ts';
import { defineStep, type RunContext } from '../../src/engine/step.ts';
import type { Evidence } from '../lib/witness/records.ts';
import { evidencePath, type FilesParams, keptInput, recordsPath } from './nodes.ts';

export default defineStep({
  name: 'witness-files',
  summary: 'Verdicts of other engines as files',
  internal: true,
  params: Type.Object({}),
  run: (context) => files(context as unknown as RunContext<FilesParams>),
});

function files(context: RunContext<FilesParams>): Artifact {
  const { step, ran, kept } = context.params;
  const found = context.artifact(step);
  const records = found.json('records') as unknown as readonly object[];
  const evidence = found.json('evidence') as unknown as Readonly<Record<string, readonly Evidence[]>>;
  const parts = new Map([[recordsPath(step), bytes(records)]]);
  for (const by of ran) parts.set(evidencePath(step, by), bytes(evidence[by]!));
  for (const by of kept) parts.set(evidencePath(step, by), context.file(keptInput(by)).bytes());
  return { type: 'files', parts };
}

/** A list with an entry a line, so that git shows which one changed. */
const bytes = (entries: readonly object[]): Uint8Array =>
  new TextEncoder().encode(`[\n${entries.map((entry) => JSON.stringify(entry)).join(',\n')}\n]\n`);
