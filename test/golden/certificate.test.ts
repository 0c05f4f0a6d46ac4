/** Certificates in every format and both languages: golden texts, which TeX, Typst and Word set on one page. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/app/certificate/certify.ts';
import { distributionsOf } from '../../src/app/certificate/distribution.ts';
import type { TreatmentCoefficient } from '../../src/app/certificate/estimates.ts';
import { certificateFormats } from '../../src/app/certificate/formats/registry.ts';
import { textOf } from '../../src/app/certificate/formats/text.ts';
import { pageOf } from '../../src/app/certificate/page.ts';
import type { NodeId } from '../../src/base/brand.ts';
import { openZip } from '../../src/frame/readers/xlsx/zip.ts';
import { lacking, naming } from '../support/tex.ts';
import { expectGolden } from './golden.ts';

const root = path.resolve(import.meta.dirname, '../..');
const golden = (name: string): string => path.join(import.meta.dirname, 'certificate', name);

/** Sums of twelve numbers of a fixed sequence, which lie nearly as the normal distribution does. */
function coefficient(i: number, outcome: string, treatment: string, centre: number): TreatmentCoefficient {
  let sum = 0;
  for (let j = 0; j < 12; j++) sum += (((i + 1) * 7919 + j * 104_729 + i * j * 31) % 1009) / 1009;
  const estimate = centre + (sum - 6) / 4;
  const isLost = outcome === 'y' && i % 50 === 7;
  const why = { invalid: 'the term was dropped' };
  return {
    ...{ short: `${outcome}${treatment}${i}`, outcome, treatment },
    estimate: isLost ? why : estimate,
    pValue: isLost ? why : Math.abs(estimate) > 0.4 ? 0.01 : 0.3,
  };
}

const many = (
  count: number,
  ...of: readonly [outcome: string, treatment: string, centre: number]
): TreatmentCoefficient[] => Array.from({ length: count }, (_, i) => coefficient(i, ...of));

const digest = (letter: string, length = 64): string => letter.repeat(length);
const chain = (letter: string, lines: number, held: number | null) => ({
  path: `ledger/${digest(letter, 16)}.jsonl`,
  lines,
  head: digest(letter),
  anchor: held === null ? null : { commit: digest(letter, 40), lines: held },
});

const full: Certificate = {
  title: 'Growth & gaps: 50% of <all> #provinces_',
  pipeline: 'pipeline.yaml',
  admissible: { by: 'multiverse', steps: ['many', 'other'], count: 1420, estimated: 1408 },
  plan: {
    at: '2026-11-03T10:00:00.000Z',
    lock: digest('f'),
    before: 3,
    amendments: 1,
    deviations: [
      {
        ...{ is: 'specification', of: 'main.4', how: 'changed', planned: 'year > 2001', done: 'year > 2002' },
        ...{ since: '2026-12-02T10:00:00.000Z', because: 'Data of 2002 came late & were *short*.' },
      },
      { is: 'claim', of: 'claims.rise', how: 'dropped', planned: 'a > 0', done: null, since: null, because: null },
    ],
  },
  trials: {
    estimated: 1433,
    printed: 9,
    unrecorded: 2,
    since: '2026-11-02T10:00:00.000Z',
    elsewhere: 3,
    by: [],
    pipelines: [],
    chains: [chain('a', 21, 21), chain('b', 1, 1), chain('c', 7, 5), chain('d', 2, null)],
    broken: [{ path: 'ledger/x.jsonl', line: 3, is: 'is no JSON' }],
    cut: [{ path: 'ledger/y.jsonl', lines: 2, commit: digest('e', 40) }],
    inGit: true,
    unread: [],
  },
  distributions: distributionsOf([
    ...many(800, 'y', 'x', 0.3),
    ...many(400, 'log(y)', 'x', -0.1),
    ...many(200, 'y', 'log(x)', 0.9),
    ...many(8, 'z', 'x', 3),
  ]),
  withoutCoefficient: 1,
  stale: ['late'],
  witnesses: [
    {
      ...{ node: 'confirm' as NodeId, engine: 'R', results: 5, cells: 60, same: 55, explained: 3 },
      ...{ unexplained: 1, notRun: 0, noCounterpart: 1 },
    },
  ],
  staleWitnesses: ['again'],
};

