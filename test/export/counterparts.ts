/** docs/counterparts.md: which estimator and kind has what in which language, and all that has no counterpart, of the registries and the code itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFrame } from '../../src/base/reader.ts';
import { estimatorOf, estimators } from '../../src/econ/registry.ts';
import type { ExportedModel, ExportLanguage } from '../../src/export/language.ts';
import { languages } from '../../src/export/languages.ts';
import { exportedKinds, isExported } from '../../steps/lib/export/kinds.ts';
import { allKinds } from '../../steps/registry.ts';
import { modelledCases } from './models.ts';
import { optionedModels } from './optioned.ts';
import { commands } from './stata-grammar.ts';

const root = join(import.meta.dirname, '../..');

/** A column of the table: a language, or a dialect of one. */
interface Column {
  readonly language: ExportLanguage;
  readonly title: string;
  readonly isRun: boolean;
}

export async function columns(): Promise<readonly Column[]> {
  const all = await Promise.all(Object.values(languages).map((load) => load()));
  const usual = all.map((language) => ({ language, title: language.title, isRun: language.name !== 'stata' }));
  const dialects = all.flatMap(({ dialects: own = [] }) => own);
  return [...usual, ...dialects.map((language) => ({ language, title: language.dialect!, isRun: false }))];
}

export const estimated = (): readonly ExportedModel[] => [
  ...modelledCases().flatMap(({ models }) => models),
  ...optionedModels().models,
];

/** The function or command that estimates, by the lines of a script. */
function wordOf(lines: readonly string[], language: ExportLanguage): string | undefined {
  if (language.name === 'stata')
    return lines
      .map((line) => line.split(/[ ,]/)[0]!)
      .find((word) => Object.hasOwn(commands, word) && !BESIDE.has(word));
  return lines.flatMap((line) => /^m (?:<-|=) ([\w.]+(?:::\w+)?)\(/.exec(line)?.[1] ?? []).at(0);
}

const BESIDE = new Set(['winsor2', 'summarize', 'xtset', 'tsset']);

/** Estimator → column → words; empty where nothing is written of any model. */
export function wordsBy(models: readonly ExportedModel[], all: readonly Column[]): ReadonlyMap<string, string[][]> {
  const writers = all.map(({ language }) => language.open());
  return new Map(
    estimators.map(({ name }) => {
      const own = models.filter(({ spec }) => estimatorOf(spec).name === name);
      const words = all.map(({ language }, i) => {
        const blocks = own.map((model) => writers[i]!.model(model)).filter(({ cells }) => cells > 0);
        return [...new Set(blocks.map(({ lines }) => wordOf(lines, language) ?? '?'))].sort();
      });
      return [name, words];
    }),
  );
}

export interface Reason {
  readonly of: string;
  readonly language: string;
  readonly why: string;
}

/** A text in the code, with what stands before it: the part that a reason is of, or what is thrown. */
const TEXT =
  /(?:\bwhat: '([^']+)', why: |(new Untranslatable\(|\b(?:none|why): )\s*)?(?:'((?:[^'\\\n]|\\.)+)'|`((?:[^`\\\n]|\\.)+)`)/g;

/** Words by which a sentence denies something, also where a function returns it and another throws. */
const DENIES =
  /^(?!Models |This |It |Runs |The package |not a canonical )(?=\S+ \S+ \S+ )(?:[^=;<>[\]\n]*\b(?:not|no|alone|another|draws of|left out|was dropped|conventions of its own|reports|iid or|stops before)\b)/;

/** An exception whose sentence is another function's. */
const HANDED_ON = /new Untranslatable\(\s*([^\s'`)][^\n]*)/g;

