/** The paper of `bilingual.ts` in both languages, on its page and as a report, for all tests of a file. */
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { closeViewed, type Edits, LANGUAGES, type Language, type Viewed, viewed } from './bilingual.ts';
import { launchChromium } from './chromium.ts';

type Theme = 'light' | 'dark';

export interface BothPapers {
  readonly papers: Record<Language, Viewed>;
  /** What the console of any page said. */
  readonly complaints: string[];
  readonly browser: () => Browser;
  /** Opens an address, and waits for what a selector names. */
  open(address: string, awaited: string, width?: number, colorScheme?: Theme): Promise<Page>;
  /** The address of a place in the English report. */
  report(place: string): string;
}

/** Opens both before the first test of a `describe`, with edits of their pipelines and further files, and closes them after its last. */
export function bothPapers(edits: Edits = {}, files: Edits = {}): BothPapers {
  let browser: Browser;
  const papers = {} as Record<Language, Viewed>;
  const complaints: string[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
    for (const language of LANGUAGES) papers[language] = await viewed(language, edits, files);
    expect((await papers.en.project.run('report', 'paper.html')).code).toBe(0);
  });
  afterAll(async () => {
    for (const language of LANGUAGES) await closeViewed(papers[language]);
    await browser.close();
  });
  return {
    papers,
    complaints,
    browser: () => browser,
    async open(address, awaited, width = 1280, colorScheme = 'light') {
      const page = await browser.newPage({ viewport: { width, height: 844 }, colorScheme, reducedMotion: 'reduce' });
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(address);
      await page.locator(awaited).first().waitFor();
      return page;
    },
    report: (place) => `${pathToFileURL(papers.en.project.path('paper.html')).href}#${place}`,
  };
}
