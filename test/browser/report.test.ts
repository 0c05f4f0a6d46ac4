/** `papermake report` in a browser: one file that opens from disk. */
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project } from '../cli/harness.ts';
import { paper } from '../cli/paper.ts';
import { hasNoChromium, launchChromium } from './chromium.ts';

const HOSTILE = '</script><script>window.hurt = 1</script><!-- ]]> \u2028';

describe.skipIf(hasNoChromium)('papermake report', () => {
  let browser: Browser;
  let project: Project;
  const complaints: string[] = [];
  const asked: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    project = paper();
    project.edit('pipeline.yaml', 'title: A small paper', `title: ${JSON.stringify(HOSTILE)}`);
    await project.make();
    project.edit('pipeline.yaml', 'fit: y ~ x + $controls | unit', 'fit: y ~ x + w | unit');
    await project.make();
    expect((await project.run('report', 'paper report.html')).code).toBe(0);
  });
  afterAll(async () => {
    await browser.close();
    project.dispose();
  });

  const open = async (place: string) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${pathToFileURL(project.path('paper report.html')).href}#/${place}`);
    await page.waitForSelector('main#main');
    return page;
  };

  it('shows what `view` shows', async () => {
    const page = await open('results');
    expect(await page.locator('h1').textContent()).toBe(HOSTILE);
    expect(await page.locator('table.paper caption').allTextContents()).toEqual(['The data', 'Results', 'Regions']);
    await page.keyboard.press('5');
    await page.locator('.moved h3', { hasText: 'tables.main' }).waitFor();
    await page.keyboard.press('2');
    await page.locator('[role=treeitem]', { hasText: 'panel' }).first().click();
    await page.locator('h2', { hasText: /^panel$/ }).waitFor();
    expect(await page.locator('table.grid caption').count()).toBe(0);
    expect(await page.locator('.head').textContent()).toContain('Values of data are left out');
    await page.close();
  });

  it('prints everything, whatever is shown', async () => {
    const page = await open('nodes/panel');
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator('.printed .part').allTextContents()).toEqual(['Results', 'Claims', 'Published', 'Moved']);
    expect(await page.locator('.printed table.paper caption').allTextContents()).toEqual([
      'The data',
      'Results',
      'Regions',
      // The table whose cells moved, once more, with these marked.
      'Results',
    ]);
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    expect(await page.locator('.printed').count()).toBe(0);
    await page.close();
  });

  it('asks for nothing, runs nothing of anyone else, and complains of nothing', async () => {
    const page = await open('results');
    expect(await page.evaluate('window.hurt')).toBeUndefined();
    await page.close();
    expect(complaints).toEqual([]);
    expect(asked.filter((url) => !url.startsWith('data:') && !url.startsWith('file:'))).toEqual([]);
    expect(asked.filter((url) => url.startsWith('file:')).every((url) => url.includes('paper%20report.html'))).toBe(
      true,
    );
  });

  it('is an HTML file, and compares with a run or a commit', async () => {
    const wrong = await project.run('report', 'paper.pdf');
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.stderr).toContain('writes an HTML file, got `paper.pdf`');
    expect((await project.run('report', 'x.html', '--since', '..')).code).toBe(2);
    expect((await project.run('report', 'x.html', '--since', 'last~9')).stderr).toContain('there is no run `last~9`');
  });
});
