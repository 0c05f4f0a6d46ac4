/** Marks of a witness on the page: results that an engine confirms, and those of which it finds another value. */
import { chmodSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Project, type Running, run, start } from '../cli/harness.ts';
import { paper } from '../cli/paper.ts';
import { hasNoChromium, launchChromium } from './chromium.ts';
import { Pictures } from './picture.ts';

interface Shown {
  readonly nobs: number;
  readonly nclusters: number;
  readonly terms: readonly { readonly term: string; readonly estimate: number; readonly stdError: number }[];
}

/** Writes what the driver of R tells of a result: papermake's own values, but for those that are given. */
function told(at: number, node: string, { nobs, nclusters, terms }: Shown, other: Record<string, number> = {}): string {
  const cells = [
    ...terms.flatMap(({ term, estimate, stdError }) => [
      [`${term}: coefficient`, estimate],
      [`${term}: standard error`, stdError],
    ]),
    ['N', nobs],
    ['clusters', nclusters],
  ] as [string, number][];
  const lines = cells.map(([cell, ours]) => `value\t${node}: ${cell}\t${other[cell] ?? ours}\t1\n`);
  return `at\t0${at}_${node}.R\n${lines.join('')}end\n`;
}

const STAND_IN = `#!/bin/sh
case "$*" in *--versions*) echo 'R 9.1'; exit 0;; esac
cp "$(dirname "$0")/told.tsv" witness.tsv
`;

describe.skipIf(hasNoChromium)('marks of a witness', () => {
  let browser: Browser;
  let pictures: Pictures;
  let project: Project;
  let view: Running;
  let address: string;

  beforeAll(async () => {
    browser = await launchChromium();
    pictures = await Pictures.of(browser);
    project = paper();
    await project.make();
    const shown = async (node: string): Promise<Shown> =>
      JSON.parse((await project.run('show', node, '--json')).stdout) as Shown;
    const [short, long] = [await shown('baseline.short'), await shown('baseline.long')];
    project.write('bin/told.tsv', `${told(1, 'baseline.short', short)}${told(2, 'baseline.long', long, { N: 47 })}`);
    project.write('bin/Rscript', STAND_IN);
    chmodSync(project.path('bin/Rscript'), 0o755);
    project.edit('pipeline.yaml', '  tables:\n', '  confirm: {kind: witness, from: [baseline, doubled]}\n  tables:\n');
    const surroundings = {
      cwd: project.root,
      env: { ...process.env, PATH: `${project.path('bin')}:${process.env.PATH}` },
    };
    expect(await run(['run'], surroundings)).toMatchObject({ code: 0 });
    view = start(['view'], surroundings);
    await view.until('Ctrl-C ends it');
    address = /http:\S+/.exec(view.seen())![0];
  });
  afterAll(async () => {
    view.child.kill('SIGINT');
    await view.ended;
    await browser.close();
    project.dispose();
  });

  async function open(place: string): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${address}/${place}`);
    await page.waitForSelector('main#main');
    return page;
  }

  it('stand beside the nodes, and nodes of which nothing was compared have none', async () => {
    const page = await open('nodes/baseline.short');
    const marks = page.locator('[role=treeitem] :is(.witnessed, .doubted)');
    await marks.first().waitFor();
    expect(await marks.allTextContents()).toEqual(['confirmed', 'differs']);
    const row = (name: string) => page.locator('[role=treeitem]', { hasText: name });
    expect(await row('short').locator('.witnessed').getAttribute('title')).toBe('R finds 6 of 6 values to 8 digits');
    expect(await row('long').locator('.doubted').getAttribute('title')).toBe('R finds 7 of 8 values');
    await page.close();
  });

  it('say on the page of a node what was found', async () => {
    const page = await open('nodes/baseline.short');
    await page.locator('.about .witnessed', { hasText: 'R finds 6 of 6 values to 8 digits' }).waitFor();
    await page.goto(`${address}/nodes/baseline.long`);
    await page.locator('.about .doubted', { hasText: 'R finds 7 of 8 values' }).waitFor();
    await page.goto(`${address}/nodes/panel`);
    await page.locator('h2', { hasText: /^panel$/ }).waitFor();
    expect(await page.locator('.about :is(.witnessed, .doubted)').count()).toBe(0);
    await page.close();
  });

  it.for([1280, 390])('look as they should at %i px', async (width, { skip }) => {
    skip(!pictures.hasFonts && !process.env.CI, 'the fonts of Liberation are not there');
    const place = 'nodes/baseline.long';
    await pictures.expectGolden(`witness-${place}-${width}`, await pictures.take(`${address}/${place}`, width));
  });

  it('go where the result moves, until it is confirmed again', async () => {
    const page = await open('nodes/baseline.short');
    await page.locator('.about .witnessed').waitFor();
    project.edit('pipeline.yaml', 'fit: y ~ x | unit', 'fit: y ~ w | unit');
    await page.locator('.about .witnessed').waitFor({ state: 'detached' });
    expect(await page.locator('[role=treeitem] .witnessed').count()).toBe(0);
    project.edit('pipeline.yaml', 'fit: y ~ w | unit', 'fit: y ~ x | unit');
    await page.locator('.about .witnessed').waitFor();
    await page.close();
  });
});
