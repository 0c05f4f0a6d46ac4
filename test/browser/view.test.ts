/** `papermake view` in a browser: what the page shows, how it is used, and what it follows. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Project, Running } from '../cli/harness.ts';
import { paper } from '../cli/paper.ts';
import { hasNoChromium, launchChromium } from './chromium.ts';

describe.skipIf(hasNoChromium)('papermake view', () => {
  let browser: Browser;
  let project: Project;
  let view: Running;
  let address: string;

  beforeAll(async () => {
    browser = await launchChromium();
    project = paper();
    await project.make();
    view = project.start('view');
    await view.until('Ctrl-C ends it');
    address = /http:\S+/.exec(view.seen())![0];
  });
  afterAll(async () => {
    view.child.kill('SIGINT');
    expect((await view.ended).code).toBe(130);
    await browser.close();
    project.dispose();
  });

  /** A page that has complained of nothing. */
  async function open(place: string, width = 1280): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${address}/${place}`);
    await page.waitForSelector('main#main');
    return page;
  }
  const complaints: string[] = [];

  it('shows tables as the paper prints them', async () => {
    const page = await open('results');
    const table = page.locator('section[aria-label="tables.main"] table');
    await table.waitFor();
    expect(await table.locator('caption').textContent()).toBe('Results');
    const first = await table.locator('tbody tr').first().locator('th, td').allTextContents();
    expect(first[0]).toBe('Treatment');
    expect(first[1]).toMatch(/^\d\.\d{3}\*\*\*$/);
    expect(await table.locator('tbody tr').nth(1).locator('td').nth(1).textContent()).toMatch(/^\(0\.\d{3}\)$/);
    await page.close();
  });

  it('shows of a node its result, why it is so, its place in the pipeline and its neighbours', async () => {
    const page = await open('nodes/baseline.short');
    const node = page.locator('article.node');
    await node.locator('table.grid').first().waitFor();
    const text = (await node.textContent())!;
    expect(text).toContain('Fixed-effects (within) regression');
    expect(text).toContain('is fresh: nothing it reads has changed');
    expect(await node.locator('pre.yaml').textContent()).toBe('- {id: short, fit: y ~ x | unit}');
    expect(await node.locator('h3', { hasText: 'pipeline.yaml:' }).count()).toBe(1);
    await node.locator('ul.links a', { hasText: /^panel$/ }).click();
    await page.locator('h2', { hasText: /^panel$/ }).waitFor();
    await page.locator('table.grid caption', { hasText: 'First 20 rows' }).waitFor();
    await page.close();
  });

  it('is used by the keyboard', async () => {
    const page = await open('results');
    await page.keyboard.press('2');
    await page.locator('.tree').waitFor();
    await page.keyboard.press('/');
    await page.locator('#search:focus').waitFor();
    await page.keyboard.type('baseline');
    await page.keyboard.press('Escape');
    await page.locator('.tree').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await page.locator('h2', { hasText: 'baseline.short' }).waitFor();
    expect(await page.locator('[role=treeitem][aria-selected=true]').getAttribute('aria-level')).toBe('2');
    await page.keyboard.press('Escape');
    await page.locator('div.map').waitFor();
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    await page.close();
  });

  it('has the keys that its help lists, from the search to the list and back to the map', async () => {
    const page = await open('results');
    const name = (text: string) => page.locator('h2', { hasText: text });
    await page.keyboard.press('2');
    await page.locator('.tree:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('.row.active .name').textContent()).toBe('panel');
    await page.keyboard.press('/');
    await page.locator('#search:focus').waitFor();
    await page.keyboard.type('long');
    await page.keyboard.press('Enter');
    await name('baseline.long').waitFor();
    await page.keyboard.press('/');
    await page.locator('#search:focus').waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('tables');
    await page.keyboard.press('ArrowDown');
    await page.locator('.tree:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await name('tables.about').waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await name('tables.papermake').waitFor();
    // The help has the keys for itself: Escape closes it, and nothing else.
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await name('tables.papermake').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('div.map').waitFor();
    await page.locator('.tree:focus').waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('.row.active').getAttribute('aria-expanded')).toBe('false');
    await page.close();
  });

  it('shows where the focus is', async () => {
    const page = await open('nodes');
    for (const place of ['nodes', 'nodes/baseline.long', 'moved']) {
      await page.goto(`${address}/${place}`);
      await page.waitForTimeout(150);
      for (let i = 0; i < 30; i++) {
        await page.keyboard.press('Tab');
        const seen = await page.evaluate(`(() => {
          const { activeElement: at } = document;
          if (at === document.body) return 'the window';
          const style = getComputedStyle(at), box = at.querySelector('.box');
          const isSeen = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || (box && getComputedStyle(box).strokeWidth === '2.5px');
          return isSeen ? '' : at.outerHTML.slice(0, 120);
        })()`);
        if (seen === 'the window') break;
        expect([place, seen]).toEqual([place, '']);
      }
    }
    await page.close();
  });

  it('fits a phone', async () => {
    const page = await open('results', 390);
    for (const place of ['results', 'nodes', 'nodes/panel', 'claims', 'published', 'moved']) {
      await page.goto(`${address}/${place}`);
      await page.waitForTimeout(150);
      expect([place, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([place, 390]);
    }
    await page.goto(`${address}/nodes/panel`);
    await page.locator('.back a').click();
    await page.locator('[role=treeitem]', { hasText: 'baseline' }).first().waitFor();
    await page.close();
  });

  it('follows an edit, and a run in another terminal', async () => {
    const page = await open('nodes/baseline.long');
    const state = page.locator('article.node .state');
    await state.filter({ hasText: 'fresh' }).waitFor();
    project.edit('pipeline.yaml', 'fit: y ~ x + $controls | unit', 'fit: y ~ x + w | unit');
    await state.filter({ hasText: 'stale' }).waitFor();
    expect(await page.locator('ul.why').textContent()).toContain('must run');
    expect(await page.locator('.notice').textContent()).toContain('this is its last result');
    await project.make();
    await state.filter({ hasText: 'fresh' }).waitFor();
    await page.locator('table.grid td.left', { hasText: /^w$/ }).waitFor();
    await page.keyboard.press('5');
    await page.locator('.moved h3', { hasText: 'tables.main' }).waitFor();
    expect(await page.locator('.moved .because pre').first().textContent()).toContain(
      'y ~ x + $controls | unit → y ~ x + w | unit',
    );
    await page.close();
  });

  it('says where the pipeline is wrong, and keeps what was right', async () => {
    const page = await open('nodes/panel');
    project.edit('pipeline.yaml', 'from: panel, variables', 'from: pnael, variables');
    const problems = page.locator('main .problems');
    await problems.waitFor();
    const told = (await problems.textContent())!;
    expect(told).toContain('pipeline.yaml:12:');
    expect(told).toContain('did you mean panel?');
    await page.locator('h2', { hasText: /^panel$/ }).waitFor();
    project.edit('pipeline.yaml', 'from: pnael, variables', 'from: panel, variables');
    await problems.waitFor({ state: 'detached' });
    await page.close();
  });

  it('shows a failed node with what is wrong', async () => {
    const page = await open('nodes/baseline.long');
    const before = project.read('pipeline.yaml');
    project.edit('pipeline.yaml', 'fit: y ~ x + w | unit', 'fit: y ~ x + w | unit, sample: x > 99');
    expect((await project.run()).code).toBe(1);
    await page.locator('.state.failed').waitFor();
    expect(await page.locator('article .problems').textContent()).toMatch(/pipeline\.yaml:\d+:\d+/);
    project.write('pipeline.yaml', before);
    await project.make();
    await page.locator('.state.fresh').first().waitFor();
    await page.close();
  });

  it('complains of nothing', () => {
    expect(complaints).toEqual([]);
  });
});

const SLOW = `import { defineStep, Type } from 'papermake/step';

