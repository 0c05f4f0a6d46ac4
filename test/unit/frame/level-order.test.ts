import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelOrders } from '../../../src/frame/level-order.ts';
import { arrangePanel } from '../../../src/frame/panel.ts';
import { frameOfColumns } from '../../support/data.ts';

type Row = readonly [unit: string, time: number, text: string];

/** Orders of the column `g` in a file of these rows. */
function orderOf(rows: readonly Row[]): readonly string[] | undefined {
  const frame = frameOfColumns({ id: rows.map(([id]) => id), t: rows.map(([, t]) => t), g: rows.map(([, , g]) => g) });
  const columns = new Map(['id', 't', 'g'].map((name) => [name, frame.column(name)] as const));
  const fileRows = Int32Array.from(rows, (_, i) => i + 2);
  const panel = { unit: 'id', time: 't' };
  return levelOrders(arrangePanel({ columns, nrows: rows.length, fileRows }, panel), panel).get('g');
}

const byUnit: Row[] = ['c', 'a', 'b'].flatMap((id) => [1, 2].map((t): Row => [id, t, id === 'c' ? 'West' : 'East']));

describe('the order of texts', () => {
  it('is that of the file where it lists units one after another, or periods', () => {
    expect(orderOf(byUnit)).toEqual(['West', 'East']);
    expect(orderOf([...byUnit].sort((a, b) => a[1] - b[1]))).toEqual(['West', 'East']);
  });

  it('is told by the rows where these have it too, and by nothing in rows that are shuffled', () => {
    expect(orderOf([...byUnit].sort((a, b) => (a[0] < b[0] ? -1 : 1)))).toBeUndefined();
    const [c1, c2, a1, a2, b1, b2] = byUnit as [Row, Row, Row, Row, Row, Row];
    expect(orderOf([c1, a2, a1, c2, b1, b2])).toBeUndefined();
  });

  it('does not hang on what units are called', () => {
    const names = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(names, fc.array(fc.constantFrom('x', 'y', 'z'), { minLength: 5, maxLength: 5 }), (units, texts) => {
        const rows = units.flatMap((id, i) => [1, 2].map((t): Row => [id, t, texts[i]!]));
        const inRows = [...rows].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]));
        const first = (of: readonly Row[]): string[] => [...new Set(of.map(([, , text]) => text))];
        expect(orderOf(rows) ?? first(inRows)).toEqual(first(rows));
      }),
    );
  });
});
