/** Ways between data and results on the page and in a report: a column opens what reads it, a result lists where it is printed, a figure what it is drawn from. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { brokenRules } from './axe.ts';
import { bothPapers } from './both-papers.ts';
import { hasNoChromium } from './chromium.ts';

const PANEL = 'dialog.column[open]';

describe.skipIf(hasNoChromium)('a column of data', () => {
  const { papers, ...both } = bothPapers({
    'panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}':
      'panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}\n  more: {kind: derive, from: panel, columns: {z2: z * z}}\n  later: {kind: models, from: more, columns: [{id: only, fit: y ~ z + z2}]}\n  estimates: {kind: figure, plot: coefficients, from: [plain.one, plain.two], formats: [svg]}',
  });
  const open = (address: string, width?: number, theme?: 'light' | 'dark'): Promise<Page> =>
    both.open(address, 'article.node[aria-busy=false]', width, theme);
  const report = both.report;

  /** The readers that the panel lists, a line for each: the node, and what prints it. */
  const readersIn = (page: Page, section = 0): Promise<string[]> =>
    page.locator(`${PANEL} .readers`).nth(section).locator('> ul > li').allTextContents();

  it.for(['on the page', 'in a report'] as const)('opens what reads it, %s', async (where) => {
    const page = await open(`${where === 'in a report' ? report('') : papers.en.address}/nodes/panel`);
    const names = page.locator('article.node table.grid .opens');
    expect(await names.allTextContents()).toEqual(['unit', 'year', 'region', 'y', 'x', 'z', 'w']);
    await names.nth(6).focus();
    await page.keyboard.press('Enter');
    const panel = page.locator(PANEL);
    await panel.locator('.readers').first().waitFor();
    expect(await panel.locator('h2').textContent()).toBe('w, panel');
    expect(await readersIn(page)).toEqual(['more', 'aboutThe data', 'plain.threeResults, (3)']);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('w');
    await page.close();
  });

  it('lists what reads it of a later data set, by that data set', async () => {
    const page = await open(`${papers.en.address}/nodes/panel`);
    await page.locator('article.node table.grid .opens', { hasText: /^z$/ }).click();
    const panel = page.locator(PANEL);
    await panel.locator('.readers').nth(1).waitFor();
    expect(await readersIn(page)).toContain('plain.withinResults, (4)Effects, (2)');
    expect(await panel.locator('.readers h3').allTextContents()).toEqual(['Read by', 'Read by, through more']);
    expect(await readersIn(page, 1)).toEqual(['later.only']);
    await panel.locator('.readers a', { hasText: 'later.only' }).click();
    await page.locator('h2', { hasText: 'later.only' }).waitFor();
    await page.close();
  });

  it('leads to the column of the table that prints a reader, and from there to the data again', async () => {
    const page = await open(`${papers.en.address}/nodes/panel`);
    await page.locator('article.node table.grid .opens', { hasText: /^x$/ }).click();
    const panel = page.locator(PANEL);
    await panel.locator('.readers .opens', { hasText: 'Results, (2)' }).click();
    await panel.locator('h2', { hasText: /^\(2\)$/ }).waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('column-name');
    expect(await panel.locator('.about a').textContent()).toBe('plain.two');
    await panel.locator('table.grid .opens', { hasText: /^z$/ }).click();
    await panel.locator('h2', { hasText: 'z, panel' }).waitFor();
    await page.close();
  });

  it('that nothing reads says so', async () => {
    const page = await open(`${papers.en.address}/nodes/more`);
    await page
      .locator('article.node table.grid .opens', { hasText: /^region$/ })
      .first()
      .click();
    const panel = page.locator(PANEL);
    await panel.locator('.said', { hasText: 'No result on record reads it.' }).waitFor();
    await page.close();
  });

  it('is read by a result that lists the columns of tables that print it', async () => {
    const page = await open(`${papers.en.address}/nodes/plain.one`);
    const shown = page.locator('article.node .readers .opens');
    expect((await shown.allTextContents()).slice(0, 2)).toEqual(['Results, (1)', 'Effects, (1)']);
    await shown.first().click();
    expect(await page.locator(`${PANEL} h2`).textContent()).toBe('(1)');
    await page.close();
  });

  it.for(['on the page', 'in a report'] as const)(
    'and a figure open the results that they are of, %s',
    async (where) => {
      const from = 'section[aria-label="estimates"] .drawn .opens';
      const page = await both.open(
        `${where === 'in a report' ? report('') : papers.en.address}/results/estimates`,
        from,
      );
      const drawn = page.locator(from);
      expect(await drawn.allTextContents()).toEqual(['plain.one', 'plain.two']);
      await drawn.nth(1).focus();
      await page.keyboard.press('Enter');
      await page.locator(`${PANEL} math`).waitFor();
      expect(await page.locator(`${PANEL} h2`).textContent()).toBe('plain.two');
      await page.close();
    },
  );

  it('and the page of a figure names what it is drawn from', async () => {
    const page = await open(`${papers.en.address}/nodes/estimates`);
    expect(await page.locator('article.node .drawn .opens').allTextContents()).toEqual(['plain.one', 'plain.two']);
    await page.close();
  });

  it.for([
    ['en', 'light', 1280],
    ['zh', 'dark', 390],
  ] as const)('and a figure break no rule of axe in %s, %s, at %i px', async ([language, theme, width]) => {
    const page = await both.open(
      `${papers[language].address}/results/estimates`,
      'section[aria-label="estimates"] .drawn .opens',
      width,
      theme,
    );
    expect(await brokenRules(page)).toEqual([]);
    await page.close();
  });

  it.for([
    ['en', 'dark', 1280],
    ['zh', 'light', 390],
  ] as const)('breaks no rule of axe in %s, %s, at %i px', async ([language, theme, width]) => {
    const page = await open(`${papers[language].address}/nodes/panel`, width, theme);
    expect(await brokenRules(page)).toEqual([]);
    await page.locator('article.node table.grid .opens', { hasText: /^z$/ }).click();
    await page.locator(`${PANEL} .readers`).first().waitFor();
    expect(await brokenRules(page, ['skip-link'])).toEqual([]);
    expect(await page.evaluate(`document.querySelector('${PANEL}').scrollWidth <= innerWidth`)).toBe(true);
    await page.close();
  });
});
