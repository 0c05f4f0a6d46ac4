/** The marks of figures whose shapes have an extent: regions of maps, ridges, boxes of flows, bars between two numbers. */
import { describe, expect, it } from 'vitest';
import { placeInside } from '../../../../src/figure/marks/outlines.ts';
import { type PlacedMark, type PlacedMarks, placedMarks } from '../../../../src/figure/marks/placed.ts';
import { figureCases } from '../../../golden/figure-cases.ts';
import { drawCase } from '../../../golden/figure-fixtures.ts';

interface Drawn {
  readonly svg: string;
  readonly csv: string;
  readonly told: PlacedMarks;
}

async function drawnCase(name: string): Promise<Drawn> {
  const { svg, csv } = await drawCase(figureCases.find((each) => each.name === name)!);
  return { svg, csv, told: placedMarks(svg, csv)! };
}

const cell = ({ columns, rows }: PlacedMarks, { row }: PlacedMark, name: string): string =>
  rows[row]![columns.indexOf(name)]!;
const shown = ({ rows }: PlacedMarks, { row, value }: PlacedMark): string => rows[row]![value]!;

/** The box around a mark, in shares of the picture. */
function boxOf({ outline }: PlacedMark): { left: number; right: number; top: number; bottom: number } {
  const all = outline!.flat();
  const [xs, ys] = [all.filter((_, i) => i % 2 === 0), all.filter((_, i) => i % 2 === 1)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

describe('marks of areas', () => {
  it.each(['map', 'map-zh'])('are the regions of a map, each at the place of its unit: %s', async (name) => {
    const { told } = await drawnCase(name);
    expect(told.marks.map((mark) => cell(told, mark, 'unit'))).toEqual(Array.from({ length: 9 }, (_, i) => `u${i}`));
    // Three columns of squares from west to east, three rows from south to north.
    for (const [i, one] of told.marks.entries()) {
      const box = boxOf(one);
      expect(one.x).toBeGreaterThan(box.left);
      expect(one.x).toBeLessThan(box.right);
      if (i % 3 > 0) expect(one.x).toBeGreaterThan(told.marks[i - 1]!.x + 0.1);
      if (i > 2) expect(one.y).toBeLessThan(told.marks[i - 3]!.y - 0.1);
    }
    expect(told.marks.slice(0, 2).map((mark) => shown(told, mark))).toEqual(['0.1', '0.2']);
    // One without data shows the class that says so.
    expect(shown(told, told.marks[8]!)).toBe(name === 'map' ? 'No data' : '无数据');
  });

  it('are the regions of every panel', async () => {
    for (const name of ['map-periods', 'clusters-periods']) {
      const { told } = await drawnCase(name);
      expect(told.marks.map(({ row }) => row)).toEqual(told.rows.map((_, row) => row));
      expect(new Set(told.marks.map(({ x, y }) => `${x.toFixed(3)} ${y.toFixed(3)}`)).size).toBe(told.rows.length);
    }
  });

  it('are none where the key calls a region otherwise than its row', async () => {
    const { svg, csv } = await drawnCase('map');
    const lines = csv.split('\n');
    [lines[3], lines[4]] = [lines[4]!, lines[3]!];
    expect(placedMarks(svg, lines.join('\n'))!.marks).toEqual([]);
    expect(placedMarks(svg, lines.slice(0, 5).join('\n'))!.marks).toEqual([]);
  });

  it('are all places of ridges, over which no two share a row', async () => {
    for (const name of ['density-ridges', 'densities-ridges']) {
      const { told } = await drawnCase(name);
      expect(told.marks.map(({ row }) => row).sort((a, b) => a - b)).toEqual(told.rows.map((_, row) => row));
      expect(told.marks.every(({ value }) => told.columns[value] === 'density')).toBe(true);
    }
  });

  it('are none of a ridge whose heights are those of no row', async () => {
    const { svg, csv } = await drawnCase('density-ridges');
    const lines = csv.split('\n');
    const wrong = lines.map((line, i) => (i === 120 ? line.replace(/^(East,[^,]+),[^,]+/, '$1,0.7') : line));
    expect(wrong).not.toEqual(lines);
    const rows = new Set(placedMarks(svg, wrong.join('\n'))!.marks.map(({ row }) => row));
    expect(rows.size).toBeLessThan(lines.length / 2 + 10);
    expect(rows.has(119)).toBe(false);
  });

  it.each(['flow', 'flow-zh'])('are the boxes of a flow, each with its count: %s', async (name) => {
    const { told } = await drawnCase(name);
    expect(told.marks.map((mark) => [told.columns[mark.value], shown(told, mark)])).toEqual([
      ['rows', '1301'],
      ['leftOut', '210'],
      ['rows', '1091'],
      ['leftOut', '31'],
      ['rows', '1060'],
      ['leftOut', '2'],
      ['rows', '1058'],
    ]);
    for (const [i, { x }] of told.marks.entries()) expect(x > 0.5).toBe(i % 2 === 1);
  });

  it('are none of a flow whose boxes have other counts', async () => {
    const { svg, csv } = await drawnCase('flow');
    expect(placedMarks(svg, csv.replace('1091', '1092'))!.marks).toEqual([]);
  });

  it('are bars from one number to another, and the points beside them', async () => {
    for (const name of ['bounds', 'rings', 'outcomes']) {
      const { told } = await drawnCase(name);
      expect(
        told.marks.map(({ row }) => row).sort((a, b) => a - b),
        name,
      ).toEqual(told.rows.map((_, row) => row));
    }
    const { told } = await drawnCase('rings');
    expect(told.marks.map((mark) => shown(told, mark)).sort()).toEqual(['-0.1', '0.3', '0.9', '1.8']);
  });

  it('are none of a bar whose end is the number of no row, and of points with the name of another row', async () => {
    const bounds = await drawnCase('bounds');
    const moved = placedMarks(bounds.svg, bounds.csv.replace(',1.9,', ',1.7,'))!;
    expect(moved.marks.some((mark) => cell(moved, mark, 'what') === 'bound')).toBe(false);
    const outcomes = await drawnCase('outcomes');
    const swapped = outcomes.csv.replace('Patents (small)', 'Patents (x)').replace('Patents (aide)', 'Patents (y)');
    expect(placedMarks(outcomes.svg, swapped)!.marks).toEqual([]);
  });
});

describe('the place of a region', () => {
  const at = (x: number, y: number) => ({ x, y });

  it('is inside of one that is bent around its own centre', () => {
    const bent = [[at(0, 0), at(10, 0), at(10, 10), at(0, 10), at(0, 9), at(9, 9), at(9, 1), at(0, 1)]];
    const { x, y } = placeInside(bent);
    expect(x).toBeGreaterThan(9);
    expect(x).toBeLessThan(10);
    expect(y).toBeCloseTo(5, 6);
  });

  it('is on the larger of two islands, and not in a lake', () => {
    const islands = [
      [at(0, 0), at(1, 0), at(1, 1), at(0, 1)],
      [at(5, 5), at(9, 5), at(9, 9), at(5, 9)],
      [at(6, 6), at(8, 6), at(8, 8), at(6, 8)],
    ];
    const { x, y } = placeInside(islands);
    expect(y).toBeCloseTo(7, 6);
    expect((x > 5 && x < 6) || (x > 8 && x < 9)).toBe(true);
  });
});
