/** The page of what other languages have is as the registries and the code are, and no estimator is without its word or its reason. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportedKinds } from '../../steps/lib/export/kinds.ts';
import { columns, estimated, page, reasons, wordsBy } from './counterparts.ts';

const docs = join(import.meta.dirname, '../../docs');
const path = join(docs, 'counterparts.md');

it('docs/counterparts.md is what registries and code say', async () => {
  const now = await page();
  if (process.env.UPDATE !== undefined) writeFileSync(path, now);
  expect(readFileSync(path, 'utf8')).toBe(now);
});

it('every estimator is written in every usual language, or the page says why it is not', async () => {
  const all = (await columns()).filter(({ language }) => language.dialect === undefined);
  const table = wordsBy(estimated(), all);
  const gaps = [...table].flatMap(([estimator, words]) =>
    words.flatMap((each, i) => (each.length === 0 ? [{ of: estimator, language: all[i]!.title }] : [])),
  );
  expect(gaps).toEqual([
    { of: 'ocloglog', language: 'Stata' },
    { of: 'gmm', language: 'R' },
    { of: 'gmm', language: 'Python' },
  ]);
  const { said } = reasons();
  for (const gap of gaps) expect(said).toContainEqual(expect.objectContaining(gap));
  // a word that nobody could tell would be an estimate of unknown origin
  expect([...table.values()].flat(2)).not.toContain('?');
});

it('every reason of the code is on the page, but those that are handed on from another', () => {
  const { said, handedOn } = reasons();
  expect(handedOn.filter((code) => !/^\w+\.none\);$/.test(code))).toEqual([]);
  expect(said.length).toBeGreaterThan(180);
  expect(said).toContainEqual({ of: 'models', language: 'any', why: 'the U test: it is not written' });
  // one that a function returns and another throws
  expect(said).toContainEqual({ of: 'spatial', language: 'Stata', why: 'xsmle has a lag of demeaned errors alone' });
});

it('every exported kind stands in the table of docs/export.md', () => {
  const rows = readFileSync(join(docs, 'export.md'), 'utf8').split('\n');
  const first = rows.filter((line) => line.startsWith('| ')).map((line) => line.split('|')[1]!);
  // unit roots and indices are rows of their own kinds
  expect(exportedKinds.filter((name) => !first.some((each) => each.includes(`\`${name}\``)))).toEqual([]);
});
