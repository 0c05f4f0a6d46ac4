/** HTML tables in a browser. Needs chromium: skipped where absent, but not under CI. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasNoChromium, launchChromium } from './chromium.ts';

const goldens = path.resolve(import.meta.dirname, '../golden/tables');
describe.skipIf(hasNoChromium)('HTML tables in a browser', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
  });
  afterAll(() => browser?.close());

  const open = (name: string): Promise<void> =>
    page.setContent(`<!doctype html><meta charset="utf-8">${readFileSync(path.join(goldens, `${name}.html`), 'utf8')}`);

  it('has the rows and cells of the table', async () => {
    await open('baseline');
    const rows = await page.evaluate<string[][]>(
      "[...document.querySelectorAll('tbody tr')].map((tr) => [...tr.cells].map((c) => c.textContent))",
    );
    expect(rows[0]).toEqual(['NQP', '4.502***', '1.966***', '1.592***', '5.794***', '1.102***']);
    expect(rows[1]).toEqual(['', '(0.664)', '(0.563)', '(0.456)', '(1.143)', '(0.441)']);
    expect(rows.every((row) => row.length === 6)).toBe(true);
    const head = await page.evaluate<string[]>(
      "[...document.querySelectorAll('thead th')].map((th) => th.scope + ' ' + th.textContent)",
    );
    expect(head).toEqual(['colgroup Dependent variable: Gap', 'col (1)', 'col (2)', 'col (3)', 'col (4)', 'col (5)']);
    expect(await page.evaluate("document.querySelector('tbody th sup').textContent")).toBe('2');
  });

  /** Left edges of the decimal points of a column's estimates, and the middles of their boxes and of the column's header. */
  const measured = (column: number): Promise<{ points: number[]; middles: number[]; header: number }> =>
    page.evaluate(`(() => {
      const middle = (boxes) => (boxes[0].left + boxes.at(-1).right) / 2;
      const cells = [...document.querySelectorAll('tbody tr')].map((tr) => tr.cells[${column}]);
      const spans = cells.filter((td) => td?.className === 'd').map((td) => [...td.children].map((s) => s.getBoundingClientRect()));
      const header = document.querySelector('thead tr:last-child').cells[${column}], text = document.createRange();
      text.selectNodeContents(header);
      return {
        points: spans.map(([, after]) => after.left),
        middles: spans.map(middle),
        header: middle([text.getBoundingClientRect()]),
      };
    })()`);
  const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

  it.each([
    ['baseline', 3, 10],
    ['baseline', 5, 8],
    ['stages', 3, 4],
    ['describe', 5, 3],
    ['correlate', 1, 3],
  ])('lines up decimal points in %s, column %i, and centres them under the header', async (name, column, count) => {
    await open(name);
    const { points, middles, header } = await measured(column);
    expect(points.length).toBe(count);
    expect(spread(points)).toBeLessThan(0.1);
    expect(spread([...middles, header])).toBeLessThan(1);
  });

  it('leaves room for every digit and sign on its side of the decimal point', async () => {
    for (const name of ['baseline', 'styles', 'mixed', 'describe']) {
      await open(name);
      const wide = await page.evaluate<string[]>(`[...document.querySelectorAll('td.d > span')].filter((span) => {
        const text = document.createRange();
        text.setStart(span, 0);
        text.setEnd(span, [...span.childNodes].filter((n) => n.nodeName !== 'SUP').length);
        return text.getBoundingClientRect().width > span.getBoundingClientRect().width + 0.2;
      }).map((span) => span.textContent)`);
      expect(wide).toEqual([]);
    }
  });

  it('sets no stars over the next column', async () => {
    await open('chinese');
    const over = await page.evaluate<string[]>(`[...document.querySelectorAll('td.d')].filter((td) => {
      const stars = td.querySelector('sup');
      return stars && stars.getBoundingClientRect().right > td.getBoundingClientRect().right;
    }).map((td) => td.textContent)`);
    expect(over).toEqual([]);
  });

  it('does not run users’ text as markup', async () => {
    await open('mixed');
    expect(await page.evaluate("document.querySelectorAll('b, script, all').length")).toBe(0);
    expect(await page.evaluate("document.querySelector('tfoot').textContent")).toContain('<b>no html</b>');
  });
});
