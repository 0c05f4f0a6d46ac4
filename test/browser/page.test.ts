/** The page in two languages, themes and widths: its words, its tables, its geometry on a phone, and what axe finds. */
import { hostname } from 'node:os';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenRules } from './axe.ts';
import { closeViewed, LANGUAGES, type Language, PLACES, type Viewed, viewed } from './bilingual.ts';
import { hasNoChromium, launchChromium } from './chromium.ts';

/** Says whether everything that the window shows is there. */
const SETTLED = `(!location.hash.endsWith('/moved') || document.querySelector('.moved') !== null) && !document.querySelector('article[aria-busy=true]') && [...document.querySelectorAll('.results > [aria-busy=true]')]
  .every((each) => each.getBoundingClientRect().top > innerHeight + 900)`;

/** Numbers that an edge cuts, and what is wider than the window without scrolling by itself. */
const CUT = `(() => {
  const cut = [];
  for (const place of document.querySelectorAll('.wide')) {
    const table = place.querySelector('table');
    if (!table || place.scrollWidth <= place.clientWidth + 1) continue;
    const { left, right } = place.getBoundingClientRect();
    const step = (place.scrollWidth - place.clientWidth) / 3;
    for (let at = 0; at < 4; at++) {
      place.scrollTo({ left: at * step, behavior: 'instant' });
      for (const row of table.rows) {
        const [label, ...cells] = row.cells;
        if (label.colSpan > 1) continue;
        const edge = label.getBoundingClientRect().right;
        if (Math.abs(label.getBoundingClientRect().left - left) > 1) cut.push('label away: ' + label.textContent);
        for (const cell of cells) {
          const text = cell.textContent.trim();
          if (!/\\d/.test(text)) continue;
          const range = document.createRange();
          range.selectNodeContents(cell);
          for (const box of range.getClientRects()) {
            const isIn = box.left >= edge - 1 && box.right <= right + 1;
            const isOut = box.right <= edge + 1 || box.left >= right - 1;
            if (!isIn && !isOut) cut.push(at + ' ' + text + ' ' + [box.left, box.right, edge, right].map(Math.round));
          }
        }
      }
    }
  }
  return cut;
})()`;

