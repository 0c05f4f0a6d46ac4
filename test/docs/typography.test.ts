/** The flagship and the examples are set by one set of rules: their texts, what their pipelines say, and what papermake prints of both. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { faultsIn } from '../support/typography.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const projects = ['.', ...readdirSync(path.join(root, 'examples')).map((name) => `examples/${name}`)];
const filesIn = (folder: string, end: RegExp): string[] => {
  const listed = readdirSync(path.join(root, folder), { recursive: true }) as string[];
  return listed.filter((name) => end.test(name)).map((name) => path.join(folder, name));
};
const foldersOf = (name: string): readonly string[] => projects.map((project) => path.join(project, name));
const isThere = (folder: string): boolean =>
  readdirSync(path.join(root, path.dirname(folder))).includes(path.basename(folder));

/** The words of a text in Typst, LaTeX or Markdown: numbers without their marks, no comments, no code, and of what stands before Markdown no keys. */
const wordsOf = (text: string): string =>
  text
    .replace(/^---\n[\s\S]*?^---$/m, (before) => before.replace(/^\w+: /gm, ''))
    .replace(/(?<!:)\/\/.*$|(?<!\\)%.*$/gm, '')
    .replace(/#pmval\("[^"]*"\)\[([^\]]*)\]/g, '$1')
    .replace(/\\pmval\{[^{}]*\}\{([^{}]*)\}/g, '$1')
    .replace(/`[^`]*`|"[^"]*"|\\(?:input|ref|label|includegraphics|cite\w*)(?:\[[^\]]*\])?\{[^{}]*\}/g, '')
    .replace(/\\%/g, '%')
    .replace(/\$-\$/g, '−')
    .replace(/\\,/g, ' ');

/** Every key of a pipeline that holds words for readers. */
const TEXTS =
  /^(?:title|caption|label|zh|unit|notes|text|headers?|rename|stub|explain|summary|claim_text|x_title|y_title|spanners|groups)$/;

function textsOf(value: unknown, isText: boolean): string[] {
  if (typeof value === 'string') return isText ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsOf(each, isText || TEXTS.test(key)));
}

const faults = (names: readonly string[], words: (text: string) => string): string[] =>
  names.flatMap((name) => faultsIn(words(read(name))).map((fault) => `${name}: ${fault}`));

describe('typography', () => {
  it('is one in the texts of papers', () => {
    const names = foldersOf('paper')
      .filter(isThere)
      .flatMap((folder) => filesIn(folder, /\.(?:typ|tex|md)$/));
    expect(names.length).toBeGreaterThan(4);
    expect(faults(names, wordsOf)).toEqual([]);
  });

  it('is one in what pipelines say', () => {
    const names = foldersOf('pipeline.yaml');
    expect(faults(names, (text) => textsOf(parse(text), false).join('\n'))).toEqual([]);
  });

  it('is one in tables and figures', () => {
    const outputs = foldersOf('out');
    const named = (end: RegExp): string[] => outputs.flatMap((folder) => filesIn(folder, end));
    const strings = (text: string): string =>
      [...text.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)].map(([, each]) => each!.replace(/\\(.)/g, '$1')).join('\n');
    const printed = (text: string): string => text.replace(/<[^>]*>/g, '\n').replace(/&[a-z]+;/g, ' ');
    expect(faults(named(/tables\w*\/.*\.typ$/), strings)).toEqual([]);
    expect(faults(named(/\.svg$/), printed)).toEqual([]);
  });

  it.skipIf(process.env.CI === undefined && spawnSync('pdftotext', ['-v']).error !== undefined)(
    'is one in papers as they are printed',
    () => {
      const names = foldersOf('out').flatMap((folder) => filesIn(folder, /paper\w*\/.*\.pdf$/));
      expect(names.length).toBeGreaterThan(2);
      const found = names.flatMap((name) => {
        const { stdout } = spawnSync('pdftotext', ['-raw', path.join(root, name), '-'], { encoding: 'utf8' });
        return faultsIn(stdout).map((fault) => `${name}: ${fault}`);
      });
      expect(found).toEqual([]);
    },
  );

  it.each([
    'a 95 % interval',
    'from 2011-2022',
    'the gap - a word',
    'and so on...',
    'by -0.52 points',
    '"省份"为正',
    '显著, 为正',
    '系数(省份)为正',
    '见式(1)',
    '显著 ，为正',
    '其转折点',
    '赵涛 等，2020',
  ])('finds the one fault of %s', (text) => expect(faultsIn(text)).toHaveLength(1));

  it.each([
    '95%、2011–2022、−0.52、式（1）、“省”、（赵涛等，2020）和拐点',
    'a word — another, x-axis, 95% of 2011–2022',
  ])('finds none in %s', (text) => expect(faultsIn(text)).toEqual([]));
});
