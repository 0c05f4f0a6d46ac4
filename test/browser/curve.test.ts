/** The curve of specifications: choices are counted, said and drawn, the paper's own are marked, and each point opens its equation, on the page and in a report. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { brokenRules } from './axe.ts';
import { bothPapers } from './both-papers.ts';
import { hasNoChromium } from './chromium.ts';

const PANEL = 'dialog.column[open]';
const CURVE = 'section.curve';

interface Told {
  readonly specifications: {
    readonly estimate: readonly number[];
    readonly pValue: readonly number[];
  };
  readonly dimensions: readonly { readonly name: string | null; readonly made: readonly number[] }[];
}

describe.skipIf(hasNoChromium)('a curve of specifications', () => {
  const { papers, complaints, open, report } = bothPapers({
    'steps:\n': `steps:
  many: {kind: multiverse, base: plain.three, of: x, choices: {controls: subsets, samples: [all, year > 2011], effects: [false, unit]}}
  curve: {kind: figure, plot: specification-curve, from: many, term: x, formats: [svg]}
`,
  });
  const place = (where: string): string => (where === 'in a report' ? report('') : papers.en.address);
  const opened = (where: string): Promise<Page> => open(`${place(where)}/nodes/many`, `${CURVE} [role=slider]`);
  const said = (page: Page) => page.locator(`${CURVE} [role=status]`).textContent();

  const told = async (): Promise<Told> =>
    JSON.parse((await papers.en.project.run('show', 'many', '--json')).stdout) as Told;

  it('says what those say together that are chosen', async () => {
    const { specifications, dimensions } = await told();
    const sentence = (all: readonly number[]): string => {
      const sorted = all.map((i) => specifications.estimate[i]!).sort((a, b) => a - b);
      const half = sorted.length / 2;
      const median = (sorted[half - 1]! + sorted[half]!) / 2;
      const clear = all.filter((i) => specifications.pValue[i]! < 0.05).length;
      const number = String(Number(median.toPrecision(4))).replace('-', '−');
      const share = ((100 * clear) / all.length).toFixed(0);
      return `${all.length} of 16 specifications are shown. Their median estimate is ${number}. ${clear} of ${all.length} (${share}%) ${clear === 1 ? 'is' : 'are'} significant at 5%.`;
    };
    const everyone = specifications.estimate.map((_, i) => i);
    const page = await opened('on the page');
    expect(await said(page)).toBe(sentence(everyone));
    expect(await page.locator(`${CURVE} legend`).allTextContents()).toEqual([
      'Control: Control',
      'Control: w',
      'Sample',
      'Effects',
    ]);
    await page.locator(`${CURVE} fieldset`, { hasText: 'Control: Control' }).getByLabel('Without').uncheck();
    await page.locator(`${CURVE} fieldset`, { hasText: 'Effects' }).getByLabel('None').uncheck();
    const [control, , , effects] = dimensions;
    expect(await said(page)).toBe(sentence(everyone.filter((i) => control!.made[i] === 1 && effects!.made[i] === 1)));
    expect(await page.locator(`${CURVE} [role=slider]`).getAttribute('aria-valuemax')).toBe('4');
    await page.locator(`${CURVE} fieldset`, { hasText: 'Sample' }).getByLabel('All rows').uncheck();
    await page.locator(`${CURVE} fieldset`, { hasText: 'Sample' }).locator('input').nth(1).uncheck();
    expect(await said(page)).toBe('None of the 16 specifications is shown.');
    await page.locator(`${CURVE} button`, { hasText: 'Show all' }).click();
    expect(await said(page)).toBe(sentence(everyone));
    await page.close();
  });

  it('marks the columns of the paper that are among them, each of which opens', async () => {
    const page = await opened('on the page');
    const own = page.locator(`${CURVE} .own .opens`);
    expect(await own.allTextContents()).toEqual(['plain.one', 'plain.two', 'plain.within', 'plain.three']);
    expect(await page.locator(`${CURVE} path.own`).count()).toBe(4);
    await page.locator(`${CURVE} fieldset`, { hasText: 'Effects' }).getByLabel('None').uncheck();
    expect(await page.locator(`${CURVE} path.own`).count()).toBe(1);
    expect(await page.locator(`${CURVE} .own li`).first().textContent()).toContain('which is not among those shown');
    await own.nth(2).click();
    await page.locator(`${PANEL} math`).waitFor();
    expect(await page.locator(`${PANEL} .about a`).textContent()).toBe('plain.within');
    await page.close();
  });

  it.for(['on the page', 'in a report'] as const)('opens the equation of a specification, %s', async (where) => {
    const page = await opened(where);
    await page.locator(`${CURVE} fieldset`, { hasText: 'Effects' }).getByLabel('None').uncheck();
    const slider = page.locator(`${CURVE} [role=slider]`);
    await slider.focus();
    await page.keyboard.press('End');
    const { specifications, dimensions } = await told();
    const shown = specifications.estimate.flatMap((estimate, i) =>
      dimensions[3]!.made[i] === 1 ? [{ estimate, i }] : [],
    );
    const last = shown.sort((a, b) => a.estimate - b.estimate).at(-1)!;
    const box = (await slider.boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.locator(`${PANEL} math`).waitFor();
    expect(await page.locator(`${PANEL} .about a`).textContent()).toBe(`many.${last.i + 1}`);
    expect((await page.locator(`${PANEL} math`).textContent())!.replace(/\s/g, '')).toMatch(
      /^Outcome.*=.*Treatment.*μ/,
    );
    await page.close();
  });

  it('is drawn by a figure, whose points open specifications too', async () => {
    const page = await open(`${papers.en.address}/results/curve`, 'section[aria-label="curve"] [role=slider]');
    await page.locator('section[aria-label="curve"] [role=slider]').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.locator(`${PANEL} math`).waitFor();
    const { specifications } = await told();
    const least = specifications.estimate.indexOf(Math.min(...specifications.estimate));
    expect(await page.locator(`${PANEL} .about a`).textContent()).toBe(`many.${least + 1}`);
    await page.close();
  });

  it.for([
    ['en', 'light', 1280],
    ['zh', 'dark', 390],
    ['en', 'dark', 390],
    ['zh', 'light', 1280],
  ] as const)('breaks no rule of axe in %s, %s, at %i px', async ([language, theme, width]) => {
    const page = await open(`${papers[language].address}/nodes/many`, `${CURVE} [role=slider]`, width, theme);
    expect(await brokenRules(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.close();
  });

  it('complains of nothing', () => {
    expect(complaints).toEqual([]);
  });
});
