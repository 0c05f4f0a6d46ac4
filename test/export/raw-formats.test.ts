/** Exported scripts read files of Stata and of Excel by themselves, and put other values in the place of a column's. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attempt } from '../../src/base/attempt.ts';
import type { ScriptFile } from '../../src/export/data.ts';
import { Project } from '../cli/harness.ts';
import { xlsxOf } from '../support/xlsx.ts';
import { byPython, byR, type Program, runInEmptyFolder, withoutPackagesOfR, withoutPython, withoutR } from './runs.ts';
import { fault, unstored } from './stata-grammar.ts';

const FIRMS = readFileSync(join(import.meta.dirname, '../unit/frame/fixtures/firms-118.dta'));

const UNITS = ['A, "B"', 'back\\slash', '北京', "l'Est", 'East'];
const wobble = (i: number): number => ((i * 7919) % 1009) / 1009;
const header = ['firm', 'year', 'y', 'unread', 'Raw X', 'zone', 'grade'];
/** `x`: what a cell of numbers holds besides. */
const rowsOf = (x: string | null): (string | number | null)[][] =>
  UNITS.flatMap((unit, i) =>
    Array.from({ length: 12 }, (_, t) => {
      const at = 12 * i + t;
      const grade = ['1', '2', '3'][at % 3]!;
      return [unit, 2010 + t, 1 + i / 3 + wobble(at), 'a', at % 11 === 3 ? x : wobble(at + 77), ZONES[at % 4]!, grade];
    }),
  );
const ZONES = ['coast', 'inner', '', 'NA'];

const csv = [header, ...rowsOf('NA')]
  .map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(','))
  .join('\n');

const pipeline = `papermake: 1
steps:
  stata:
    kind: ingest
    file: firms.dta
    rename: {z: share}
    missing: [NA, -99]
    panel: {unit: firm, time: year}
    where: year < 2021
    derive: {before: L.x}
  excel: {kind: ingest, file: firms.xlsx, sheet: Firms, rename: {Raw X: x}, missing: [NA], panel: {unit: firm, time: year}}
  text:
    kind: ingest
    file: firms.csv
    rename: {Raw X: x}
    missing: [NA]
    panel: {unit: firm, time: year}
    map: {zone: {coast: inner, inner: 'the "coast"'}, grade: {1: 10, 2: 20.5, 3: -1}}
  of_stata: {kind: models, from: stata, fit: y ~ x + before + share + size | firm, vcov: cluster(firm)}
  of_excel: {kind: models, from: excel, fit: y ~ x + i(zone) | firm}
  of_text: {kind: models, from: text, fit: y ~ x + grade + i(zone)}
`;

let project: Project;
beforeAll(async () => {
  project = new Project({ 'pipeline.yaml': pipeline, 'firms.csv': csv });
  project.write('firms.dta', FIRMS);
  const rows = [header.map((name) => name), ...rowsOf(null)];
  project.write('firms.xlsx', xlsxOf({ name: 'Notes', rows: [['a']] }, { name: 'Firms', rows }));
  await project.make();
});
afterAll(() => project.dispose());

function filesIn(folder: string): ScriptFile[] {
  const root = project.path(folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:R|do|py|csv|dta|xlsx)$/.test(name))
    .map((name) => ({ path: name.replaceAll('\\', '/'), content: readFileSync(join(root, name)) }));
}

async function exported(to: string, ...steps: string[]): Promise<ScriptFile[]> {
  const { code, stdout } = await project.run('export', ...steps, '--to', to, '--out', project.path(to), '--json');
  expect(code).toBe(0);
  for (const data of (JSON.parse(stdout) as { data: { from: string }[] }).data)
    expect(data).toMatchObject({ from: 'raw' });
  return filesIn(to);
}

const withoutWorkbooks =
  withoutPython ??
  (attempt(() => execFileSync(byPython[0], ['-c', 'import openpyxl'], { stdio: 'pipe' })) === undefined
    ? 'needs Python with openpyxl'
    : undefined);

interface Tried {
  readonly to: string;
  readonly ending: string;
  readonly step: string;
  readonly program: Program;
  readonly why: string | undefined;
}

const tried: readonly Tried[] = [
  { to: 'r', ending: 'R', step: 'of_stata', program: byR, why: withoutR ?? withoutPackagesOfR(['haven']) },
  { to: 'r', ending: 'R', step: 'of_excel', program: byR, why: withoutR ?? withoutPackagesOfR(['readxl']) },
  { to: 'r', ending: 'R', step: 'of_text', program: byR, why: withoutR },
  { to: 'python', ending: 'py', step: 'of_stata', program: byPython, why: withoutPython },
  { to: 'python', ending: 'py', step: 'of_excel', program: byPython, why: withoutWorkbooks },
  { to: 'python', ending: 'py', step: 'of_text', program: byPython, why: withoutPython },
];

