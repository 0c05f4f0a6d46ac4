/** Pictures of a page beside golden ones. Both are made coarser before they are compared, so that how a machine smooths its letters does not count. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { accepts, keep, nameOf } from '../golden/golden.ts';

const goldens = path.resolve(import.meta.dirname, '../golden/page');

/** Gives the same letters everywhere, and hides what is another at every run: times, and a sign that breathes. */
const STEADY = `
  :root { --serif: "Liberation Serif", "Noto Serif CJK SC"; --sans: "Liberation Sans", "Noto Sans CJK SC"; --mono: "Liberation Mono"; }
  .about .took, .why li, .trials, .since { visibility: hidden; }
  * { animation: none !important; caret-color: transparent !important; scrollbar-width: none !important; }
`;

/** Is true once nothing that is in sight is still being fetched. */
const IS_THERE = `[...document.querySelectorAll('[aria-busy="true"]')].every((busy) => busy.getBoundingClientRect().top >= innerHeight)`;

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

/** The share of a picture that may be another. */
export const MOST = 0.01;

export class Pictures {
  readonly #browser: Browser;
  readonly #blank: Page;
  /** Says whether Liberation's fonts and Noto's for Chinese are here, in which golden pictures were taken. */
  readonly hasFonts: boolean;

  private constructor(browser: Browser, blank: Page, hasFonts: boolean) {
    this.#browser = browser;
    this.#blank = blank;
    this.hasFonts = hasFonts;
  }

  static async of(browser: Browser): Promise<Pictures> {
    const blank = await browser.newPage();
    const hasFonts: boolean = await blank.evaluate(`(() => {
      const context = new OffscreenCanvas(10, 10).getContext('2d');
      const widthIn = (font) => { context.font = '20px ' + font; return context.measureText('Illicit').width; };
      const isThere = (name) => widthIn('"' + name + '", monospace') !== widthIn('monospace');
      return ['Liberation Serif', 'Liberation Sans', 'Noto Serif CJK SC', 'Noto Sans CJK SC'].every(isThere);
    })()`);
    return new Pictures(browser, blank, hasFonts);
  }

  async take(
    address: string,
    width: number,
    colorScheme: 'light' | 'dark' = 'light',
    shown = 'main#main',
  ): Promise<Buffer> {
    const context = await this.#browser.newContext({
      viewport: { width, height: 844 },
      bypassCSP: true,
      colorScheme,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    await page.goto(address);
    await page.addStyleTag({ content: STEADY });
    await page.waitForSelector(shown);
    await page.waitForFunction(IS_THERE);
    await page.waitForTimeout(400);
    const picture = await page.screenshot();
    await context.close();
    return picture;
  }

  /** The share of the picture that is another. */
  apart(a: Buffer, b: Buffer): Promise<number> {
    return this.#blank.evaluate(`(${COMPARE})(${JSON.stringify([a.toString('base64'), b.toString('base64')])})`);
  }

  /** Holds a picture to the golden one of its name, which `UPDATE=1` rewrites. */
  async expectGolden(name: string, picture: Buffer): Promise<void> {
    const golden = path.join(goldens, `${name.replace(/\W+/g, '-')}.png`);
    keep(golden, picture);
    expect(existsSync(golden), `${nameOf(golden)} is missing; ${accepts()}`).toBe(true);
    const differs = `the page is another than ${nameOf(golden)}; look at it, and where it is right, ${accepts()}`;
    expect(await this.apart(picture, readFileSync(golden)), differs).toBeLessThan(MOST);
  }
}
