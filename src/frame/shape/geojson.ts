/** Reads lines and rings from GeoJSON (RFC 7946), whose places have longitude first. */
import type { Place } from '../../base/number/sphere.ts';
import { DataError } from '../complaint.ts';

interface Geometry {
  readonly type?: unknown;
  readonly coordinates?: unknown;
  readonly geometries?: readonly unknown[];
  readonly geometry?: unknown;
  readonly features?: readonly unknown[];
}

/** The depth at which lists of places stand in the coordinates of a geometry. */
const depths: Readonly<Record<string, number>> = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 };

/** Every line and ring of the file. Refuses a text that is no GeoJSON, and one without any. */
export function boundaryInFile(text: string): readonly (readonly Place[])[] {
  const lines = linesIn(parsed(text));
  if (lines.length > 0) return lines;
  throw refusal(`it has no ${Object.keys(depths).join(', ')}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal('it is no JSON');
  }
}

function linesIn(value: unknown): readonly (readonly Place[])[] {
  if (typeof value !== 'object' || value === null) throw refusal('a feature or geometry is no object');
  const { type, coordinates, geometries, geometry, features } = value as Geometry;
  if (type === 'FeatureCollection') return (features ?? []).flatMap(linesIn);
  if (type === 'GeometryCollection') return (geometries ?? []).flatMap(linesIn);
  if (type === 'Feature') return geometry === null ? [] : linesIn(geometry);
  const depth = typeof type === 'string' && Object.hasOwn(depths, type) ? depths[type] : undefined;
  return depth === undefined ? [] : listsIn(coordinates, depth);
}

function listsIn(value: unknown, depth: number): readonly (readonly Place[])[] {
  if (!Array.isArray(value)) throw refusal('coordinates are no list');
  return depth === 0 ? [value.map(placeOf)] : value.flatMap((each) => listsIn(each, depth - 1));
}

function placeOf(value: unknown): Place {
  const [longitude, latitude] = Array.isArray(value) ? value : [];
  if (isDegrees(latitude, 90) && isDegrees(longitude, 360)) return { latitude, longitude };
  throw refusal('a position is no longitude and latitude in degrees');
}

const isDegrees = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Math.abs(value) <= most;

const refusal = (why: string): DataError =>
  new DataError({
    code: 'no-boundary',
    message: `expected lines or polygons of GeoJSON: ${why}`,
    hint: 'RFC 7946 says what GeoJSON is',
    path: ['file'],
  });
