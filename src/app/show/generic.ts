/** Shows artifacts of kinds that papermake does not know, by their JSON. */
import type { ArtifactReader } from '../../base/reader.ts';
import type { Viewer } from './viewer.ts';

export const generic: Viewer = {
  type: '*',
  text: ({ node, reader }) => `${node} (${reader.type}):\n${JSON.stringify(partsOf(reader), null, 2)}\n`,
  json: ({ reader }) => partsOf(reader),
  // Nobody knows the contents of the part, so it may be data.
  blocks: ({ reader }, withValues) =>
    withValues
      ? [{ is: 'text', text: JSON.stringify(partsOf(reader), null, 2) }]
      : [{ is: 'lines', lines: [`a result of type ${reader.type}, with the parts ${reader.parts.join(', ')}`] }],
};

const partsOf = (reader: ArtifactReader): Record<string, unknown> =>
  Object.fromEntries(reader.parts.map((part) => [part, partOf(reader, part)]));

function partOf(reader: ArtifactReader, part: string): unknown {
  try {
    return reader.json(part);
  } catch {
    return { bytes: reader.bytes(part).length };
  }
}
