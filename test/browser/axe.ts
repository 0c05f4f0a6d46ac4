/** What axe-core finds on a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const script = (): string => readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Lists the rules that the page breaks, each with the first place that breaks it. */
const run = (
  without: readonly string[],
) => `axe.run({ runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'], rules: ${JSON.stringify(
  Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
)} }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes[0].html.slice(0, 160) + ' ' + nodes[0].any.map((each) => each.message).join(' ').slice(0, 160)))`;

export async function brokenRules(page: Page, without: readonly string[] = []): Promise<string[]> {
  await page.evaluate(script());
  return (await page.evaluate(run(without))) as string[];
}
