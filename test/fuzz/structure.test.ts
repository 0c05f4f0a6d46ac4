/** Whatever is wrong with the structure of a pipeline, it is told: never an internal error, never a run without an end. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PATIENCE_MS } from '../support/patience.ts';
import { trials } from './budget.ts';
import { type Mistake, mistakes } from './mistakes.ts';
import { type Seed, Seeds } from './pipelines.ts';
import { type Ended, tryPipeline } from './trial.ts';
import { Watchdog } from './watchdog.ts';

const watchdog = new Watchdog(PATIENCE_MS);
let seeds: Seeds;
beforeAll(() => {
  seeds = new Seeds();
});
afterAll(async () => {
  seeds.dispose();
  await watchdog.dispose();
});

const attempt = (seed: Seed, made: readonly Mistake[]): Promise<Ended> => {
  const text = made.reduce((now, mistake) => mistake.make(now), seed.text);
  return tryPipeline(seed.root, text, seed.runs, watchdog);
};

it('takes the pipelines that it makes mistakes in', async () => {
  for (const seed of seeds.all) expect(await attempt(seed, []), seed.name).toBe(seed.runs ? 'ran' : 'planned');
});

it('tells mistakes in a pipeline of every kind', { tags: 'slow' }, async () => {
  await fc.assert(
    fc.asyncProperty(mistakes, async (made) => void (await attempt(seeds.everything, made))),
    trials(0.1),
  );
});

it('tells mistakes in the pipelines of the documentation, the examples and a command', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), mistakes, async (which, made) => {
      await attempt(seeds.others[which % seeds.others.length]!, made);
    }),
    trials(0.1),
  );
});

/** What every object inherits, words of the language, and names that have to be quoted. */
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '_cons',
  'if',
  'in',
  'NaN',
  'i',
  'L',
  'log',
  'terms',
  'rows',
  '1',
  'a b',
  'a.b',
  'a^b',
  'a`b',
  'a:b',
  'x*',
  '中文',
  'e"f',
  'a\\b',
];
const COLUMNS = [
  'x',
  'z',
  'w',
  'y',
  'unit',
  'year',
  'region',
  'S',
  'lx',
  'base',
  'edits',
  'jump',
  'main',
  'late',
  'controls',
  'One',
];

it('takes any name for a column of the data, a step, a set, a sample', { tags: 'slow' }, async () => {
  const { root, text } = seeds.everything;
  const path = join(root, 'data/panel.csv');
  const data = readFileSync(path, 'utf8');
  const renamed = fc.asyncProperty(fc.constantFrom(...COLUMNS), fc.constantFrom(...NAMES), async (column, name) => {
    const put = (where: string, as: string): string =>
      where.replace(new RegExp(`(?<![\\w$.{])${column}(?![\\w(])`, 'g'), () => as);
    writeFileSync(path, put(data, `"${name.replaceAll('"', '""')}"`));
    const isWord = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);
    await tryPipeline(root, put(text, isWord ? name : `\`${name}\``), true, watchdog);
  });
  try {
    await fc.assert(renamed, trials(0.05));
  } finally {
    writeFileSync(path, data);
  }
});