export default defineStep({
  name: 'slow',
  summary: 'two seconds',
  params: Type.Object({}),
  cost: 'long',
  async run({ report }) {
    for (let i = 1; i <= 20; i++) {
      report(i / 20, \`draw \${i} of 20\`);
      await new Promise((resume) => setTimeout(resume, 100));
    }
    return { value: 1 };
  },
});
`;

describe.skipIf(hasNoChromium)('a run that is going on', () => {
  it('shows what it does, how far it is, and the time that is left by what was recorded', async () => {
    const browser = await launchChromium();
    const project = paper({ 'steps/slow.ts': SLOW });
    project.edit('pipeline.yaml', 'steps:\n', 'steps:\n  waits: {kind: slow}\n');
    await project.make();
    const view = project.start('view');
    await view.until('Ctrl-C ends it');
    const page = await browser.newPage();
    await page.goto(`${/http:\S+/.exec(view.seen())![0]}/nodes/waits`);
    await page.locator('.state.fresh').waitFor();
    const run = project.start('run', '--force', 'waits');
    await page.locator('article .state.running').waitFor();
    const running = page.locator('.head div.running');
    await running
      .locator('li')
      .filter({ hasText: /^waits: draw \d+ of 20$/ })
      .waitFor();
    await running.filter({ hasText: /about \d+(\.\d)? s left/ }).waitFor();
    expect((await run.ended).code).toBe(0);
    await page.locator('article .state.fresh').waitFor();
    await running.waitFor({ state: 'detached' });
    expect(project.has('.papermake/run-now-v1.json')).toBe(false);
    const interrupted = project.start('run', '--force', 'waits');
    await page.locator('article .state.running').waitFor();
    interrupted.child.kill('SIGINT');
    await interrupted.ended;
    expect(project.has('.papermake/run-now-v1.json')).toBe(false);
    await running.waitFor({ state: 'detached' });
    // A run that is killed is not taken for one that goes on.
    const killed = project.start('run', '--force', 'waits');
    await page.locator('article .state.running').waitFor();
    killed.child.kill('SIGKILL');
    await killed.ended;
    await running.waitFor({ state: 'detached' });
    view.child.kill('SIGINT');
    await view.ended;
    await browser.close();
    project.dispose();
  });
});

const ONE_OF_MANY = `import { defineStep, Type } from 'papermake/step';

export default defineStep({
  name: 'one',
  summary: 'half a second',
  params: Type.Object({ after: Type.Optional(Type.String()) }),
  reads: ({ after }) => (after === undefined ? {} : { before: { from: after, parts: 'all' } }),
  cost: 'long',
  async run() {
    await new Promise((resume) => setTimeout(resume, 1500));
    return { value: 1 };
  },
});
`;

describe.skipIf(hasNoChromium)('the counts of the head', () => {
  it('follow a run from node to node, and its claims', async () => {
    const browser = await launchChromium();
    const steps = [
      'a: {kind: one}',
      'b: {kind: one, after: a}',
      'c: {kind: one, after: b}',
      'd: {kind: one, after: c}',
    ];
    const claims = 'claims:\n  first: a.value > 0\n  second: c.value > 1\n';
    const project = paper({
      'steps/one.ts': ONE_OF_MANY,
      'pipeline.yaml': `papermake: 1\nsteps:\n${steps.map((step) => `  ${step}\n`).join('')}${claims}`,
    });
    const view = project.start('view');
    await view.until('Ctrl-C ends it');
    const page = await browser.newPage();
    await page.goto(/http:\S+/.exec(view.seen())![0]);
    await page.locator('.summary', { hasText: '2 not judged' }).waitFor();
    await page.evaluate(`(() => {
      const place = document.querySelector('.summary');
      window.told = new Set();
      new MutationObserver(() => window.told.add(place.innerText.replace(/\\s+/g, ' '))).observe(place, { subtree: true, childList: true, characterData: true });
    })()`);
    expect((await project.run()).code).toBe(3);
    await page.locator('.summary', { hasText: '6 fresh' }).waitFor();
    await page.locator('.summary', { hasText: '2 claims: 1 holds, 1 false' }).waitFor();
    const told = (await page.evaluate('[...window.told]')) as string[];
    const fresh = new Set(told.flatMap((text) => /(\d) fresh/.exec(text)?.[1] ?? []));
    expect([...fresh].length, told.join('\n')).toBeGreaterThanOrEqual(4);
    expect(told.some((text) => text.includes('1 running'))).toBe(true);
    expect(told.some((text) => text.includes('2 claims: 1 holds, 1 not judged'))).toBe(true);
    view.child.kill('SIGINT');
    await view.ended;
    await browser.close();
    project.dispose();
  });
});

/** Labels of whoever wants to run or load something, or to break a page. */
const HOSTILE = [
  '<script>window.hurt = 1</script>',
  ']]></script><img src=x onerror="window.hurt = 1">',
  `"'--><svg onload=alert(1)>`,
  'x'.repeat(200),
] as const;

describe.skipIf(hasNoChromium)('hostile texts', () => {
  it('do nothing but stand there', async () => {
    const browser = await launchChromium();
    const [script, image, quotes, long] = HOSTILE.map((text) => JSON.stringify(text));
    const project = paper();
    project.edit('pipeline.yaml', 'title: A small paper', `title: ${script}`);
    project.edit('pipeline.yaml', 'label: Outcome', `label: ${image}`);
    project.edit('pipeline.yaml', 'label: Treatment', `label: ${script}`);
    project.edit('pipeline.yaml', 'caption: Results', `caption: ${quotes}, notes: [${image}, ${long}]`);
    project.edit(
      'pipeline.yaml',
      'from: baseline.short}',
      `from: baseline.short}\n  ${'y'.repeat(200)}: {kind: describe, from: panel, variables: [x]}`,
    );
    project.write(
      'pipeline.yaml',
      `${project.read('pipeline.yaml')}claims:\n  ${script}: {claim: baseline.short.x > 99, text: ${image}}\n`,
    );
    expect((await project.run()).code).toBe(3);
    const view = project.start('view');
    await view.until('Ctrl-C ends it');
    const address = /http:\S+/.exec(view.seen())![0];
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    for (const place of [
      'results',
      'nodes',
      `nodes/${'y'.repeat(200)}`,
      'nodes/panel',
      'nodes/tables.main',
      'claims',
      'moved',
    ]) {
      await page.goto(`${address}/${place}`);
      await page.waitForTimeout(250);
      expect([place, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([place, 390]);
    }
    await page.goto(`${address}/claims`);
    await page.locator('.claim', { hasText: HOSTILE[1] }).waitFor();
    expect(await page.locator('h1').textContent()).toBe(HOSTILE[0]);
    await page.goto(`${address}/results`);
    await page.locator('caption', { hasText: HOSTILE[2] }).waitFor();
    expect(await page.evaluate('window.hurt')).toBeUndefined();
    expect(
      await page.evaluate("document.querySelectorAll('img, svg[onload], body script:not(:last-child)').length"),
    ).toBe(0);
    expect(
      asked.filter((url) => !url.startsWith(`http://127.0.0.1:${new URL(address).port}/`) && !url.startsWith('data:')),
    ).toEqual([]);
    view.child.kill('SIGINT');
    await view.ended;
    await browser.close();
    project.dispose();
  });
});

describe.skipIf(hasNoChromium)('a page from elsewhere', () => {
  it('can neither read the paper nor follow it', async () => {
    const browser = await launchChromium();
    const project = paper();
    await project.make();
    const view = project.start('view');
    await view.until('Ctrl-C ends it');
    const { origin, hash } = new URL(/http:\S+/.exec(view.seen())![0]);
    const other = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>'));
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    const tried = (headers: object, mode: string): Promise<string> =>
      page.evaluate(
        `fetch('${origin}/data/overview', ${JSON.stringify({ headers, mode })}).then(async (r) => r.type + ':' + (await r.text()), (e) => 'refused')`,
      );
    // Even one that has got hold of the token.
    expect(await tried({ 'x-papermake-token': hash.slice(1) }, 'cors')).toBe('refused');
    expect(await tried({}, 'cors')).toBe('refused');
    expect(await tried({}, 'no-cors')).toMatch(/^(opaque:|refused)$/);
    const frame = await page.evaluate(`new Promise((done) => {
      const frame = document.createElement('iframe');
      frame.src = '${origin}/${hash}';
      frame.onload = () => { try { done(String(frame.contentDocument.title)); } catch { done('out of reach'); } };
      document.body.append(frame);
    })`);
    expect(frame).not.toBe('A small paper');
    view.child.kill('SIGINT');
    await view.ended;
    other.close();
    await browser.close();
    project.dispose();
  });
});
