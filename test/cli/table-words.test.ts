/**
 * Tables and figures of every kind, estimator and plot, with all statistics and in both languages, hold words of their language, labels and
 * formatted numbers alone, in every format.
 * @module-tag slow
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { estimators } from '../../src/econ/registry.ts';
import { openZip } from '../../src/frame/readers/xlsx/zip.ts';
import type { JoinedTable, PrintedHead } from '../../src/table/formats/printed-cells.ts';
import type { Spanner } from '../../src/table/table.ts';
import { plots } from '../../steps/registry.ts';
import { kindsWithoutStep } from '../fuzz/projects.ts';
import { figures, files, head, steps } from '../support/spoken.ts';
import { tableEntries } from '../support/spoken-tables.ts';
import { faultsOf, type Language } from '../support/spoken-words.ts';
import { Project } from './harness.ts';

const listed = (entries: Iterable<readonly [string, string]>, indent: string): string =>
  [...entries].map(([name, text]) => `${indent}${name}: ${text}\n`).join('');

const figureSteps = Object.entries(figures).flatMap(([name, text]) => {
  const plot = plots.all.map((each) => each.name).find((each) => name === each) ?? name.slice(0, name.lastIndexOf('-'));
  return ['en', 'zh'].map((lang): [string, string] => [
    `fig_${name.replaceAll('-', '_')}_${lang}`,
    `{kind: figure, plot: ${plot}, lang: ${lang}, ${text.replaceAll('{lang}', lang)}}`,
  ]);
});

/** Tables of codebooks list names of variables beside their labels. */
const isOfNames = (table: string): boolean => /^books?_/.test(table);

const project = new Project(files);
beforeAll(async () => {
  const pipeline = `${head}steps:\n${listed(Object.entries(steps), '  ')}`;
  const tables = [...tableEntries(project.root, pipeline)].filter(([name]) => !isOfNames(name));
  const report = `  tables:\n    kind: report\n    formats: [html, markdown, latex, typst, docx]\n    tables:\n${listed(tables, '      ')}`;
  project.write('pipeline.yaml', pipeline + report + listed(figureSteps, '  '));
  const { code, stdout, stderr } = await project.run('run', '--trust', '-k', '-q');
  if (code !== 0) throw new Error(stdout + stderr);
});
afterAll(() => project.dispose());

const filesIn = (folder: string, end: string): string[] =>
  readdirSync(project.path(folder)).filter((name) => name.endsWith(end));
const languageOf = (file: string): Language => (/_zh\.\w+$/.test(file) ? 'zh' : 'en');

/** Lists what is wrong with texts of files, each fault once. */
function faultsIn(folder: string, end: string, textsOf: (path: string) => readonly string[]): string[] {
  const found = new Map<string, string>();
  const names = filesIn(folder, end);
  expect(names.length).toBeGreaterThan(20);
  for (const name of names)
    for (const text of textsOf(`${folder}/${name}`))
      for (const fault of faultsOf(text, languageOf(name)))
        found.set(`${fault} in \`${text}\``, `${name}: ${fault} in \`${text}\``);
  return [...found.values()];
}

const spannersIn = (spanners: readonly (readonly Spanner[])[] = []): string[] =>
  spanners.flat().map(({ text }) => text);
const headsIn = (heads: readonly PrintedHead[] = []): string[] =>
  heads.flatMap(({ header, outcome = '' }) => [header, outcome]);

/** Heads, labels and notes of the table model; its cells are numbers for programs in this file. */
function modelTexts(path: string): string[] {
  const table = JSON.parse(project.read(path)) as JoinedTable & {
    readonly notes: readonly string[];
    readonly spanners: readonly (readonly Spanner[])[];
  };
  return [
    ...headsIn(table.heads),
    ...spannersIn(table.spanners),
    ...table.printed.flatMap(({ title, heads, spanners, rows }) => [
      ...(title === null ? [] : [title]),
      ...headsIn(heads),
      ...spannersIn(spanners),
      ...rows.map(({ label }) => label),
    ]),
    ...table.notes,
  ];
}

const decoded = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(
      /&(lt|gt|quot|amp|nbsp);/g,
      (_, name: 'lt') => ({ lt: '<', gt: '>', quot: '"', amp: '&', nbsp: ' ' })[name]!,
    );

/** Texts between tags, those of one paragraph or cell together. */
const taggedTexts = (xml: string, block: RegExp): string[] =>
  [...xml.replace(/<(style|title|desc)\b.*?<\/\1>|<!--.*?-->/gs, '').matchAll(block)].map(([, inside]) =>
    decoded(inside!.replaceAll('<sup>', '^').replace(/<[^>]*>/g, '')).trim(),
  );

describe('tables', () => {
  it('are of every kind and estimator', () => {
    expect(kindsWithoutStep()).toEqual([]);
    const written = Object.values(steps).join('\n');
    const implied = ['linear', 'iv'];
    const absent = estimators.filter(
      ({ name }) => !implied.includes(name) && !new RegExp(`\\b${name}\\b`).test(written),
    );
    expect(absent.map(({ name }) => name)).toEqual([]);
  });

  it('say nothing else in heads, labels and notes', () => {
    expect(faultsIn('out/tables', '.json', modelTexts)).toEqual([]);
  });

  it('say nothing else in HTML and Word, cells included', () => {
    const html = (path: string) =>
      taggedTexts(project.read(path), /<(?:caption|t[hd]|p|div)\b[^>]*>(.*?)<\/(?:caption|t[hd]|p|div)>/gs);
    expect(faultsIn('out/tables', '.html', html)).toEqual([]);
    const word = (path: string) => {
      const xml = openZip(readFileSync(project.path(path)))('word/document.xml')!;
      return taggedTexts(xml, /<w:p>(.*?)<\/w:p>/gs);
    };
    expect(faultsIn('out/tables', '.docx', word)).toEqual([]);
  });

  it('say nothing else in Markdown, LaTeX and Typst', () => {
    const lines = (path: string) =>
      project
        .read(path)
        .replace(/<!--.*?-->/gs, '')
        .replaceAll('<sup>', '^')
        .split('\n');
    const markdown = (path: string) =>
      lines(path)
        .flatMap((line) => line.replaceAll('\\', '').replaceAll('<br>', ' ').split('|'))
        .map((cell) => cell.trim());
    expect(faultsIn('out/tables', '.md', markdown)).toEqual([]);
    const names = (path: string) =>
      project
        .read(path)
        .replace(/^%.*$|^\/\/.*$/gm, '')
        .replaceAll('\\_', '_')
        .match(/q_\w*|\bL\.\w*/g) ?? [];
    for (const end of ['.tex', '.typ']) expect(faultsIn('out/tables', end, names)).toEqual([]);
  });
});

describe('figures', () => {
  it('are of every plot', () => {
    const drawn = figureSteps.map(([, text]) => /plot: ([\w-]+)/.exec(text)![1]);
    const absent = plots.all.map(({ name }) => name).filter((name) => name !== 'vega-lite' && !drawn.includes(name));
    expect(absent).toEqual([]);
  });

  it('say nothing else', () => {
    const texts = (path: string) => taggedTexts(project.read(path), /<text\b[^>]*>(.*?)<\/text>/gs);
    expect(faultsIn('out/figures', '.svg', texts)).toEqual([]);
  });
});
