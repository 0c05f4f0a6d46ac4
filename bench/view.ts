/**
 * How long `papermake view` takes with 10,000 nodes: until it serves, until the page first paints and shows the nodes, and how long a
 * person waits for the page to answer (from the key or the click to the next frame that shows its effect) and for a node's details.
 *
 * `npx tsx bench/view.ts [NODES]`. Needs Chromium. The browser's own entries are read: `first-contentful-paint`, and the duration of every
 * long task while the list is scrolled, searched and walked through. The work of a click is told too, which is to be at most 100 ms.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { writePapermakeProject } from './graph-project.ts';

const binary = path.resolve(import.meta.dirname, '../dist/papermake.js');
const nodes = Number(process.argv[2] ?? 10_000);
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-view-'));

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const told = (ms: number): string => `${Math.round(ms)} ms`;

try {
  writePapermakeProject(folder, nodes);
  await ended(spawn(process.execPath, [binary, 'run', '-q'], { cwd: folder, stdio: 'ignore' }));
  const began = performance.now();
  const view = spawn(process.execPath, [binary, 'view'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const address = await new Promise<string>((found) => {
    view.stdout.setEncoding('utf8').on('data', (text: string) => {
      const [url] = /http:\S+/.exec(text) ?? [];
      if (url !== undefined) found(url);
    });
  });
  console.log(`${nodes} nodes`);
  console.log(`until it serves: ${told(performance.now() - began)}`);
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  await measurePage(browser, address);
  await browser.close();
  const closing = performance.now();
  view.kill('SIGINT');
  await ended(view);
  console.log(`until Ctrl-C has ended it: ${told(performance.now() - closing)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measurePage(browser: Browser, address: string): Promise<void> {
  const paints: number[] = [];
  const lists: number[] = [];
  for (let i = 0; i < 5; i++) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${address}/nodes`);
    await page.locator('[role=treeitem]').first().waitFor();
    lists.push(await page.evaluate<number>('performance.now()'));
    paints.push(
      await page.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"),
    );
    await page.close();
  }
  console.log(`first contentful paint: ${told(median(paints))} (of 5: ${paints.map(told).join(', ')})`);
  console.log(`the nodes are there: ${told(median(lists))} after the address was opened`);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${address}/nodes`);
  await page.locator('[role=treeitem]').first().waitFor();
  await page.evaluate(`window.long = []; new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.long.push(duration);
  }).observe({ type: 'longtask' })`);
  await page.locator('.tree').focus();
  await tellLag(page, 'a step down the list', 40, () => page.keyboard.press('ArrowDown'));
  await tellLag(page, 'a page down', 40, () => page.keyboard.press('PageDown'));
  await tellLag(page, 'to the end and back', 10, async (i) => page.keyboard.press(i % 2 === 0 ? 'End' : 'Home'));
  await page.locator('#search').focus();
  await tellLag(page, 'a letter of a search', 8, (i) => page.keyboard.press('n5_123 4'[i]!));
  await page.locator('#search').fill('');
  await tellClicks(page);
  await tellDetails(page, address);
  const long = await page.evaluate<number[]>('window.long');
  console.log(
    `tasks of over 50 ms: ${long.length}${long.length > 0 ? `, the longest ${told(Math.max(...long))}` : ''}`,
  );
  await page.close();
}

/** From the event to the second frame after it, by which its effect is on the screen. */
async function tellLag(page: Page, what: string, times: number, act: (i: number) => Promise<void>): Promise<void> {
  await page.evaluate(`window.lags = []; window.noting ??= (() => {
    const note = (event) => {
      const { timeStamp } = event;
      requestAnimationFrame(() => requestAnimationFrame((now) => window.lags.push(now - timeStamp)));
    };
    addEventListener('keydown', note, true);
    return note;
  })()`);
  for (let i = 0; i < times; i++) {
    await act(i);
    await page.waitForTimeout(40);
  }
  const lags = await page.evaluate<number[]>('window.lags');
  console.log(`${what}: ${told(median(lags))}, at most ${told(Math.max(...lags))}`);
}

/** Work of the main thread, as the browser counts it, from a click on a node of the list until its details are there. */
async function tellClicks(page: Page): Promise<void> {
  await page.locator('[role=treeitem]').first().waitFor();
  const browser = await page.context().newCDPSession(page);
  await browser.send('Performance.enable');
  const worked = async (): Promise<number> => {
    const { metrics } = await browser.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
  };
  const times: number[] = [];
  for (let i = 0; i < 10; i++) {
    const row = page.locator('[role=treeitem]').nth(i + 1);
    const name = await row.locator('.name').textContent();
    const before = await worked();
    await row.click();
    await page.locator('article.node[aria-busy=false] h2', { hasText: name! }).waitFor();
    times.push((await worked()) - before);
  }
  console.log(`work of the main thread for a click: ${told(median(times))}, at most ${told(Math.max(...times))}`);
}

async function tellDetails(page: Page, address: string): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < 10; i++) {
    const id = `n${i}_${i * 7}`;
    const began = performance.now();
    await page.goto(`${address}/nodes/${id}`);
    await page.locator('article.node[aria-busy=false] h2', { hasText: id }).waitFor();
    times.push(performance.now() - began);
  }
  console.log(`the details of a node: ${told(median(times))}, at most ${told(Math.max(...times))}`);
}

function ended(child: ReturnType<typeof spawn>): Promise<unknown> {
  return new Promise((done) => child.once('exit', done));
}
