/** The frame of a sample, as a node reads it. */
import type { Json } from '../../src/base/json.ts';
import type { ArtifactReader } from '../../src/base/reader.ts';
import { type Column, caveatsOf, gather, isText } from '../../src/frame/column.ts';
import { Frame } from '../../src/frame/frame.ts';
import { frameArtifact } from '../../src/frame/stored/artifact.ts';
import { type DrawnRows, levelsByCopy } from './numbers/drawn-data.ts';

/** Levels of `apart`, columns that lie within clusters, differ between the copies of a cluster. Units that are cut have no past of their own, and are no panel. */
export function drawnFrame(frame: Frame, drawn: DrawnRows, apart: ReadonlySet<string>): ArtifactReader {
  const columns = new Map(frame.names.map((name) => [name, drawnColumn(frame, name, drawn, apart.has(name))]));
  const panel = frame.panel !== null && apart.has(frame.panel.unit) ? frame.panel : null;
  const { type, parts } = frameArtifact(Frame.of(columns, drawn.rows.length, panel));
  const bytes = (part: string): Uint8Array => {
    const found = parts.get(part);
    if (found === undefined) throw new Error(`there is no part \`${part}\``);
    return found;
  };
  const json = (part: string): Json => JSON.parse(new TextDecoder().decode(bytes(part)));
  return { type, parts: [...parts.keys()], bytes, json };
}

function drawnColumn(frame: Frame, name: string, drawn: DrawnRows, isApart: boolean): Column {
  const column = frame.column(name);
  if (!isApart) return gather(column, drawn.rows);
  const { codes, levels } = levelsByCopy(frame.codes(name), drawn);
  return { type: 'category', codes, dictionary: levels, ...(isText(column) && caveatsOf(column)) };
}
