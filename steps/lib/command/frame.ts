/** Reads a data file that a command wrote into a frame. */
import type { Artifact } from '../../../src/base/reader.ts';
import type { Complaint, RunContext } from '../../../src/engine/step.ts';
import { type DataComplaint, DataError } from '../../../src/frame/complaint.ts';
import { load } from '../../../src/frame/ingest/load.ts';
import { frameArtifact } from '../../../src/frame/stored/artifact.ts';
import type { FrameOutput } from './keys.ts';

export function readFrameFile(
  context: RunContext<unknown>,
  name: string,
  bytes: Uint8Array,
  { as: _, ...declared }: FrameOutput,
): Artifact {
  const told = ({ row, column, path: _path, within: _within, key: _key, ...rest }: DataComplaint): Complaint => ({
    ...rest,
    param: `outputs.${name}`,
    // The file is gone with the command's folder, so the message itself names the place.
    message:
      row === undefined
        ? `\`${name}\`: ${rest.message}`
        : `\`${name}\`, row ${row}${inColumn(column)}: ${rest.message}`,
  });
  try {
    const { frame, notes, warnings } = load(bytes, { file: name, ...declared }, () => {
      throw new Error('an output merges with nothing');
    });
    for (const warning of [...warnings, ...doubtsOf(name, bytes, frame.nrows)]) context.warn(told(warning));
    return frameArtifact(frame, notes);
  } catch (error) {
    if (error instanceof DataError) return context.fail(...error.complaints.map(told));
    throw error;
  }
}

const inColumn = (column: string | undefined): string => (column === undefined ? '' : `, column \`${column}\``);

/** Warns of signs that a program ended before it had written all: half a line, or a header alone. */
function doubtsOf(name: string, bytes: Uint8Array, rows: number): DataComplaint[] {
  const isText = /\.[ct]sv$/i.test(name);
  if (rows === 0) return [{ code: 'empty-output', message: 'a header and no rows' }];
  if (!isText || bytes.at(-1) === 0x0a || bytes.at(-1) === 0x0d) return [];
  return [{ code: 'cut-output', message: 'no line break ends the last row: was it written to its end?' }];
}
