/** The panel of a number: every number of a table, claim and text opens what stands behind it, by mouse, finger and keyboard, on the page and in a report. */
import { spawnSync } from 'node:child_process';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Project } from '../cli/harness.ts';
import { brokenRules } from './axe.ts';
import { bothPapers } from './both-papers.ts';
import { hasNoChromium } from './chromium.ts';

const git = (project: Project, ...args: string[]): void => {
  const own = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
  expect(spawnSync('git', [...own, ...args], { cwd: project.root }).status).toBe(0);
};

const PANEL = 'dialog.column[open]';

describe.skipIf(hasNoChromium)('a number', () => {
  const { papers, complaints, browser, ...both } = bothPapers();
  const MAIN = 'section[aria-label="tables.main"] table .opens';
  const open = (address: string, width?: number, theme?: 'light' | 'dark'): Promise<Page> =>
    both.open(address, MAIN, width, theme);
  const report = (): string => both.report('/results');

  /** The panel of the first number, whose contents are there. */
  async function panelOf(page: Page, of = MAIN) {
    await page.locator(of).first().click();
    const panel = page.locator(PANEL);
    await panel.locator('.result').waitFor();
    return panel;
  }

  it('opens its column: the equation, how it was estimated, its rows, data, claims, line and run', async () => {
    const page = await open(`${papers.en.address}/results`);
    const panel = await panelOf(page, `${MAIN.replace('.opens', 'tbody .opens')}`);
    expect(await panel.locator('h2').textContent()).toBe('Treatment, (1)');
    expect(await panel.locator('header .value').textContent()).toMatch(/^−?\d+\.\d{3}\**\s\(0\.\d{3}\)$/);
    expect((await panel.locator('math').textContent())!.replace(/\s/g, '')).toMatch(/^Outcome.*=.*Treatment.*ε/);
    const text = (await panel.textContent())!;
    for (const said of [
      'standard errors: cluster(unit)',
      '48 rows of panel',
      '= 48 rows used',
      'data/panel.csv',
      'Claims that rest on it',
      'in the run last',
      'on record since',
      'Copy the place',
    ])
      expect(text).toContain(said);
    expect(await panel.locator('.rests .fails').textContent()).toBe('false');
    expect(await panel.locator('table.grid [aria-current]').first().textContent()).toContain('Treatment');
    const line =
      papers.en.project
        .read('pipeline.yaml')
        .split('\n')
        .findIndex((each) => each.includes('id: one')) + 1;
    expect(await panel.locator('.place a').getAttribute('href')).toBe(
      `vscode://file${encodeURI(papers.en.project.path('pipeline.yaml'))}:${line}`,
    );
    await page.close();
  });

  it('is reached by Tab and arrows, opened by Enter, left by Escape, and has the focus again', async () => {
    const page = await open(`${papers.en.address}/results`);
    const first = page.locator(MAIN.replace('.opens', 'tbody .opens')).first();
    await first.focus();
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    const here = 'document.activeElement.textContent';
    const number = await page.evaluate(here);
    await page.keyboard.press('Enter');
    const panel = page.locator(PANEL);
    await panel.locator('.result').waitFor();
    expect(await panel.locator('h2').textContent()).toBe('Control, (2)');
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await page.evaluate(here)).toBe(number);
    expect(await page.locator(`${MAIN}[tabindex="0"]`).count()).toBe(1);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    expect(await panel.locator('h2').textContent()).toBe('(2)');
    await page.close();
  });

  it('leads on by links, each of which leads somewhere', async () => {
    const page = await open(`${papers.en.address}/results`);
    const panel = await panelOf(page);
    const links = (await panel
      .locator('a[href^="#"]')
      .evaluateAll((all: { getAttribute(name: string): string }[]) =>
        all.map((a) => a.getAttribute('href')),
      )) as string[];
    expect(links.length).toBeGreaterThan(2);
    await panel.locator('a[href*="/nodes/"]').first().click();
    await panel.waitFor({ state: 'detached' });
    for (const link of links) {
      await page.goto(papers.en.address.replace(/#.*/, link));
      await page.locator('.on-claims .claim, article.node[aria-busy=false]').first().waitFor();
      expect(await page.locator('article .notice', { hasText: 'no such node' }).count()).toBe(0);
    }
    await page.close();
  });

  it('opens in a report, which names neither the machine nor when anything ran', async () => {
    const page = await open(report());
    const panel = await panelOf(page);
    const text = (await panel.textContent())!;
    expect(text).toContain('data/panel.csv');
    expect(text).not.toContain('in the run');
    expect(text).not.toContain('on record since');
    expect(await panel.locator('a[href^="vscode:"]').count()).toBe(0);
    expect(await page.content()).not.toContain(papers.en.project.path('pipeline.yaml'));
    await page.close();
  });

  it('tells every value that it had: by runs, with the reason of each move, and before these by commits', async () => {
    const { project } = papers.en;
    const path = 'out/tables/main.json';
    const now = project.read(path);
    const [, printed] = /"text":\s*"(-1\.\d+)/.exec(now)!;
    project.write(path, now.replaceAll(printed!, '-9.999'));
    git(project, 'init', '--quiet', '--initial-branch=main');
    git(project, 'add', path);
    const then = '2020-02-03T04:05:00Z';
    git(project, 'commit', '--quiet', `--date=${then}`, '-m', 'Drop the outliers');
    project.write(path, now);
    const page = await open(`${papers.en.address}/results`);
    const panel = await panelOf(page, `${MAIN.replace('.opens', 'tbody .opens')}`);
    const values = panel.locator('.history li');
    await values.first().waitFor();
    const told = (await values.allTextContents()) as string[];
    expect(told.length).toBe(3);
    expect(told[0]).toMatch(
      /^−1\.\d{3}\*\*\* \(0\.\d{3}\) −\d+\.\d\d s\.e\. 20\d\d-.* UTC, last.*column x of panel changed/,
    );
    expect(told[0]).toContain('data/panel.csv changed');
    expect(told[1]).toMatch(/^\d\.\d{3}\*\*\* \(0\.\d{3}\) .*20\d\d-.* UTC, last~1$/);
    expect(told[2]).toMatch(/^−9\.999.*2020-02-03 04:05 UTC, [0-9a-f]{7}Drop the outliers$/);
    await page.close();
    const mailed = await open(report());
    const same = await panelOf(mailed, `${MAIN.replace('.opens', 'tbody .opens')}`);
    expect(await same.locator('.history li').count()).toBe(2);
    expect(await same.locator('.history small').count()).toBe(0);
    await mailed.close();
  });

  it('stands in a table that is copied as its files have it, and into Word as a table', async () => {
    const context = await browser().newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    await page.goto(`${papers.en.address}/results`);
    const copies = page.locator('section[aria-label="tables.main"] .copies');
    await copies.waitFor();
    expect(await copies.locator('button').allTextContents()).toEqual(['LaTeX', 'Markdown', 'Word (HTML)', 'CSV']);
    await copies.locator('button', { hasText: 'LaTeX' }).click();
    await copies.locator('button', { hasText: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(papers.en.project.read('out/tables/main.tex'));
    await copies.locator('button', { hasText: 'Word' }).click();
    const types = 'navigator.clipboard.read().then(([item]) => item.types)';
    await expect.poll(() => page.evaluate(types)).toContain('text/html');
    await context.close();
  });

  it('of a claim opens the result that it is of', async () => {
    const page = await open(`${papers.en.address}/results`);
    await page.keyboard.press('3');
    const panel = await panelOf(page, '.claim .opens');
    expect(await panel.locator('.about a').textContent()).toMatch(/^plain\./);
    await page.close();
  });

  it.for([
    ['en', 'light', 1280],
    ['zh', 'dark', 390],
  ] as const)('breaks no rule of axe in %s, %s, at %i px', async ([language, theme, width]) => {
    const page = await open(`${papers[language].address}/results`, width, theme);
    await panelOf(page);
    // Links further down in a dialog that scrolls are no skip links, for which axe takes them.
    expect(await brokenRules(page, ['skip-link'])).toEqual([]);
    expect(await page.evaluate(`document.querySelector('${PANEL}').scrollWidth <= innerWidth`)).toBe(true);
    await page.close();
  });

  it('complains of nothing', () => {
    expect(complaints).toEqual([]);
  });
});
