/** A figure on the page and in the report, in both themes: it can be seen, and who cannot see it is told what it shows. */
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../cli/harness.ts';
import { paper } from '../cli/paper.ts';
import { hasNoChromium, launchChromium } from './chromium.ts';

const CAPTION = 'How y “went” & why';

/** Luminance of the picture's paper, which most of it is, and of its darkest ink, 0…1. */
const LIGHT = `async (base64) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + base64;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const linear = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const all = Array.from({ length: data.length / 4 }, (_, i) =>
    0.2126 * linear(data[4 * i]) + 0.7152 * linear(data[4 * i + 1]) + 0.0722 * linear(data[4 * i + 2])).sort((a, b) => a - b);
  return { paper: all[Math.floor(all.length / 2)], ink: all[Math.floor(all.length / 1000)] };
}`;

describe.skipIf(hasNoChromium)('a figure', () => {
  let browser: Browser;
  let project: Project;

  beforeAll(async () => {
    browser = await launchChromium();
    project = paper();
    const figure = `{kind: figure, plot: trends, from: panel, x: year, y: y, formats: [svg], caption: ${JSON.stringify(CAPTION)}}`;
    project.write('pipeline.yaml', project.read('pipeline.yaml').replace('steps:\n', `steps:\n  drawn: ${figure}\n`));
    await project.make();
    expect((await project.run('report', 'figures.html')).code).toBe(0);
  });
  afterAll(async () => {
    await browser.close();
    project.dispose();
  });

  it.each(['light', 'dark'] as const)(
    'is dark ink on light paper in a %s theme, and says what it shows',
    async (colorScheme) => {
      const page = await browser.newPage({ viewport: { width: 900, height: 900 }, colorScheme });
      await page.goto(`${pathToFileURL(project.path('figures.html')).href}#/nodes/drawn`);
      const picture = page.locator('.picture img');
      await picture.waitFor();
      expect(await picture.getAttribute('alt')).toBe(CAPTION);
      expect(await page.locator('.picture figcaption').textContent()).toBe(CAPTION);
      const shot = await picture.screenshot();
      const blank = await browser.newPage();
      const { paper: ground, ink } = (await blank.evaluate(
        `(${LIGHT})(${JSON.stringify(shot.toString('base64'))})`,
      )) as Record<'paper' | 'ink', number>;
      expect((ground! + 0.05) / (ink! + 0.05)).toBeGreaterThan(4.5);
      expect(ground).toBeGreaterThan(0.8);
      await page.close();
      await blank.close();
    },
  );
});
