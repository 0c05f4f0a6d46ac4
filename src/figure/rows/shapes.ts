/** Reads the shapes of a map from GeoJSON (RFC 7946). */

type Position = readonly number[];
type Ring = readonly Position[];

export interface MapShape {
  readonly key: string;
  readonly geometry: { readonly type: 'Polygon' | 'MultiPolygon'; readonly coordinates: unknown };
}

export interface Shapes {
  readonly shapes: readonly MapShape[];
  /** Middle of the box around all shapes, in degrees. */
  readonly centre: readonly [longitude: number, latitude: number];
}

/** The shapes of a FeatureCollection that are areas, named by a property. Throws an Error that says what is wrong. */
export function readShapes(text: string, key: string): Shapes {
  const collection = JSON.parse(text) as { type?: string; features?: readonly (Feature | null)[] } | null;
  if (collection?.type !== 'FeatureCollection' || !Array.isArray(collection.features))
    throw new Error('expected a FeatureCollection of GeoJSON');
  const areas = (collection.features as readonly (Feature | null)[]).filter(
    (each): each is Feature => each?.geometry?.type === 'Polygon' || each?.geometry?.type === 'MultiPolygon',
  );
  if (areas.length === 0) throw new Error('it has no Polygon and no MultiPolygon');
  const shapes = areas.map(({ properties, geometry }, i): MapShape => {
    const name = properties?.[key];
    if (typeof name !== 'string' && typeof name !== 'number') {
      const known = Object.keys(properties ?? {}).join(', ');
      throw new Error(`shape ${i + 1} has no property \`${key}\`; it has ${known === '' ? 'none' : known}`);
    }
    if (!isNested(geometry!.coordinates, geometry!.type === 'Polygon' ? 3 : 4))
      throw new Error(`the coordinates of shape ${i + 1} are no ${geometry!.type}'s`);
    return { key: String(name), geometry: { type: geometry!.type, coordinates: wound(geometry!) } };
  });
  return { shapes, centre: centreOf(shapes) };
}

interface Feature {
  readonly properties?: Readonly<Record<string, unknown>> | null;
  readonly geometry?: { readonly type: 'Polygon' | 'MultiPolygon'; readonly coordinates: unknown } | null;
}

/** True of lists in lists, so deep, which hold two numbers at least within. */
const isNested = (value: unknown, depth: number): boolean =>
  Array.isArray(value) &&
  (depth === 1
    ? value.length >= 2 && value.every((each) => typeof each === 'number')
    : value.every((each) => isNested(each, depth - 1)));

/**
 * Rings as a sphere wants them: what lies on a ring's right is inside, so that the outer one goes clockwise as one looks at a map. Files have
 * them either way.
 */
function wound({ type, coordinates }: NonNullable<Feature['geometry']>): unknown {
  const polygon = (rings: readonly Ring[]): Ring[] =>
    rings.map((ring, i) => (isClockwise(ring) === (i === 0) ? ring : ring.toReversed()));
  return type === 'Polygon'
    ? polygon(coordinates as readonly Ring[])
    : (coordinates as readonly (readonly Ring[])[]).map(polygon);
}

/** Tells whether a ring runs clockwise, by the sign of its area in the plane of degrees. */
function isClockwise(ring: Ring): boolean {
  let twice = 0;
  for (let i = 1; i < ring.length; i++) twice += ring[i - 1]![0]! * ring[i]![1]! - ring[i]![0]! * ring[i - 1]![1]!;
  return twice < 0;
}

function centreOf(shapes: readonly MapShape[]): readonly [number, number] {
  const [low, high] = [
    [180, 90],
    [-180, -90],
  ] as [[number, number], [number, number]];
  const visit = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    if (typeof value[0] !== 'number') {
      for (const inner of value) visit(inner);
      return;
    }
    for (const k of [0, 1] as const) {
      low[k] = Math.min(low[k], value[k] as number);
      high[k] = Math.max(high[k], value[k] as number);
    }
  };
  for (const { geometry } of shapes) visit(geometry.coordinates);
  return [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2];
}
