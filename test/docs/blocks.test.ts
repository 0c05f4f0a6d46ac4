/** Every whole pipeline in the documentation plans without a problem. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/base/canonical.ts';
import { printProblems } from '../../src/base/print.ts';
import type { Kinds } from '../../src/engine/kinds.ts';
import { expand } from '../../src/engine/pipeline/expand.ts';
import { loadSpec } from '../../src/engine/pipeline/load.ts';
import { ProjectFiles } from '../../src/engine/system/files.ts';
import { kinds as builtIn } from '../../steps/registry.ts';

const root = resolve(import.meta.dirname, '../..');
const kinds: Kinds = new Map(
  builtIn.map((kind) => [
    kind.name,
    { kind, code: { digest: sha256(kind.name), files: {}, packages: {} }, module: null },
  ]),
);

const documents = [
  'README.md',
  ...readdirSync(resolve(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];
const blocks = documents.flatMap((file) =>
  [...readFileSync(resolve(root, file), 'utf8').matchAll(/```yaml\n(papermake: 1\n[\s\S]*?)```/g)].map((match, i) => ({
    name: `${file}, block ${i + 1}`,
    text: match[1]!,
  })),
);

/** The data that the documentation speaks of: raw, for blocks that derive the paper's variables, or with them. */
function project(columns: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'papermake-docs-'));
  mkdirSync(join(folder, 'data'));
  cpSync(join(root, 'data/published'), join(folder, 'data/published'), { recursive: true });
  cpSync(join(root, 'data/indicators.csv'), join(folder, 'data/indicators.csv'));
  const rows = ['A', 'B'].flatMap((unit) =>
    [2011, 2012].map((year) => [unit, 'East', year, ...columns.map((_, i) => i + year)]),
  );
  const text = [['province', 'region', 'year', ...columns], ...rows].map((row) => `${row.join(',')}\n`).join('');
  writeFileSync(join(folder, 'data/panel.csv'), text);
  mkdirSync(join(folder, 'scripts'));
  writeFileSync(join(folder, 'scripts/did.R'), '');
  return folder;
}

const raw = project(['urban_income', 'rural_income', 'education_exp_100m', 'patents_granted', 'web_pages_10k', 'NQP']);
const ready = project(['Gap', 'NQP', 'Education', 'Patent', 'DigEco', 'HC']);
const merged = project(['Gap', 'Education', 'Patent', 'DigEco', 'HC']);
afterAll(() => {
  for (const folder of [raw, ready, merged]) rmSync(folder, { recursive: true });
});

/** What is wrong with a pipeline, as a person would read it. */
function told(text: string): string {
  const folder = text.includes('derive:') ? raw : text.includes('name: NQP') ? merged : ready;
  const loaded = loadSpec('pipeline.yaml', text, kinds);
  const misfits = loaded.misfits.map((misfit) => `does not conform at ${misfit.path.join('.')}`);
  const planned = loaded.spec ? expand(loaded.spec, kinds, new ProjectFiles(folder), new Map()).problems : [];
  return [...misfits, printProblems([...loaded.problems, ...planned], () => text)].join('\n').trim();
}

describe('pipelines in the documentation', () => {
  it('are there', () => expect(blocks.length).toBeGreaterThan(6));
  it.each(blocks)('$name', ({ text }) => expect(told(text)).toBe(''));
  it('would be found wrong', () => expect(told(blocks[0]!.text.replace('province}', 'provnce}'))).not.toBe(''));
});
