/**
 * The page as a picture, at the width of a desk and of a phone, beside golden pictures (`UPDATE=1` rewrites them). Both are made coarser
 * before they are compared, so that how a machine smooths its letters does not count. Needs Liberation's fonts: skipped where they are
 * absent, but not under CI.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project, Running } from '../cli/harness.ts';
import { paper } from '../cli/paper.ts';
import { accepts, keep, nameOf } from '../golden/golden.ts';
import { hasNoChromium, launchChromium } from './chromium.ts';

const goldens = path.resolve(import.meta.dirname, '../golden/page');

/** The same letters everywhere, and nothing that is another at every run: times, and a sign that breathes. */
const STEADY = `
  :root { --serif: "Liberation Serif"; --sans: "Liberation Sans"; --mono: "Liberation Mono"; }
  .about span + span, .why li { visibility: hidden; }
  * { animation: none !important; caret-color: transparent !important; scrollbar-width: none !important; }
`;

const COMPARE = `async ([a, b]) => {
  const grey = async (base64) => {
    const image = new Image();
    image.src = 'data:image/png;base64,' + base64;
    await image.decode();
    const cell = 6, width = Math.ceil(image.width / cell), height = Math.ceil(image.height / cell);
    const canvas = new OffscreenCanvas(width, height), context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return { width, height, at: Array.from({ length: width * height }, (_, i) => (data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3) };
  };
  const [x, y] = [await grey(a), await grey(b)];
  if (x.width !== y.width || x.height !== y.height) return 1;
  return x.at.filter((value, i) => Math.abs(value - y.at[i]) > 24).length / x.at.length;
}`;

describe.skipIf(hasNoChromium)('the page as a picture', () => {
  let browser: Browser;
  let project: Project;
  let view: Running;
  let address: string;
  let blank: Page;
  let hasFonts: boolean;

  beforeAll(async () => {
    browser = await launchChromium();
    project = paper();
    const claims = `claims:
  holds: {claim: baseline.short.x > 0, text: The treatment raises the outcome}
  fails: {claim: all(regions.*.x > 9), text: It does so by more than nine in every region}
`;
    project.write('pipeline.yaml', project.read('pipeline.yaml') + claims);
    expect((await project.run()).code).toBe(3);
    // One node is stale.
    project.edit(
      'pipeline.yaml',
      'regions: {from: regions, caption: Regions}',
      'regions: {from: regions, caption: By region}',
    );
    view = project.start('view');
    await view.until('Ctrl-C ends it');
    address = /http:\S+/.exec(view.seen())![0];
    blank = await browser.newPage();
    hasFonts = await blank.evaluate(`(() => {
      const context = new OffscreenCanvas(10, 10).getContext('2d');
      const widthIn = (font) => { context.font = '20px ' + font; return context.measureText('Illicit').width; };
      return ['Serif', 'Sans'].every((name) => widthIn('"Liberation ' + name + '", monospace') !== widthIn('monospace'));
    })()`);
  });
  afterAll(async () => {
    view.child.kill('SIGINT');
    await view.ended;
    await browser.close();
    project.dispose();
  });

  async function pictureOf(place: string, width: number): Promise<Buffer> {
    const context = await browser.newContext({
      viewport: { width, height: 844 },
      bypassCSP: true,
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await page.goto(`${address}/${place}`);
    await page.addStyleTag({ content: STEADY });
    await page.waitForSelector('main#main');
    await page.waitForTimeout(400);
    const picture = await page.screenshot();
    await context.close();
    return picture;
  }

  /** The share of the picture that is another. */
  const apart = (a: Buffer, b: Buffer): Promise<number> =>
    blank.evaluate(`(${COMPARE})(${JSON.stringify([a.toString('base64'), b.toString('base64')])})`);

  const MOST = 0.01;

  it.for<[string, number]>([
    ['results', 1280],
    ['results', 390],
    ['nodes', 1280],
    ['nodes/baseline.long', 1280],
    ['nodes/baseline.long', 390],
    ['claims', 1280],
    ['claims', 390],
  ])('%s at %i px', async ([place, width], { skip }) => {
    skip(!hasFonts && !process.env.CI, 'the fonts of Liberation are not there');
    const golden = path.join(goldens, `${place.replace(/\W+/g, '-')}-${width}.png`);
    const picture = await pictureOf(place, width);
    keep(golden, picture);
    expect(existsSync(golden), `${nameOf(golden)} is missing; ${accepts()}`).toBe(true);
    const differs = `the page is another than ${nameOf(golden)}; look at it, and where it is right, ${accepts()}`;
    expect(await apart(picture, readFileSync(golden)), differs).toBeLessThan(MOST);
  });

  it('tells what differs', async () => {
    const [one, other] = [await pictureOf('claims', 390), await pictureOf('nodes', 390)];
    expect(await apart(one, other)).toBeGreaterThan(5 * MOST);
    expect(await apart(one, one)).toBe(0);
  });
});
