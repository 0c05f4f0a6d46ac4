/** What a command finds in its folder: results of other nodes as files that other programs read. */
import type { ArtifactReader } from '../../src/base/reader.ts';
import { readFrame } from '../../src/frame/artifact.ts';
import type { Frame } from '../../src/frame/frame.ts';
import { writeCsv } from '../../src/frame/write-csv.ts';

const delimiters = { '.csv': ',', '.tsv': '\t' } as const;
export const writableExtensions: readonly string[] = [...Object.keys(delimiters), '.json'];

const extensionOf = (place: string): string => /\.[^./]*$/.exec(place.toLowerCase())?.[0] ?? '';

/** Whether a result that is no file can be written under this name. */
export const isWritable = (place: string): boolean => writableExtensions.includes(extensionOf(place));

export type Written = { readonly bytes: Uint8Array } | { readonly refused: string; readonly hint?: string };

/** The bytes of `place`. `columns` are those asked for by name, in order. */
export function writeInput(place: string, artifact: ArtifactReader, columns: readonly string[] | undefined): Written {
  if (artifact.type === 'files') return fileOf(place, artifact);
  const extension = extensionOf(place);
  if (artifact.type === 'frame') {
    if (extension !== '.csv' && extension !== '.tsv')
      return { refused: `a frame cannot be written as \`${place}\``, hint: 'frames are written as `.csv` or `.tsv`' };
    const frame = readFrame(artifact);
    const text = writeCsv(frame, columns ?? inOrder(frame), delimiters[extension]);
    return { bytes: new TextEncoder().encode(text) };
  }
  if (extension !== '.json')
    return { refused: `a \`${artifact.type}\` cannot be written as \`${place}\``, hint: 'it is written as `.json`' };
  const parts = Object.fromEntries(artifact.parts.map((part) => [part, artifact.json(part)]));
  return { bytes: new TextEncoder().encode(`${JSON.stringify(parts, null, 2)}\n`) };
}

/** The panel's columns, then the others by name: the order of the data's columns is no input. */
function inOrder({ panel, names }: Frame): string[] {
  const first = panel === null ? [] : [panel.unit, panel.time];
  return [...first, ...names.filter((name) => !first.includes(name)).sort()];
}

/** The only file, or the one that has the place's name. */
function fileOf(place: string, artifact: ArtifactReader): Written {
  const { parts } = artifact;
  const name = place.replace(/^.*\//, '');
  const found = parts.length === 1 ? parts[0] : parts.find((path) => path.endsWith(`/${name}`));
  if (found !== undefined) return { bytes: artifact.bytes(found) };
  const list = parts.map((path) => `\`${path.replace(/^.*\//, '')}\``).join(', ');
  return { refused: `none of its files is called \`${name}\``, hint: `it has ${list}` };
}