/** Parts of a model with the reason, in the list of what no script compares. */
const LISTED = /'([^']+)',\s*'([^']+)',?\s*\]/g;

/** All sentences of the code that say why something is not written, with those that are handed on from elsewhere apart. */
export function reasons(): { readonly said: readonly Reason[]; readonly handedOn: readonly string[] } {
  const files = ['src/export', 'src/econ', 'steps'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith('.ts') && /export|in-(?:stata|python|r)\.|own-losses/.test(path))
      .sort(),
  );
  const handedOn: string[] = [];
  const said = files.flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    if (path.endsWith('/beyond.ts'))
      return [...text.matchAll(LISTED)].map(([, what, why]) => ({
        of: 'models',
        language: 'any',
        why: `${what}: ${why}`,
      }));
    handedOn.push(...[...text.matchAll(HANDED_ON)].map(([, code]) => code!));
    const code = text.replace(/^ *(?:\/\*\*|\*|\/\/).*$/gm, (comment) => ' '.repeat(comment.length));
    return [...code.matchAll(TEXT)].flatMap(({ 1: what, 2: before, 3: plain, 4: pattern, index }): Reason[] => {
      const words = (plain ?? pattern!).replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…').replaceAll('\\`', '`');
      const isReason = DENIES.test(words) || ((what ?? before) !== undefined && words.includes(' '));
      if (!isReason) return [];
      const why = what === undefined ? words : `${what}: ${words}`;
      return [{ of: roomOf(path), language: languageOf(path, text.slice(0, index)), why }];
    });
  });
  return { said, handedOn };
}

const roomOf = (path: string): string =>
  /^(?:src\/econ|steps)\/(?!lib\/)([a-z_]+)\//.exec(path)?.[1] ??
  (path.includes('/data/') || path.includes('raw') ? 'data' : 'models');

const NAMES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/fixest/, 'fixest'],
  [/linearmodels/, 'linearmodels'],
  [/\/stata|in-stata/, 'Stata'],
  [/python/, 'Python'],
  [/\/r[./]|-r\./, 'R'],
  [/frame/, 'R, Python'],
];

function languageOf(path: string, before: string): string {
  const known =
    (path.includes('pyfixest') ? 'pyfixest' : undefined) ?? NAMES.find(([pattern]) => pattern.test(path))?.[1];
  if (known !== undefined) return known;
  const key = [...before.matchAll(/^ {2}(r|python|stata): /gm)].at(-1)?.[1];
  const isWithin = key !== undefined && before.lastIndexOf('\n};') < before.lastIndexOf(`\n  ${key}: `);
  return isWithin ? { r: 'R', python: 'Python', stata: 'Stata' }[key as 'r']! : 'any';
}

/** Kinds whose results are neither data nor files, and of which no language has a script. */
export const kindsWithout = (): readonly string[] =>
  allKinds()
    .filter(
      ({ internal, name, results = [] }) =>
        internal !== true && !isExported(name) && results.some(({ type }) => !isFrame(type)),
    )
    .map(({ name }) => name);

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
const cell = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(' ');
const row = (cells: readonly string[]): string => `| ${cells.map((each) => each.replaceAll('|', '\\|')).join(' | ')} |`;

export async function page(): Promise<string> {
  const all = await columns();
  const table = wordsBy(estimated(), all);
  const unique = [...new Map(reasons().said.map((each) => [JSON.stringify(each), each])).values()];
  const sorted = unique.sort((a, b) => compare(a.of, b.of) || compare(a.language, b.language) || compare(a.why, b.why));
  return [
    '# What other languages have',
    '',
    'Generated of the registries, the scripts of all models of the reference cases, and the code of exports, by',
    '`UPDATE=1 npx vitest run test/export/counterparts.test.ts`. [export.md](export.md) says how scripts are made.',
    '',
    '## Estimators',
    '',
    'The functions and commands that estimate in the scripts of `papermake export`, by estimator. A cell is empty where no model of it is written.',
    '*Not run here*: tests hold these scripts to a grammar or a parser alone.',
    '',
    row(['estimator', ...all.map(({ title, isRun }) => (isRun ? title : `${title}, *not run here*`))]),
    row(['---', ...all.map(() => '---')]),
    ...[...table].map(([name, words]) => row([`\`${name}\``, ...words.map(cell)])),
    '',
    '## Step kinds',
    '',
    `Scripts have the results of ${listed(exportedKinds)}.`,
    '',
    `They have none of ${listed(kindsWithout())}.`,
    '',
    '## What has no counterpart',
    '',
    'All that a script or the command says of a result, a part of it or a rule of the data that is not written; `…` stands for what is named there.',
    '',
    row(['of', 'in', 'why']),
    row(['---', '---', '---']),
    ...sorted.map(({ of, language, why }) => row([of, language, why])),
    '',
  ].join('\n');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
