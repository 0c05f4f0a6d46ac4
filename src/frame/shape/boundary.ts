/** Signed distances of the rows of a frame to a boundary (Keele & Titiunik 2015, Political Analysis 23:127): positive where rows are treated. */
import { distanceTo, goesRoundPole, isInside, type Place, segmentsOf } from '../../base/number/sphere.ts';
import { datum } from '../../base/value.ts';
import type { NumericColumn } from '../column.ts';
import { count, DataError } from '../complaint.ts';
import type { Frame } from '../frame.ts';
import type { ColumnLabels } from '../stored/artifact.ts';
import { boundaryInFile } from './geojson.ts';
import { type Shaped, shaped } from './shaped.ts';

export interface BoundaryDeclaration {
  /** Columns of latitude and longitude, of the rows and of the boundary's frame. */
  readonly at: readonly [latitude: string, longitude: string];
  /** The column of the boundary's frame that parts its lines. */
  readonly line: string | null;
  /** The column of 1 in treated rows and 0 in others; null: rows inside of the boundary are. */
  readonly treated: string | null;
  readonly name: string;
}

/** The boundary: a frame of its places in order, or the text of a GeoJSON file. */
export type BoundarySource = { readonly frame: Frame } | { readonly text: string };

/** O(rows × segments). */
export function boundaryDistance(
  frame: Frame,
  labels: ColumnLabels,
  source: BoundarySource,
  declaration: BoundaryDeclaration,
): Shaped {
  const { at, treated, name } = declaration;
  const lines = 'frame' in source ? linesOf(source.frame, declaration) : boundaryInFile(source.text);
  const segments = segmentsOf(lines);
  if (treated === null) requireRings(lines, segments);
  const places = placesOf(frame, at, ['at']);
  const isTreated = treated === null ? undefined : flagsOf(frame, treated);
  const values = new Float64Array(frame.nrows).fill(Number.NaN);
  let [missing, touching] = [0, 0];
  for (let row = 0; row < frame.nrows; row++) {
    const place = places[row];
    const flag = isTreated?.[row];
    if (place === undefined || (isTreated !== undefined && Number.isNaN(flag!))) {
      missing++;
      continue;
    }
    const above = isTreated === undefined ? isInside(segments, place) : flag === 1;
    const distance = distanceTo(segments, place);
    if (!above && distance === 0) touching++;
    values[row] = above ? distance : -distance;
  }
  const made: NumericColumn = { type: 'number', values };
  const columns = new Map([...frame.names.map((each) => [each, frame.column(each)] as const), [name, made]]);
  const told = [
    `\`${name}\` is the distance in kilometres to ${count(segments.length, 'segment')} of the boundary`,
    ...(missing === 0 ? [] : [`\`${name}\` is missing in ${count(missing, 'row')} without a place or a side`]),
  ];
  const warnings =
    touching === 0
      ? []
      : [
          {
            code: 'on-boundary',
            message: `${count(touching, 'untreated row')} lie on the boundary, at a distance of 0 as treated ones do`,
          },
        ];
  return shaped(columns, frame.nrows, frame.panel, { labels, told, warnings });
}

/** Refuses lines that are no rings, and rings that go round a pole. */
function requireRings(lines: readonly (readonly Place[])[], segments: ReturnType<typeof segmentsOf>): void {
  const open = lines.findIndex(
    (line) =>
      line.length < 4 || line[0]!.latitude !== line.at(-1)!.latitude || line[0]!.longitude !== line.at(-1)!.longitude,
  );
  const hint = 'name the column of treated rows by `treated`';
  if (open !== -1) {
    const message = `line ${open + 1} of the boundary is not closed, so that it has no inside`;
    throw new DataError({ code: 'open-boundary', message, hint, path: ['boundary'] });
  }
  if (!goesRoundPole(segments)) return;
  const message = 'the boundary goes round a pole, so that it has no inside';
  throw new DataError({ code: 'open-boundary', message, hint, path: ['boundary'] });
}

/** Lines of a frame: its rows in order, parted where the column of lines changes. Refuses places that lack a coordinate. */
function linesOf(frame: Frame, { at, line }: BoundaryDeclaration): readonly (readonly Place[])[] {
  const places = placesOf(frame, at, ['boundary']);
  const lacking = places.findIndex((place) => place === undefined);
  if (lacking !== -1 || places.length === 0) {
    const message =
      lacking === -1 ? 'the boundary has no rows' : `row ${lacking + 1} of the boundary lacks a coordinate`;
    throw new DataError({ code: 'no-boundary', message, path: ['boundary'] });
  }
  const codes = line === null ? undefined : frame.codes(line).codes;
  const lines: Place[][] = [];
  for (const [row, place] of places.entries()) {
    if (row === 0 || (codes !== undefined && codes[row] !== codes[row - 1])) lines.push([]);
    lines.at(-1)!.push(place!);
  }
  return lines;
}

/** Places by row; undefined where a coordinate is missing. Refuses what are no degrees. */
function placesOf(
  frame: Frame,
  [lat, lon]: BoundaryDeclaration['at'],
  path: readonly string[],
): readonly (Place | undefined)[] {
  const [latitudes, longitudes] = [frame.numbers(lat), frame.numbers(lon)];
  return Array.from({ length: frame.nrows }, (_, row) => {
    const [latitude, longitude] = [latitudes[row]!, longitudes[row]!];
    if (Number.isNaN(latitude) || Number.isNaN(longitude)) return undefined;
    if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 360) return { latitude, longitude };
    const message = `expected degrees of latitude and longitude, got ${datum(lat, latitude)} and ${datum(lon, longitude)} in row ${row + 1}`;
    throw new DataError({ code: 'bad-coordinates', message, hint: '`at: [lat, lon]` names latitude first', path });
  });
}

/** 1 and 0 by row. Refuses other values. */
function flagsOf(frame: Frame, name: string): Float64Array {
  const flags = frame.numbers(name);
  const wrong = flags.findIndex((flag) => !Number.isNaN(flag) && flag !== 0 && flag !== 1);
  if (wrong === -1) return flags;
  const message = `expected 1 in treated rows and 0 in others, got ${datum(name, flags[wrong]!)} in \`${name}\``;
  throw new DataError({ code: 'bad-treatment', message, path: ['treated'] });
}
