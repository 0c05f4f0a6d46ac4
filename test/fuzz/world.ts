/** A project of some steps and what refers to their results (claims, numbers, tables, further steps, texts), and its files. */
import { zip } from '../../src/table/formats/office/zip.ts';
import { DATA, HEAD, STEPS } from './projects.ts';

export const languages = ['typ', 'tex', 'md', 'docx'] as const;
export type Language = (typeof languages)[number];

/** Texts by names, each on a line of its own. */
export type Entries = ReadonlyMap<string, string>;

export interface World {
  /** Names of steps in the order of the file. */
  readonly steps: readonly string[];
  readonly claims: Entries;
  readonly numbers: Entries;
  /** Tables of one report. */
  readonly tables: Entries;
  /** Steps that read others: figures, comparisons, audits, models that start from models. */
  readonly further: Entries;
  /** Lines of the texts of documents. */
  readonly texts: Readonly<Record<Language, readonly string[]>>;
  /** How often the data were edited. */
  readonly cells: number;
  /** How often what all steps share was edited. */
  readonly shared: number;
}

export const START: World = {
  steps: [],
  claims: new Map(),
  numbers: new Map(),
  tables: new Map(),
  further: new Map(),
  texts: { typ: [], tex: [], md: [], docx: [] },
  cells: 0,
  shared: 0,
};

export type Section = 'claims' | 'numbers' | 'tables' | 'further';

/** The world with an entry more, under a name that none has. */
export function withEntry(world: World, section: Section, text: string): World {
  const taken = world[section];
  let i = taken.size + 1;
  while (taken.has(`${section[0]}${i}`)) i += 1;
  return { ...world, [section]: new Map([...taken, [`${section[0]}${i}`, text]]) };
}

export const withLine = (world: World, language: Language, line: string): World => ({
  ...world,
  texts: { ...world.texts, [language]: [...world.texts[language], line] },
});

/** A place in a file of the project; lines count from 1. */
export interface Pointed {
  readonly file: string;
  readonly line: number;
}

/** The world without the entries and the lines of texts at these places. */
export function without(world: World, places: readonly Pointed[]): World {
  const lines = pipelineOf(world).split('\n');
  const said = places.flatMap(({ file, line }) => (file === 'pipeline.yaml' ? [lines[line - 1] ?? ''] : []));
  const names = new Set(said.map((line) => /^ *(\w+): /.exec(line)?.[1]));
  const left = (entries: Entries): Entries => new Map([...entries].filter(([name]) => !names.has(name)));
  const inTexts = places.filter(({ file }) => file !== 'pipeline.yaml');
  const texts = languages.map((language) => {
    const file = `text.${language}`;
    const wrong = new Set(
      inTexts.flatMap((place) => (place.file === file ? [lineOf(world, language, place.line)] : [])),
    );
    // A Word document has no lines to point at.
    const isWrong = inTexts.length === 0 && said.some((line) => line.includes(file));
    return [language, isWrong ? [] : world.texts[language].filter((_, i) => !wrong.has(i))] as const;
  });
  return {
    ...world,
    claims: left(world.claims),
    numbers: left(world.numbers),
    tables: left(world.tables),
    further: left(world.further),
    texts: Object.fromEntries(texts) as unknown as World['texts'],
  };
}

/** Which line of a text stands at a line of its file. */
const lineOf = (world: World, language: Language, line: number): number =>
  (line - 1 - (before(language, world).match(/\n/g)?.length ?? 0)) / 2;

/** The files of the project. */
export const filesOf = (world: World): Readonly<Record<string, string | Uint8Array>> => ({
  ...DATA,
  'data/panel.csv': edited(DATA['data/panel.csv']!, world.cells),
  'pipeline.yaml': pipelineOf(world),
  ...Object.fromEntries(writtenIn(world).map((language) => [`text.${language}`, textOf(language, world)])),
});

/** The data with another value of `w` in the first row, which now and then is of a region of its own. */
const edited = (text: string, times: number): string =>
  times === 0
    ? text
    : text.replace(/^(u0,2010,)\w+(,(?:[^,]*,){4})[^,]*/m, (_, row, more) => {
        return `${row}${times % 3 === 2 ? 'East' : 'North'}${more}0.${times}1`;
      });

/** What all steps share, edited so often. */
const headOf = (times: number): string =>
  HEAD.replace('label: Outcome', `label: Outcome ${times}`).replace('year > 2011', `year > ${2011 + (times % 3)}`);

const writtenIn = ({ texts }: World): Language[] => languages.filter((language) => texts[language].length > 0);

export function pipelineOf(world: World): string {
  const { steps, claims, numbers, tables, further } = world;
  const list = (entries: Iterable<readonly [string, string]>, indent: string): string =>
    [...entries].map(([name, text]) => `${indent}${name}: ${text}\n`).join('');
  const section = (name: string, entries: Entries): string =>
    entries.size === 0 ? '' : `${name}:\n${list(entries, '  ')}`;
  const documents = writtenIn(world).map(
    (language) => [`paper_${language}`, `{kind: document, file: text.${language}}`] as const,
  );
  return [
    headOf(world.shared),
    'steps:\n',
    list(
      steps.map((name) => [name, STEPS[name]!]),
      '  ',
    ),
    list(further, '  '),
    tables.size === 0 ? '' : `  tables:\n    kind: report\n    tables:\n${list(tables, '      ')}`,
    list(documents, '  '),
    section('numbers', numbers),
    section('claims', claims),
  ].join('');
}

function textOf(language: Language, world: World): string | Uint8Array {
  const lines = world.texts[language];
  if (language === 'docx') return wordFile(lines);
  return `${before(language, world)}${lines.join('\n\n')}\n${language === 'tex' ? '\\end{document}\n' : ''}`;
}

/** What stands before the lines of a text. */
function before(language: Language, { tables }: World): string {
  if (language === 'typ') return '#import "out/numbers.typ": *\n';
  if (language !== 'tex') return '';
  const style = tables.size > 0 ? '\\usepackage{out/tables/papermake}\n' : '';
  return `\\documentclass{article}\n${style}\\usepackage{graphicx}\n\\input{out/numbers}\n\\begin{document}\n`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A Word document of these paragraphs. */
function wordFile(lines: readonly string[]): Uint8Array {
  const body = lines.map((line) => `<w:p><w:r><w:t>${escaped(line)}</w:t></w:r></w:p>`).join('');
  const files = {
    'word/document.xml': `<w:document xmlns:w="x"><w:body>${body}</w:body></w:document>`,
    'word/styles.xml': '<w:styles xmlns:w="x"></w:styles>',
    'word/_rels/document.xml.rels': '<Relationships></Relationships>',
    '[Content_Types].xml': '<Types></Types>',
  };
  return zip(new Map(Object.entries(files).map(([name, xml]) => [name, new TextEncoder().encode(xml)])));
}
