/** Writes results of other nodes as files that a command's program can read. */
import type { ArtifactReader } from '../../../src/base/reader.ts';
import { isFrame } from '../../../src/base/reader.ts';
import type { Frame } from '../../../src/frame/frame.ts';
import { readFrame } from '../../../src/frame/stored/artifact.ts';
import { writeCsv } from '../../../src/frame/write-csv.ts';

const delimiters = { '.csv': ',', '.tsv': '\t' } as const;
export const writableExtensions: readonly string[] = [...Object.keys(delimiters), '.json'];

const extensionOf = (place: string): string => /\.[^./]*$/.exec(place.toLowerCase())?.[0] ?? '';

/** Tells whether a result that is no file can be written under this name. */
export const isWritable = (place: string): boolean => writableExtensions.includes(extensionOf(place));

export type WrittenInput = { readonly bytes: Uint8Array } | { readonly refused: string; readonly hint?: string };

/** Bytes of the file at `place`; where the node wrote files, `fileFor` chose one. `columns` are those asked for by name, in order. */
export function writeInput(
  place: string,
  artifact: ArtifactReader,
  columns: readonly string[] | undefined,
): WrittenInput {
  if (artifact.type === 'files') return { bytes: artifact.bytes(artifact.parts[0]!) };
  const extension = extensionOf(place);
  if (isFrame(artifact.type)) {
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

/** Names of the columns, the panel's first and then the others by name, since the order of the data's columns is no input. */
function inOrder({ panel, names }: Frame): string[] {
  const first = panel === null ? [] : [panel.unit, panel.time];
  return [...first, ...names.filter((name) => !first.includes(name)).sort()];
}

/**
 * The file that a place means, among those of a node: the only one, else the one that lies there below `out/STEP/`, else the only one of
 * that name.
 */
export function fileFor(
  place: string,
  paths: readonly string[],
): { readonly path: string } | { readonly refused: string; readonly hint: string } {
  const within = (path: string): string => path.replace(/^out\/[^/]*\//, '');
  const baseName = (path: string): string => path.replace(/^.*\//, '');
  const listed = (some: readonly string[]): string => some.map((path) => `\`${within(path)}\``).join(', ');
  const named = paths.filter((path) => baseName(path) === baseName(place));
  const found = paths.length === 1 ? paths[0] : (paths.find((path) => within(path) === place) ?? named[0]);
  if (found === undefined)
    return { refused: `none of its files is called \`${baseName(place)}\``, hint: `it has ${listed(paths)}` };
  if (paths.length === 1 || within(found) === place || named.length === 1) return { path: found };
  return {
    refused: `${named.length} of its files are called \`${baseName(place)}\`: ${listed(named)}`,
    hint: `name the whole place, as in \`${within(found)}\``,
  };
}
