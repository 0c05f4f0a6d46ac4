/** HTML tables in a browser. Needs chromium: skipped where absent, but not under CI. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const goldens = path.resolve(import.meta.dirname, '../golden/tables');
const flags = [
  'no-sandbox',
  'disable-gpu',
  'disable-quic',
  'no-first-run',
  'disable-background-networking',
  'disable-component-update',
  'disable-sync',
];

describe.skipIf(!existsSync(executablePath) && !process.env.CI)('HTML tables in a browser', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: flags.map((flag) => `--${flag}`) });
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

  it('lines digits up whatever stars and parentheses stand around them', async () => {
    await open('baseline');
    // Right edge of the last digit of every number of the third column.
    const edges = await page.evaluate<number[]>(`[...document.querySelectorAll('tbody tr')].flatMap((tr) => {
      const cell = tr.cells[3];
      if (!/\\bd\\b/.test(cell.className) || cell.textContent === '') return [];
      const text = cell.firstChild, range = document.createRange(), end = text.data.replace(/\\)$/, '').length;
      range.setStart(text, end - 1); range.setEnd(text, end);
      return [range.getBoundingClientRect().right];
    })`);
    expect(edges.length).toBe(11);
    expect(Math.max(...edges) - Math.min(...edges)).toBeLessThan(1);
  });

  it('does not run users’ text as markup', async () => {
    await open('mixed');
    expect(await page.evaluate("document.querySelectorAll('b, script, all').length")).toBe(0);
    expect(await page.evaluate("document.querySelector('tfoot').textContent")).toContain('<b>no html</b>');
  });
});
