/** Ten thousand names of one sort take ten times what a thousand take: they are planned in work in proportion. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { codingsOf } from '../../src/econ/formula/coding.ts';
import { parseTerm } from '../../src/econ/formula/formula.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { scratchFolder } from '../support/scratch.ts';
import { growing } from './growth.ts';
import { tryPipeline } from './trial.ts';
import { Watchdog } from './watchdog.ts';

const watchdog = new Watchdog(PATIENCE_MS);
const root = mkdtempSync(join(scratchFolder(), 'papermake-names-'));
afterAll(async () => {
  rmSync(root, { recursive: true });
  await watchdog.dispose();
});

const many = (n: number, text: (i: number) => string, between = ', '): string =>
  Array.from({ length: n }, (_, i) => text(i)).join(between);

const put = (name: string, text: string): void => writeFileSync(join(root, name), text);
put('x.csv', 'x,y\n1,2\n2,3\n3,5\n4,4\n');
const READ = 'papermake: 1\nsteps:\n  p: {kind: ingest, file: x.csv}\n';
const FIT = `${READ}  m: {kind: models, from: p, fit: y ~ x}\n`;

const SORTS: Readonly<Record<string, (n: number) => string>> = {
  'variables that are derived from each other': (n) =>
    `${READ.replace('x.csv', `x.csv, derive: {d0: x, ${many(n, (i) => `d${i + 1}: d${i} + 1`)}}`)}  m: {kind: describe, from: p, variables: [d${n}]}\n`,
  'variables that are described': (n) => {
    put('wide.csv', `${many(n, (i) => `v${i}`, ',')}\n${many(n, String, ',')}\n`);
    return `${READ.replace('x.csv', 'wide.csv')}  d: {kind: describe, from: p, variables: [${many(n, (i) => `v${i}`)}]}\n`;
  },
  'marks of a text that name nothing': (n) => {
    put(
      'a.md',
      many(n, (i) => `A {{pm nope${i}.x "1.5"}} b.\n`, '\n'),
    );
    return `${FIT}  d: {kind: document, file: a.md, format: docx}\n`;
  },
  tables: (n) => `${FIT}  t: {kind: report, tables: {${many(n, (i) => `t${i}: {from: m}`)}}}\n`,
  claims: (n) => `${FIT}claims: {${many(n, (i) => `c${i}: m.x > -${i}`)}}\n`,
  'numbers of results that are none': (n) => `${FIT}numbers: {${many(n, (i) => `n${i}: m.z${i}`)}}\n`,
  sets: (n) => `sets: {${many(n, (i) => `s${i}: [x]`)}}\n${FIT}`,
};

it.each(Object.entries(SORTS))('%s', async (_, pipeline) => {
  const plan = (text: string) => tryPipeline(root, text, false, watchdog);
  expect(await growing(pipeline, plan, { from: 256, to: 4096 })).toBeUndefined();
});

it('terms of a model are coded', async () => {
  const terms = (n: number) =>
    Array.from({ length: n }, (_, i) => {
      const parsed = parseTerm(`v${i}`);
      return parsed.ok ? [parsed.term] : [];
    }).flat();
  const code = (all: ReturnType<typeof terms>) => codingsOf(all, { constant: true, effects: [] });
  expect(await growing(terms, code, { from: 256, to: 8192 })).toBeUndefined();
});