const bare: Certificate = {
  ...full,
  title: '',
  admissible: null,
  plan: null,
  trials: {
    ...full.trials,
    ...{ estimated: null, since: null, printed: 1, unrecorded: 0, elsewhere: 0 },
    ...{ chains: [], broken: [], cut: [], inGit: false },
  },
  distributions: [],
  withoutCoefficient: 0,
  stale: [],
  witnesses: [],
  staleWitnesses: [],
};

const labels = {
  en: { y: 'Income gap', x: 'Productive forces', z: 'Growth & R_D' },
  zh: { y: '城乡收入差距', x: '新质生产力', z: '增长率' },
};
const languages = ['en', 'zh'] as const;
const page = (certificate: Certificate, language: 'en' | 'zh') =>
  pageOf(certificate, { language, variables: labels[language], units: {}, renamed: {} }, '0.1.0');
const template = (name: string): string => path.join(root, /\.ttf$/.test(name) ? 'fonts' : 'templates', name);
const lacks = (program: string): boolean =>
  process.env.CI === undefined && spawnSync(program, ['-v']).error !== undefined;

describe.each(languages)('a certificate (%s)', (language) => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'papermake-certificate-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const format of certificateFormats.filter(({ extension }) => ['md', 'tex', 'html'].includes(extension)))
    it(`is kept as ${format.name}`, async () => {
      const bytes = Buffer.from(await format.write(page(full, language), template));
      expectGolden(golden(`${language}.${format.extension}`), bytes);
    });

  it('is kept as text, with everything and with nothing to tell', () => {
    expectGolden(golden(`${language}.txt`), Buffer.from(textOf(page(full, language))));
    expectGolden(golden(`${language}-bare.txt`), Buffer.from(textOf(page(bare, language))));
  });

  const tex =
    language === 'zh' ? lacking('xelatex', ['ctexart.cls']) : lacking('pdflatex', ['lmodern.sty', 'xcolor.sty']);
  it.skipIf(tex.length > 0)(naming('is set by TeX on one page', tex), () => {
    copyFileSync(golden(`${language}.tex`), path.join(folder, 'page.tex'));
    const engine = language === 'zh' ? 'xelatex' : 'pdflatex';
    const told = execFileSync(engine, ['-interaction=nonstopmode', '-halt-on-error', 'page.tex'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const log = readFileSync(path.join(folder, 'page.log'), 'utf8');
    expect(log.match(/^(Overfull|Missing character|LaTeX.*Warning|Package.*Warning).*/gm) ?? []).toEqual([]);
    expect(told).toMatch(/Output written on page\.pdf \(1 page/);
  });

  it.skipIf(lacks('pdfinfo'))('is a PDF of one page, of the same bytes each time', async () => {
    const pdf = certificateFormats.find(({ name }) => name === 'pdf')!;
    const [bytes, again] = [
      await pdf.write(page(full, language), template),
      await pdf.write(page(full, language), template),
    ];
    expect(bytes).toEqual(again);
    const file = path.join(folder, 'page.pdf');
    writeFileSync(file, bytes);
    expect(execFileSync('pdfinfo', [file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })).toMatch(
      /Pages: +1\n/,
    );
    const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
    expect(text).toContain('1,408');
    expect(text).toContain(digest('a'));
  });

  it('is a Word file that has the counts, the digests and the picture', async () => {
    const docx = certificateFormats.find(({ name }) => name === 'docx')!;
    const bytes = Buffer.from(await docx.write(page(full, language), template));
    writeFileSync(path.join(folder, 'page.docx'), bytes);
    const xml = openZip(bytes)('word/document.xml')!;
    expect(xml.replace(/<[^>]+>/g, '')).toContain('1,408');
    expect(xml).toContain(digest('b'));
    expect(xml).toContain('<w:drawing>');
  });
});
