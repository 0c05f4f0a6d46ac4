/** Two states side by side on the page: runs, commits and tags, with the moved cells marked in their tables and ranked by how far they moved. */
import { spawnSync } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../cli/harness.ts';
import { DATA, paper } from '../cli/paper.ts';
import { brokenRules } from './axe.ts';
import { closeViewed, LANGUAGES, type Language, type Viewed, viewed } from './bilingual.ts';
import { hasNoChromium, launchChromium } from './chromium.ts';

describe.skipIf(hasNoChromium)('two states', () => {
  let browser: Browser;
  const papers = {} as Record<Language, Viewed>;
  let sent: Project;

  beforeAll(async () => {
    browser = await launchChromium();
    sent = paper();
    await sent.make();
    for (const language of LANGUAGES) {
      papers[language] = await viewed(language, {}, {}, [sent.path('out')]);
      tagStates(papers[language]);
    }
  });
  afterAll(async () => {
    for (const language of LANGUAGES) await closeViewed(papers[language]);
    sent.dispose();
    await browser.close();
  });

  /** Commits the paper with the data of each of its runs, under a tag each, and leaves its files as they were. */
  function tagStates({ project }: Viewed): void {
    const git = (...args: string[]): void => {
      const own = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
      expect(spawnSync('git', [...own, ...args], { cwd: project.root }).status).toBe(0);
    };
    const now = project.read('data/panel.csv');
    git('init', '--quiet', '--initial-branch=main');
    for (const [tag, data] of [
      ['first-draft', DATA],
      ['revised', now],
    ] as const) {
      project.write('data/panel.csv', data);
      git('add', 'pipeline.yaml', 'data', 'steps');
      git('commit', '--quiet', '-m', tag);
      git('tag', tag);
    }
  }

  async function open(language: Language, place: string, width = 1280, colorScheme: 'light' | 'dark' = 'light') {
    const page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme, reducedMotion: 'reduce' });
    await page.goto(`${papers[language].address}/${place}`);
    return page;
  }

  const sidesOf = async (page: Page): Promise<string> => {
    await page.locator('.moved').waitFor();
    return (await page.locator('.moved .sides').textContent()) ?? '';
  };

  it('are chosen by the keyboard, as tags, and compared in either order', async () => {
    const page = await open('en', 'moved');
    await page.locator('.since input[name=commit]').focus();
    await page.keyboard.type('revised');
    await page.keyboard.press('Tab');
    await page.keyboard.type('first-draft');
    await page.keyboard.press('Enter');
    await page.locator('.sides', { hasText: 'first-draft' }).waitFor();
    expect(await sidesOf(page)).toMatch(/^revised \([0-9a-f]{7}\) → first-draft \([0-9a-f]{7}\)$/);
    expect(
      await page.locator('.since input').evaluateAll((all: { value: string }[]) => all.map((i) => i.value)),
    ).toEqual(['revised', 'first-draft']);
    const backward = await page.locator('.largest tbody tr').first().locator('td').allTextContents();
    await page.goto(`${papers.en.address}/moved/first-draft..revised`);
    await page.locator('.sides', { hasText: /^first-draft/ }).waitFor();
    const forward = await page.locator('.largest tbody tr').first().locator('td').allTextContents();
    expect(forward[4]).toBe(backward[3]);
    expect(forward[3]).not.toBe(forward[4]);
    await page.close();
  });

  it('have their moves marked in their tables, and ranked by standard errors', async () => {
    const page = await open('en', 'moved/first-draft..revised');
    await sidesOf(page);
    const apart = (await page.locator('.largest tbody tr td:nth-child(6)').allTextContents()).map((text: string) =>
      Math.abs(Number(/[\d.]+/.exec(text)![0])),
    );
    expect(apart.length).toBeGreaterThan(4);
    expect(apart).toEqual([...apart].sort((a, b) => b - a));
    expect(await page.locator('.moved table.paper td.is-moved').count()).toBeGreaterThan(4);
    await page.close();
  });

  it('may be a run and a tag', async () => {
    const page = await open('en', 'moved/last~1..revised');
    expect(await sidesOf(page)).toMatch(/^last~1 → revised \([0-9a-f]{7}\)$/);
    await page.close();
  });

  it('may be a folder that the call named, chosen from the list', async () => {
    const page = await open('en', 'moved');
    await page.locator('.since select').selectOption({ label: sent.path('out') });
    await page.locator('.sides', { hasText: sent.path('out') }).waitFor();
    expect(await sidesOf(page)).toBe(`${sent.path('out')} → last`);
    expect(await page.locator('.since select').inputValue()).toBe('folder~1');
    expect(await page.locator('.moved h3').count()).toBeGreaterThan(1);
    expect(await brokenRules(page)).toEqual([]);
    await page.goto(`${papers.en.address}/moved/${encodeURIComponent('last..folder~1')}`);
    await page.locator('.sides', { hasText: /^last/ }).waitFor();
    expect(await sidesOf(page)).toBe(`last → ${sent.path('out')}`);
    await page.close();
  });

  it.for(['data', '../data', '/', 'no-such-tag'] as const)('are never a folder: %s', async (name) => {
    const page = await open('en', `moved/${encodeURIComponent(`last..${name}`)}`);
    await page.locator('.empty', { hasText: 'There is no such run, commit, tag or branch.' }).waitFor();
    await page.close();
  });

  it.for([
    ['en', 'dark', 1280],
    ['zh', 'light', 390],
  ] as const)('break no rule of axe in %s, %s, at %i px', async ([language, theme, width]) => {
    const page = await open(language, 'moved/first-draft..revised', width, theme);
    await sidesOf(page);
    expect(await brokenRules(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.close();
  });
});