describe.each(tried)('$step in $to', ({ to, ending, step, program, why }) => {
  it.skipIf(why !== undefined)('is found again from the file, and not from another', async () => {
    const files = await exported(to, step);
    expect(files.some(({ path }) => path.startsWith('data/') && !path.includes('codebook'))).toBe(false);
    const { code, output } = runInEmptyFolder(files, `main.${ending}`, program);
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(/all \d+ values are the same/) });
    const own = { of_stata: 'firms.dta', of_excel: 'firms.xlsx', of_text: 'firms.csv' }[step]!;
    const spoiled = files.map((file) => (file.path === `raw/${own}` ? { ...file, content: SPOILED[step]!() } : file));
    const after = runInEmptyFolder(spoiled, `01_${step}.${ending}`, program);
    expect(after.code).not.toBe(0);
    expect(after.output).toMatch(/DIFFERENT {2}data \w+: y: sum/);
  });
});

/** The files with another first value of y. */
const SPOILED: Readonly<Record<string, () => Uint8Array>> = {
  of_text: () => Buffer.from(csv.replace('"2010","1"', '"2010","1.5"')),
  of_excel: () => {
    const rows = [header, ...rowsOf(null)];
    rows[1]![2] = 1.5;
    return xlsxOf({ name: 'Notes', rows: [['a']] }, { name: 'Firms', rows });
  },
  of_stata: () => {
    const bytes = Buffer.from(FIRMS);
    const one = Buffer.alloc(8);
    one.writeDoubleLE(1);
    const at = bytes.indexOf(one, bytes.indexOf('<data>'));
    bytes.writeDoubleLE(1.5, at);
    return bytes;
  },
};

describe('do-files', () => {
  it('read each file by its own command, by the grammar', async () => {
    const files = await exported('stata', 'of_stata', 'of_excel', 'of_text');
    const linesOf = (name: string): string[] =>
      String(files.find(({ path }) => path === `data_${name}.do`)!.content)
        .trimEnd()
        .split('\n');
    const expected = {
      stata: ['compress', 'replace share = . if share == -99'],
      excel: ['replace zone = "" if zone == `"NA"\'', 'destring x y year, replace'],
      text: [
        'generate zone_recoded = zone',
        'replace zone_recoded = `"inner"\' if zone == `"coast"\'',
        'generate double grade_recoded = .',
        'replace grade_recoded = 20.5 if grade == `"2"\'',
      ],
    };
    for (const [name, some] of Object.entries(expected)) {
      const lines = linesOf(name);
      expect(lines.flatMap((line) => fault(line) ?? [])).toEqual([]);
      expect(unstored(lines)).toEqual([]);
      expect(lines).toEqual(expect.arrayContaining(some));
    }
  });
});

describe('columns that other programs read otherwise', () => {
  it.each([
    [
      '2: 20.5, 3: -1}}',
      '2: 20.5, 3: -1}}\n    types: {zone: string}',
      'the values of zone are recoded, which are not read',
    ],
    ['1: 10, 2: 20.5, 3: -1}', '1: low, 2: middle}', 'the values of grade are recoded, and not all are named'],
  ])('are of the frame, with %s as %s', async (from, to, why) => {
    project.write(
      'pipeline.yaml',
      pipeline
        .replace('x + grade', 'x + i(grade)')
        .replace(from, to)
        .replace(', panel: {unit: firm, time: year}', '')
        .replace('    panel: {unit: firm, time: year}\n    map', '    map'),
    );
    await project.make(['text', 'of_text']);
    const { stdout } = await project.run(
      'export',
      'of_text',
      '--to',
      'r',
      '--out',
      project.path('otherwise'),
      '--json',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      data: [{ name: 'text', from: 'frame', why: expect.stringContaining(why) }],
    });
    project.write('pipeline.yaml', pipeline);
  });

  it('are of the frame where a sheet has numbers beside texts, days, or rows between', async () => {
    const of = async (change: (rows: (string | number | Date | null)[][]) => void): Promise<unknown> => {
      const rows = [header.map((name) => name), ...rowsOf(null)];
      change(rows);
      project.write('firms.xlsx', xlsxOf({ name: 'Firms', rows }));
      await project.make(['excel', 'of_excel']);
      const { stdout } = await project.run(
        'export',
        'of_excel',
        '--to',
        'r',
        '--out',
        project.path('otherwise'),
        '--json',
      );
      return JSON.parse(stdout).data;
    };
    const mixed = 'the column y has dates, or numbers beside texts';
    expect(await of((rows) => void rows[3]!.splice(2, 1, '2.5'))).toEqual([
      { name: 'excel', from: 'frame', why: mixed },
    ]);
    const between = 'the sheet has rows that are passed over';
    expect(await of((rows) => void rows.splice(5, 0, []))).toEqual([{ name: 'excel', from: 'frame', why: between }]);
  });
});
