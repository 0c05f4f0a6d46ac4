/** The rows that marks of figures show, as they are told from the picture, against those from which Vega drew them. */
import { describe, expect, it, vi } from 'vitest';
import type { Laid } from '../../../../src/figure/drawing/vega.ts';
import { placedMarks } from '../../../../src/figure/marks/placed.ts';
import { figureCases } from '../../../golden/figure-cases.ts';
import { drawCase } from '../../../golden/figure-fixtures.ts';

interface Item {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly datum?: Readonly<Record<string, unknown>>;
  readonly items?: readonly Mark[];
}
interface Mark {
  readonly marktype: string;
  readonly items: readonly Item[];
}

/** A mark of Vega's with the row that it drew, in points from the corner of the plane. */
interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly datum: Readonly<Record<string, unknown>>;
}

let drawn: Drawn[] = [];

vi.mock('../../../../src/figure/drawing/vega.ts', async (original) => {
  const vega = await original<typeof import('../../../../src/figure/drawing/vega.ts')>();
  return {
    ...vega,
    laidOut: <T>(spec: Parameters<typeof vega.laidOut>[0], use: (laid: Laid) => T | Promise<T>) =>
      vega.laidOut(spec, (laid) => {
        drawn = [];
        collect(laid.scene as unknown as Mark, laid.origin[0], laid.origin[1]);
        return use(laid);
      }),
  };
});

function collect({ marktype, items }: Mark, x: number, y: number): void {
  for (const item of items) {
    const [left, top] = [x + (item.x ?? 0), y + (item.y ?? 0)];
    if (marktype === 'group') for (const mark of item.items ?? []) collect(mark, left, top);
    else if (item.datum && ['symbol', 'line', 'rect', 'area'].includes(marktype)) {
      const [width, height] = marktype === 'rect' ? [item.width ?? 0, item.height ?? 0] : [0, 0];
      drawn.push({ x: left + width / 2, y: top + height / 2, datum: item.datum });
    }
  }
}

/** Plots whose marks are no items of Vega's with a row: regions of maps, boxes of flows. Tests of their own look at these. */
const OWN = /^(?:map|clusters|flow)/;

const sameCell = (cell: string, value: unknown): boolean =>
  value === undefined || (value === null ? cell === '' : String(value) === cell);

describe('marks of figures', () => {
  const single = figureCases.filter(({ plot }) => plot !== 'combine');

  it.each(single.map((one) => [one.name, one] as const))('are the rows that were drawn: %s', async (name, one) => {
    const { svg, csv, height } = await drawCase(one);
    const placed = placedMarks(svg, csv)!;
    expect(placed.marks.length).toBeGreaterThan(0);
    if (OWN.test(name)) return;
    const width = Number(/ viewBox="0 0 ([\d.]+)/.exec(svg)![1]);
    const [, right, down] = /<g transform="translate\(([\d.]+),([\d.]+)\)/.exec(svg)!;
    for (const { x, y, row } of placed.marks) {
      const here = drawn.filter(
        (each) =>
          Math.abs(each.x + Number(right) - x * width) < 0.6 && Math.abs(each.y + Number(down) - y * height) < 0.6,
      );
      const cells = placed.rows[row]!;
      const isDrawn = here.some(({ datum }) => placed.columns.every((column, c) => sameCell(cells[c]!, datum[column])));
      expect(isDrawn, `${placed.columns.join()}: ${cells.join()}`).toBe(true);
    }
  });

  it('are all of a figure of estimates', async () => {
    for (const name of ['event', 'coefficients', 'specification-curve', 'trends']) {
      const { svg, csv } = await drawCase(figureCases.find((each) => each.name === name)!);
      const { rows, columns, marks } = placedMarks(svg, csv)!;
      expect(new Set(marks.map(({ row }) => row)).size, name).toBe(rows.length);
      expect(marks.some(({ value }) => ['estimate', 'y'].includes(columns[value]!))).toBe(true);
    }
  });
});