describe.skipIf(hasNoChromium)('the page', () => {
  let browser: Browser;
  const papers = {} as Record<Language, Viewed>;

  beforeAll(async () => {
    browser = await launchChromium();
    for (const language of LANGUAGES) papers[language] = await viewed(language);
    expect((await papers.zh.project.run('report', 'paper.html', '--data')).code).toBe(0);
  });
  afterAll(async () => {
    for (const language of LANGUAGES) await closeViewed(papers[language]);
    await browser.close();
  });

  async function open(
    language: Language,
    place: string,
    width = 1280,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme, reducedMotion: 'reduce' });
    await goTo(page, `${papers[language].address}/${place}`);
    return page;
  }

  /** Waits until everything that was asked for is there. */
  async function goTo(page: Page, address: string): Promise<void> {
    await page.goto(address);
    await page.waitForSelector('main#main');
    do await page.waitForTimeout(60);
    while ((await page.evaluate(SETTLED)) !== true);
  }

  it('has the numbers of columns below their heads, labels as printed, and captions', async () => {
    const page = await open('en', 'results');
    const table = page.locator('section[aria-label="tables.main"] table');
    expect(await table.locator('caption').textContent()).toBe('Results');
    const head = table.locator('thead tr');
    expect(await head.nth(0).locator('th').allTextContents()).toEqual(['OLS', 'OLS', 'OLS', 'FE', 'FE']);
    expect(await head.nth(1).locator('th').allTextContents()).toEqual(['(1)', '(2)', '(3)', '(4)', '(5)']);
    expect(await head.nth(2).locator('th').allTextContents()).toEqual([
      'Dependent variable',
      ...Array(5).fill('Outcome'),
    ]);
    expect(await page.locator('figcaption').allTextContents()).toEqual(['Outcome by year']);
    await page.close();
  });

  it.for([
    ['en', ['Figure 1 Outcome by year', 'Table 1 The data', 'Table 2 Results', 'Table 3 Effects']],
    ['zh', ['图 1 各年产出', '表 1 数据', '表 2 回归结果', '表 3 效应']],
  ] as const)('lists what the paper prints by numbers, each of which leads to it (%s)', async ([language, names]) => {
    const page = await open(language, 'results');
    const links = page.locator('.contents a');
    expect(await links.allTextContents()).toEqual(names);
    await links.last().click();
    const last = page.locator('section[aria-label="tables.effects"]');
    await last.locator('table').waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.ariaLabel')).toBe('tables.effects');
    expect(await last.locator('.exhibit').textContent()).toBe(names[3]!.slice(0, names[3]!.lastIndexOf(' ')));
    await page.close();
  });

  it('opens every file of a node, and in a report those that it holds', async () => {
    const page = await open('en', 'nodes/tables.main');
    const files = page.locator('article .file');
    expect(await files.allTextContents()).toEqual(
      ['tex', 'md', 'html', 'csv', 'json'].map((extension) => `out/tables/main.${extension}`),
    );
    const [tab] = await Promise.all([page.waitForEvent('popup'), files.filter({ hasText: '.tex' }).click()]);
    expect((await tab.locator('body').textContent())!.trim()).toBe(
      papers.en.project.read('out/tables/main.tex').trim(),
    );
    const [saved] = await Promise.all([page.waitForEvent('download'), files.filter({ hasText: '.html' }).click()]);
    expect(saved.suggestedFilename()).toBe('main.html');
    await goTo(page, `${pathToFileURL(papers.zh.project.path('paper.html')).href}#/nodes/tables.main`);
    expect(await files.count()).toBe(4);
    const [held] = await Promise.all([page.waitForEvent('download'), files.filter({ hasText: '.html' }).click()]);
    expect(held.suggestedFilename()).toBe('main.html');
    await page.close();
  });

  it.for([
    ['en', ['Treatment', 'Constant'], 'Outcome', 'Observations'],
    ['zh', ['处理', '常数项'], '产出', '观测值'],
  ] as const)('calls terms and statistics of a node in %s as tables do', async ([language, terms, outcome, n]) => {
    const page = await open(language, 'nodes/plain.one');
    const grid = page.locator('article table.grid').first();
    expect(await grid.locator('tbody tr > :first-child').allTextContents()).toEqual(terms);
    expect(await grid.locator('thead th').first().textContent()).toBe(outcome);
    expect(await page.locator('dl.facts dt').first().textContent()).toBe(n);
    await goTo(page, `${papers[language].address}/nodes/about`);
    expect(await page.locator('article table.paper tbody').first().textContent()).toContain(terms[0]);
    expect(await page.locator('main').textContent()).not.toContain('_cons');
    await page.close();
  });

  it('speaks Chinese in a Chinese paper, in all of its views and in the report', async () => {
    const page = await open('zh', 'results');
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
    const english: string[] = [];
    const names = new Set([...(await namesIn(papers.zh))]);
    const look = async (place: string): Promise<void> => {
      const texts = (await page.evaluate(OWN_WORDS)) as string[];
      english.push(
        ...texts.flatMap((text) =>
          (text.match(/[A-Za-z][a-z]+/g) ?? [])
            .filter((word) => !names.has(word.toLowerCase()))
            .map((word) => `${place}: ${word} in ${text}`),
        ),
      );
    };
    for (const place of PLACES) {
      await goTo(page, `${papers.zh.address}/${place}`);
      await look(place);
    }
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    await look('keys');
    await goTo(page, `${pathToFileURL(papers.zh.project.path('paper.html')).href}#/results`);
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
    await look('report');
    expect(english).toEqual([]);
    await page.close();
  });

  it('ranks what moved: claims, then signs and stars of the main coefficients, then the rest with its cells marked', async () => {
    const page = await open('en', 'moved');
    await page.locator('.moved').waitFor();
    const heads = await page.locator('.moved h3').allTextContents();
    expect(heads[0]).toMatch(/^holds holds → false$/);
    expect(heads[1]).toBe('Signs and stars');
    const first = page.locator('.moved .first tbody tr');
    expect(await first.first().locator('td').nth(1).textContent()).toBe('Treatment');
    expect(await first.first().locator('.change').textContent()).toBe('sign');
    const main = await first.evaluateAll((rows: { querySelector(of: string): unknown }[]) =>
      rows.map((row) => row.querySelector('.main') !== null),
    );
    expect(main.indexOf(false) === -1 || main.lastIndexOf(true) < main.indexOf(false)).toBe(true);
    const marked = page.locator('.moved table.paper td.is-moved');
    expect(await marked.count()).toBeGreaterThan(4);
    expect(await marked.first().getAttribute('title')).toMatch(/^was \S*\d/);
    await page.close();
  });

  it('says so where nothing that is claimed moved', async () => {
    const { project } = papers.en;
    const before = project.read('pipeline.yaml');
    project.edit(
      'pipeline.yaml',
      '{id: both, fit: y ~ x + z | unit + year, header: FE}',
      '{id: both, fit: y ~ x + w | unit + year, header: FE}',
    );
    await project.run();
    const page = await open('en', 'moved');
    await page.locator('.claimed').filter({ hasText: 'Nothing that is claimed moved.' }).waitFor();
    project.write('pipeline.yaml', before);
    await page.close();
  });

  it('tells how many specifications were estimated and printed, as `trials` does, but not in a report', async () => {
    const page = await open('en', 'results');
    const told = (await papers.en.project.run('trials')).stdout;
    const [, counts] = /^(.*printed.*)\n/.exec(told)!;
    await page.locator('.trials').filter({ hasText: counts!.trim() }).waitFor();
    await goTo(page, pathToFileURL(papers.zh.project.path('paper.html')).href);
    expect(await page.locator('.trials').count()).toBe(0);
    await page.close();
  });

  it.for(LANGUAGES)('cuts no number on a phone and scrolls nothing sideways but tables (%s)', async (language) => {
    const page = await open(language, 'results', 390);
    for (const place of PLACES) {
      await goTo(page, `${papers[language].address}/${place}`);
      expect([place, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([place, 390]);
      expect([place, await page.evaluate(CUT)]).toEqual([place, []]);
    }
    await page.close();
  });

  it.for(['light', 'dark'] as const)('has marks that stand out by 3:1 (%s)', async (theme) => {
    const page = await open('en', 'nodes', 1280, theme);
    for (const place of ['results', 'nodes', 'nodes/plain.one', 'moved', 'published']) {
      await goTo(page, `${papers.en.address}/${place}`);
      expect([place, await page.evaluate(FAINT)]).toEqual([place, []]);
    }
    await page.close();
  });

  // Every two of language, theme and width meet.
  it.for([
    ['en', 'light', 1280],
    ['en', 'dark', 390],
    ['zh', 'light', 390],
    ['zh', 'dark', 1280],
  ] as const)('breaks no rule of axe in %s, %s, at %i px', async ([language, theme, width]) => {
    const page = await open(language, 'results', width, theme);
    const report = pathToFileURL(papers.zh.project.path('paper.html')).href;
    const addresses = [
      ...PLACES.map((place) => `${papers[language].address}/${place}`),
      ...(language === 'zh' ? [`${report}#/results`, `${report}#/nodes/panel`, `${report}#/moved`] : []),
    ];
    const broken: unknown[] = [];
    for (const address of addresses) {
      await page.goto('about:blank');
      await goTo(page, address);
      const found = await brokenRules(page);
      if (found.length > 0) broken.push([address.slice(address.indexOf('/', 8)), found]);
    }
    expect(broken).toEqual([]);
    await page.close();
  });
});

