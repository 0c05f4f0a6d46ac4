/**
 * The page as a picture, at the width of a desk and of a phone, in both themes and languages, beside golden pictures (`UPDATE=1` rewrites them).
 * Needs the fonts of Liberation and of Noto for Chinese: skipped where they are absent, but not under CI.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project, Running } from '../cli/harness.ts';
import { paper } from '../cli/paper.ts';
import { closeViewed, type Viewed, viewed } from './bilingual.ts';
import { hasNoChromium, launchChromium } from './chromium.ts';
import { MOST, Pictures } from './picture.ts';

describe.skipIf(hasNoChromium)('the page as a picture', () => {
  let browser: Browser;
  let project: Project;
  let view: Running;
  let address: string;
  let pictures: Pictures;
  let chinese: Viewed;

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
    pictures = await Pictures.of(browser);
    chinese = await viewed('zh');
  });
  afterAll(async () => {
    view.child.kill('SIGINT');
    await view.ended;
    await closeViewed(chinese);
    await browser.close();
    project.dispose();
  });

  it.for<[string, number]>([
    ['results', 1280],
    ['results', 390],
    ['nodes', 1280],
    ['nodes/baseline.long', 1280],
    ['nodes/baseline.long', 390],
    ['claims', 1280],
    ['claims', 390],
  ])('%s at %i px', async ([place, width], { skip }) => {
    skip(!pictures.hasFonts && !process.env.CI, 'the fonts of Liberation are not there');
    await pictures.expectGolden(`${place}-${width}`, await pictures.take(`${address}/${place}`, width));
  });

  // Of the other theme and the other language a picture of each part.
  it.for<[string, number, 'light' | 'dark']>([
    ['results', 1280, 'dark'],
    ['results', 390, 'light'],
    ['nodes', 1280, 'dark'],
    ['nodes/plain.one', 390, 'dark'],
    ['claims', 390, 'dark'],
    ['published', 1280, 'light'],
    ['moved', 1280, 'light'],
    ['moved', 390, 'dark'],
  ])('%s in Chinese at %i px, %s', async ([place, width, theme], { skip }) => {
    skip(!pictures.hasFonts && !process.env.CI, 'the fonts of Liberation and Noto are not there');
    const picture = await pictures.take(
      `${chinese.address}/${place}`,
      width,
      theme,
      place === 'moved' ? '.moved' : undefined,
    );
    await pictures.expectGolden(`zh-${theme}-${place}-${width}`, picture);
  });

  it('tells what differs', async () => {
    const [one, other] = [await pictures.take(`${address}/claims`, 390), await pictures.take(`${address}/nodes`, 390)];
    expect(await pictures.apart(one, other)).toBeGreaterThan(5 * MOST);
    expect(await pictures.apart(one, one)).toBe(0);
  });
});
