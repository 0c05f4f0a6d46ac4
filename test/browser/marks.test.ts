/** The marks of figures: each opens the result and the row that it shows, by mouse, finger and keyboard, on the page and in a report. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { brokenRules } from './axe.ts';
import { bothPapers } from './both-papers.ts';
import { hasNoChromium } from './chromium.ts';

const PANEL = 'dialog.column[open]';
const FIGURE = 'section[aria-label="estimates"]';

/** Two wide units beside each other, of which one bends around its own centre. */
const SHAPES = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    [
      [0, 0],
      [0, 4],
      [4, 4],
      [4, 3],
      [1, 3],
      [1, 1],
      [4, 1],
      [4, 0],
      [0, 0],
    ],
    [
      [5, 0],
      [5, 4],
      [9, 4],
      [9, 0],
      [5, 0],
    ],
  ].map((ring, i) => ({
    type: 'Feature',
    properties: { name: `u${i}` },
    geometry: { type: 'Polygon', coordinates: [ring] },
  })),
});

describe.skipIf(hasNoChromium)('a mark of a figure', () => {
  const { papers, complaints, open, report } = bothPapers(
    {
      'steps:\n': `steps:
  land: {kind: figure, plot: map, from: panel, variables: [z], unit: unit, shapes: data/land.json, sample: "year == 2010 and unit in ['u0', 'u1']", formats: [svg]}
  late: {kind: models, from: panel, sample: year > 2010, columns: [{id: only, fit: y ~ x}]}
  kept: {kind: figure, plot: flow, from: late.only, formats: [svg]}
  estimates: {kind: figure, plot: coefficients, from: [plain.one, plain.two], headers: [Short, Long], drop: [_cons], formats: [svg]}
  bars: {kind: figure, plot: histogram, from: panel, variables: [z], formats: [svg]}
`,
    },
    { 'data/land.json': SHAPES },
  );
  const place = (where: string): string => (where === 'in a report' ? report('') : papers.en.address);

  interface Spot {
    x: number;
    y: number;
    said: string;
  }

  /** The box of an element in the window, once it stands still: a picture that comes later moves those below it. */
  async function restingPlaceOf(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
    const seen: string[] = [];
    await expect
      .poll(
        async () => {
          const areThere = await element.page().evaluate('[...document.images].every((image) => image.complete)');
          await element.scrollIntoViewIfNeeded();
          seen.push(JSON.stringify(await element.boundingBox()));
          return areThere && seen.length > 3 && new Set(seen.slice(-4)).size === 1;
        },
        { interval: 50, timeout: 20_000 },
      )
      .toBe(true);
    return (await element.boundingBox())!;
  }

  /** The place of the mark that the slider stands at, in pixels of the window. */
  async function placeOf(page: Page, figure: string, at: number): Promise<Spot> {
    const slider = page.locator(`${figure} [role=slider][aria-valuenow="${at}"]`);
    await slider.waitFor();
    const box = await restingPlaceOf(slider);
    return {
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      said: (await slider.getAttribute('aria-valuetext'))!,
    };
  }

  async function firstPlaceOf(page: Page, figure: string): Promise<Spot> {
    await page.locator(`${figure} [role=slider]`).focus();
    await page.keyboard.press('Home');
    return placeOf(page, figure, 1);
  }

  /** The places of all marks, in their order. */
  async function placesOf(page: Page, figure: string): Promise<Spot[]> {
    const places = [await firstPlaceOf(page, figure)];
    const count = Number(await page.locator(`${figure} [role=slider]`).getAttribute('aria-valuemax'));
    while (places.length < count) {
      await page.keyboard.press('ArrowRight');
      places.push(await placeOf(page, figure, places.length + 1));
    }
    return places;
  }

  it.for(['on the page', 'in a report'] as const)('opens its estimate by a click, %s', async (where) => {
    const page = await open(`${place(where)}/results/estimates`, `${FIGURE} [role=slider]`);
    const places = await placesOf(page, FIGURE);
    expect(places.map(({ said }) => said.replace(/: .*/, ''))).toEqual([
      'Treatment, Short',
      'Treatment, Long',
      'Control, Long',
    ]);
    const [, second] = places;
    await page.mouse.click(second!.x + 4, second!.y - 3);
    const panel = page.locator(PANEL);
    await panel.locator('math').waitFor();
    expect(await panel.locator('h2').textContent()).toBe('Treatment, Long');
    expect(await panel.locator('.about a').textContent()).toBe('plain.two');
    expect(await panel.locator('table.grid [aria-current]').first().textContent()).toContain('Treatment');
    const value = (await panel.locator('header .value').textContent())!;
    expect(await panel.locator('table.grid [aria-current]').first().textContent()).toContain(value.slice(0, 6));
    expect(await panel.locator('> .facts dt').allTextContents()).toContain('95% interval, from');
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('slider');
    await page.close();
  });

  it('is where the picture has its ink', async () => {
    const page = await open(`${papers.en.address}/results/estimates`, `${FIGURE} [role=slider]`);
    for (const { x, y } of await placesOf(page, FIGURE)) {
      await page.mouse.move(0, 0);
      await page.evaluate('document.activeElement.blur()');
      const shot = await page.screenshot({ clip: { x: x - 2, y: y - 2, width: 4, height: 4 } });
      const light = (await page.evaluate(`(async () => {
        const image = new Image();
        image.src = 'data:image/png;base64,${shot.toString('base64')}';
        await image.decode();
        const context = new OffscreenCanvas(4, 4).getContext('2d');
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, 4, 4);
        return data.filter((_, i) => i % 4 < 3).reduce((sum, each) => sum + each, 0) / 48;
      })()`)) as number;
      expect(light).toBeLessThan(200);
    }
    await page.close();
  });

  it('is reached by Tab, arrows, Home and End, and opened by Enter', async () => {
    const page = await open(`${papers.en.address}/nodes/estimates`, 'article.node [role=slider]');
    const slider = page.locator('article.node [role=slider]');
    await slider.focus();
    await page.keyboard.press('End');
    expect(await slider.getAttribute('aria-valuenow')).toBe('3');
    await page.keyboard.press('ArrowLeft');
    expect(await slider.getAttribute('aria-valuetext')).toMatch(/^Treatment, Long: −?\d/);
    await page.keyboard.press('Enter');
    await page.locator(`${PANEL} h2`, { hasText: 'Treatment, Long' }).waitFor();
    await page.close();
  });

  it('of a line is a row of what is drawn, and of data is none in a report without values', async () => {
    const page = await open(`${papers.en.address}/results/drawn`, 'section[aria-label="drawn"] [role=slider]');
    const first = await firstPlaceOf(page, 'section[aria-label="drawn"]');
    await page.mouse.click(first.x, first.y);
    await page.locator(`${PANEL} .about a`, { hasText: 'panel' }).waitFor();
    expect(await page.locator(`${PANEL} > .facts dt`).allTextContents()).toEqual(
      expect.arrayContaining(['x', 'y', 'n']),
    );
    await page.close();
    const mailed = await open(report('/results/drawn'), 'section[aria-label="drawn"] img');
    expect(await mailed.locator(`${FIGURE} [role=slider]`).count()).toBe(1);
    expect(await mailed.locator('section[aria-label="drawn"] [role=slider]').count()).toBe(0);
    expect(await mailed.locator('section[aria-label="drawn"] .unmarked').textContent()).toBe(
      'The marks of this figure do not open: values of data are left out here.',
    );
    expect(await mailed.locator(`${FIGURE} .unmarked`).count()).toBe(0);
    await mailed.close();
  });

  it('is near where a pointer is, and nothing elsewhere', async () => {
    const page = await open(`${papers.en.address}/results/bars`, 'section[aria-label="bars"] [role=slider]');
    const box = (await page.locator('section[aria-label="bars"] img').boundingBox())!;
    await page.mouse.click(box.x + 3, box.y + 3);
    expect(await page.locator(PANEL).count()).toBe(0);
    const first = await firstPlaceOf(page, 'section[aria-label="bars"]');
    await page.mouse.move(first.x, first.y);
    await page.locator('section[aria-label="bars"] .marks.is-pointed .told').waitFor();
    await page.close();
  });

  it('of a region is all of its land, and not the bay in it', async () => {
    const region = 'section[aria-label="land"]';
    const page = await open(`${papers.en.address}/results/land`, `${region} [role=slider]`);
    const [bent, square] = await placesOf(page, region);
    const panel = page.locator(PANEL);
    const origin = async () => (await page.locator(`${region} img`).boundingBox())!;
    const first = await origin();
    // The page may have moved since the places were read: focus goes back to the mark when its panel is closed.
    const click = async (x: number, y: number): Promise<void> => {
      const now = await origin();
      await page.mouse.click(x - first.x + now.x, y - first.y + now.y);
    };
    const value = async (x: number, y: number): Promise<string> => {
      await click(x, y);
      await panel.locator('h2').waitFor();
      const text = (await panel.locator('h2').textContent())!;
      await page.keyboard.press('Escape');
      await panel.waitFor({ state: 'detached' });
      return text;
    };
    expect(await value(bent!.x, bent!.y)).toMatch(/^u0, /);
    expect(await value(square!.x, square!.y)).toMatch(/^u1, /);
    // The square is as high as the bent region; its upper left corner is far from its middle.
    const side = 2 * (square!.x - bent!.x) * (4 / 13);
    expect(await value(square!.x + side * 0.4, square!.y - side * 0.4)).toMatch(/^u1, /);
    expect(await value(bent!.x + side * 0.6, bent!.y - side * 0.4)).toMatch(/^u0, /);
    await click(bent!.x + side * 0.5, square!.y);
    expect(await panel.count()).toBe(0);
    await page.close();
  });

  it.for([
    ['en', 'late.only', 'sample: year > 2010, (1): 8'],
    ['zh', 'late.only', '样本：year > 2010, (1)：8'],
  ] as const)('of a box of rows opens the estimate, by the words of its rule: %s', async ([language, node, said]) => {
    const box = 'section[aria-label="kept"]';
    const page = await open(`${papers[language].address}/results/kept`, `${box} [role=slider]`);
    const places = await placesOf(page, box);
    expect(places).toHaveLength(3);
    expect(places[1]!.said).toBe(said);
    await page.mouse.click(places[1]!.x + 60, places[1]!.y + 4);
    await page.locator(`${PANEL} .about a`, { hasText: node }).waitFor();
    await page.close();
  });

  it.for([
    ['en', 'light', 1280],
    ['zh', 'dark', 390],
    ['en', 'dark', 390],
    ['zh', 'light', 1280],
  ] as const)('breaks no rule of axe in %s, %s, at %i px', async ([language, theme, width]) => {
    const page = await open(`${papers[language].address}/results/estimates`, `${FIGURE} [role=slider]`, width, theme);
    await page.locator(`${FIGURE} [role=slider]`).focus();
    await page.keyboard.press('ArrowRight');
    // A link that the head of the page covers in part is no smaller for that.
    await page.evaluate('scrollTo(0, 0)');
    expect(await brokenRules(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.locator(`${PANEL} .result`).waitFor();
    expect(await brokenRules(page, ['skip-link'])).toEqual([]);
    await page.close();
  });

  it('complains of nothing', () => {
    expect(complaints).toEqual([]);
  });
});