/** Marks that stand out from what they lie on by less than 3:1. */
const FAINT = `(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d');
  const light = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (at) => {
    for (; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (!/, 0\\)$|transparent/.test(backgroundColor)) return backgroundColor;
    }
    return 'white';
  };
  const marks = [...document.querySelectorAll('.sign path, .edge, .box, input, select, button')];
  return marks.flatMap((mark) => {
    const style = getComputedStyle(mark);
    const colour = mark instanceof SVGElement ? (style.fill === 'none' || mark.matches('.box') ? style.stroke : style.fill) : style.borderTopColor;
    const [a, b] = [light(colour), light(ground(mark.parentElement))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05) < 3 ? [mark.outerHTML.slice(0, 90) + ' ' + colour] : [];
  });
})()`;

/** Texts of the page itself: no code, no names of nodes and files, nothing of another language. */
const OWN_WORDS = `(() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (data.trim() && !parentElement.closest('code, pre, kbd, script, style, noscript, [lang=en]')) texts.push(data.trim());
  }
  for (const each of document.querySelectorAll('[aria-label], [title], [placeholder], [aria-description]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'aria-description'])
      if (each.hasAttribute(name)) texts.push(each.getAttribute(name));
  return texts;
})()`;

/** Words that are names: of nodes, steps, kinds, variables, files and levels, and those that Chinese papers have in Latin letters. */
async function namesIn({ project }: Viewed): Promise<string[]> {
  const words = (text: string): string[] => (text.match(/[A-Za-z][a-z]+/g) ?? []).map((word) => word.toLowerCase());
  const ids = (await project.run('status', '--json')).stdout.match(/"node":\s*"[^"]+"/g) ?? [];
  return [
    ...words(project.read('pipeline.yaml')),
    ...words(project.read('data/panel.csv')),
    ...ids.flatMap(words),
    'ms',
    'terms',
    'stats',
    'pipeline',
    'papermake',
    'yaml',
    'json',
    'last',
    'csv',
    'tex',
    'svg',
    'enter',
    'esc',
    'home',
    'end',
    'utc',
    'value',
    // the machine's own name, MiB and GiB
    ...words(hostname()),
    'mi',
    'gi',
    // LaTeX and other formats
    'la',
    'te',
    'markdown',
    'word',
  ];
}
