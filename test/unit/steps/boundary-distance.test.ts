/** A step of `kind: boundary_distance`: distances with the side as their sign, from frames and GeoJSON. */
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../src/frame/complaint.ts';
import { Frame } from '../../../src/frame/frame.ts';
import { type BoundaryDeclaration, boundaryDistance } from '../../../src/frame/shape/boundary.ts';
import { planned } from './planned.ts';

const degree = (6371 * Math.PI) / 180;
const frame = (columns: Readonly<Record<string, readonly number[]>>): Frame =>
  Frame.of(
    new Map(
      Object.entries(columns).map(
        ([name, values]) => [name, { type: 'number', values: Float64Array.from(values) }] as const,
      ),
    ),
    Object.values(columns)[0]!.length,
  );
const villages = { lat: [2, -3, 2, Number.NaN], lon: [5, 5, 40, 5], in: [1, 0, 0, 1] };
const declared: BoundaryDeclaration = { at: ['lat', 'lon'], line: null, treated: 'in', name: 'km' };
const made = (source: Parameters<typeof boundaryDistance>[2], more: Partial<BoundaryDeclaration> = {}) =>
  boundaryDistance(frame(villages), new Map(), source, { ...declared, ...more });
const equator = frame({ lat: [0, 0], lon: [0, 30] });

describe('distances', () => {
  it('have the sign of the side, and are missing with the place', () => {
    const { frame: found, told } = made({ frame: equator });
    const [a, b, c, d] = found.numbers('km');
    expect([a, b]).toEqual([expect.closeTo(2 * degree, 8), expect.closeTo(-3 * degree, 8)]);
    expect(c).toBeCloseTo(-6371 * Math.acos(Math.cos((2 * Math.PI) / 180) * Math.cos((10 * Math.PI) / 180)), 6);
    expect(d).toBeNaN();
    expect(told.join()).toContain('missing in 1 row');
  });

  it('are the same from GeoJSON, whose places have longitude first', () => {
    const text = JSON.stringify({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          properties: {},
          geometry: {
            type: 'LineString',
            coordinates: [
              [0, 0],
              [30, 0],
            ],
          },
        },
      ],
    });
    expect([...made({ text }).frame.numbers('km')]).toEqual([...made({ frame: equator }).frame.numbers('km')]);
  });

  it('are above 0 inside of a polygon where no column says the side', () => {
    const ring = [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
      [0, 0],
    ];
    const text = JSON.stringify({ type: 'Polygon', coordinates: [ring] });
    expect([...made({ text }, { treated: null }).frame.numbers('km')].map(Math.sign)).toEqual([1, -1, -1, Number.NaN]);
  });

  it('keep lines apart where a column parts them', () => {
    const two = frame({ lat: [0, 0, 50, 50], lon: [0, 1, 0, 1], k: [1, 1, 2, 2] });
    const [apart] = made({ frame: two }, { line: 'k' }).frame.numbers('km');
    const [joined] = made({ frame: two }).frame.numbers('km');
    expect(apart!).toBeGreaterThan(joined!);
  });

  it('of untreated rows on the boundary are told of', () => {
    const { warnings } = made({ frame: frame({ lat: [-3, 0], lon: [5, 5] }) });
    expect(warnings.map(({ code }) => code)).toEqual(['on-boundary']);
  });
});

it.each([
  [{ text: 'x' }, {}, 'expected lines or polygons of GeoJSON: it is no JSON'],
  [{ text: '{"type":"Point","coordinates":[1,2]}' }, {}, 'it has no LineString'],
  [{ text: '{"type":"LineString","coordinates":[[1,95],[2,3]]}' }, {}, 'a position is no longitude and latitude'],
  [{ frame: equator }, { treated: null }, 'line 1 of the boundary is not closed'],
  [{ frame: equator }, { treated: 'lat' }, 'expected 1 in treated rows and 0 in others'],
  [{ frame: frame({ lat: [0, 99], lon: [0, 1] }) }, {}, 'expected degrees of latitude and longitude'],
  [{ frame: frame({ lat: [0, Number.NaN], lon: [0, 1] }) }, {}, 'row 2 of the boundary lacks a coordinate'],
] as const)('refuses %o', (source, more, message) => {
  expect(() => made(source as never, more)).toThrow(DataError);
  expect(() => made(source as never, more)).toThrow(message);
});

describe('a step', () => {
  const csv = 'is,lat,lon,in\n0,2,5,1\n0,-3,5,0\n1,0,0,\n1,0,30,\n';
  const plan = (keys: string) =>
    planned(
      `papermake: 1
steps:
  all: {kind: ingest, file: d.csv, where: is == 0}
  edge: {kind: ingest, file: d.csv, where: is == 1}
  near: {kind: boundary_distance, from: all, at: [lat, lon]${keys}}
  jump: {kind: rd, from: near, outcome: in, running: distance}
`,
      csv,
    );

  it('adds a column that others read', () => {
    const { problems, nodes } = plan(', boundary: edge, treated: in');
    expect(problems).toEqual([]);
    expect(nodes.get('jump')!.params).toMatchObject({ running: 'distance' });
  });

  it.each([
    ['', 'expected either `boundary` or `file`, got neither'],
    [', boundary: edge, treated: out', 'unknown variable `out`'],
    [', boundary: edge, name: lat', 'two columns would be called `lat`'],
  ])('with `%s` is refused', (keys, message) => {
    expect(plan(keys).problems.map((problem) => problem.message)).toContain(message);
  });
});
