/** Files as programs and yearbooks write them: read with declared keys and no edit by hand; what is not declared is named with its key. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sum } from '../../../src/base/number/sum.ts';
import { readingOf } from '../../../src/frame/cells/readings.ts';
import type { Declaration } from '../../../src/frame/declared/declaration.ts';
import { load } from '../../../src/frame/ingest/load.ts';
import { readerFor } from '../../../src/frame/readers/registry.ts';
import { long } from '../../../src/frame/shape/long.ts';
import { xlsxOf } from '../../support/xlsx.ts';
import { derivation, errorsOf, values } from './support.ts';

const read = (bytes: Uint8Array, declaration: Declaration) => load(bytes, declaration, () => expect.fail());
const real = (name: string) => readFileSync(new URL(`./real/${name}`, import.meta.url));

function hasForeign(): boolean {
  try {
    execFileSync('Rscript', ['-e', 'stopifnot(requireNamespace("foreign", quietly = TRUE))'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

interface Said {
  readonly rows: number;
  readonly columns: readonly {
    readonly name: string;
    readonly factor: boolean;
    readonly missing: number;
    readonly sum: number | null;
    readonly levels: readonly string[];
    readonly first: string;
  }[];
}

describe.runIf(hasForeign())('data sets of R', () => {
  const folder = mkdtempSync(join(tmpdir(), 'papermake-r-'));
  let sets: Readonly<Record<string, Said>> = {};
  beforeAll(() => {
    const script = new URL('./real/datasets.R', import.meta.url).pathname;
    sets = JSON.parse(execFileSync('Rscript', [script, folder], { encoding: 'utf8' }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['csv', 'dta'])('are read as they are written: %s', (format) => {
    expect(Object.keys(sets).length).toBeGreaterThanOrEqual(10);
    for (const [set, { rows, columns }] of Object.entries(sets)) {
      const bytes = readFileSync(join(folder, `${set}.${format}`));
      const file = `${set}.${format}`;
      const names = readerFor(file)
        .header(bytes, {})
        .map(({ name }) => name)
        .filter((name) => name !== '');
      const factors = names.filter((_, k) => columns[k]!.factor);
      const { frame, warnings } = read(bytes, {
        file,
        types: Object.fromEntries(factors.map((name) => [name, 'category'])),
        ...(format === 'csv' ? { missing: ['NA'] } : {}),
      });
      // write.csv puts the rows' names first, in a column without one
      expect(warnings.map(({ code }) => code)).toEqual(format === 'csv' ? ['nameless-column'] : []);
      expect([set, frame.nrows, frame.names.length]).toEqual([set, rows, columns.length]);
      columns.forEach((said, k) => {
        const name = names[k]!;
        const place = `${file}: ${said.name}`;
        if (said.factor) {
          const { codes, levels } = frame.codes(name);
          expect([place, [...levels].sort(), values(frame, name)[0]]).toEqual([
            place,
            [...said.levels].sort(),
            said.first,
          ]);
          expect([place, codes.filter((code) => code < 0).length]).toEqual([place, said.missing]);
        } else {
          const numbers = frame.numbers(name);
          const there = numbers.filter((value) => !Number.isNaN(value));
          expect([place, numbers.length - there.length]).toEqual([place, said.missing]);
          expect([place, Math.abs(sum(there) - said.sum!) <= 1e-9 * Math.abs(said.sum!)]).toEqual([place, true]);
        }
      });
    }
  });

  it('say where `NA` stands among numbers', () => {
    const bytes = readFileSync(join(folder, 'airquality.csv'));
    const errors = errorsOf(() => read(bytes, { file: 'airquality.csv' }));
    expect(errors.map(({ column }) => column)).toEqual(['Ozone', 'Solar.R']);
    expect(errors[0]).toMatchObject({ row: 6, hint: expect.stringContaining('`missing: [NA]`') });
  });
});

/** A declaration by which a file is read, and for each of its keys what names it where it is left out. */
interface Case {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly declared: Partial<Declaration>;
  readonly expected: Readonly<Record<string, readonly string[]>>;
  readonly undeclared: readonly (readonly [keys: readonly (keyof Declaration)[], told: RegExp])[];
}

const cases: Readonly<Record<string, Case>> = {
  'a yearbook’s sheet in GB18030, with titles, units and source lines': {
    file: 'yearbook.csv',
    bytes: real('yearbook-gb18030.csv'),
    declared: {
      header: [3, 4],
      footer: '数据来源',
      missing: ['…'],
      rename: {
        '地  区': 'province',
        '地区生产总值_（亿元）': 'gdp',
        地区生产总值_增长率: 'growth',
        '年末人口_（万人）': 'pop',
        '人均_（元）': 'per_head',
      },
      types: { gdp: 'number(thousands)', growth: 'percent', per_head: 'number(thousands)' },
      map: { province: { '北 京': '北京', '天 津': '天津', '河 北': '河北', '西 藏': '西藏' } },
    },
    expected: {
      province: ['北京', '天津', '河北', '西藏'],
      gdp: ['40269.6', '15695', '40391.3', '2080.2'],
      growth: ['0.085', '0.066', '0.065', '0.067'],
      pop: ['2189', '1373', '7448', '366'],
      per_head: ['183980', '113732', '54172', ''],
    },
    undeclared: [
      [['header', 'rename', 'types', 'map'], /`header: \[3, 4\]` takes the names from there/],
      [['footer'], /`footer: /],
      [['missing'], /…/],
      [['types'], /types: \{gdp: number\(thousands\)\}.*types: \{growth: percent\}.*per_head/s],
    ],
  },
  'an export of CSMAR, with three rows of names': {
    file: 'FI_T5.csv',
    bytes: real('csmar.csv'),
    declared: {
      skip: [2, 3],
      types: { Accper: 'date' },
      not_missing: { Indcd: ['-'] },
      derive: [derivation('year', 'year(Accper)')],
      panel: { unit: 'Stkcd', time: 'year' },
    },
    expected: {
      Stkcd: ['000001', '000001', '000002', '000002', '600000'],
      year: ['2019', '2020', '2019', '2020', '2019'],
      B001101000: ['137958000000', '153542000000', '367893877538.94', '419111677714.12', '190688000000'],
      F050201B: ['0.0908', '0.0798', '', '0.1819', '0.1055'],
      Indcd: ['J66', 'J66', 'K70', 'K70', '-'],
    },
    undeclared: [
      [['skip', 'types', 'derive', 'panel'], /`skip: |营业收入/],
      [['not_missing', 'panel', 'derive', 'types'], /`not_missing: \{Indcd: \["-"\]\}` keeps/],
    ],
  },
  'a workbook with merged headers': {
    file: 'book.xlsx',
    bytes: xlsxOf(
      { name: '说明', rows: [['目录']] },
      {
        name: '表1',
        rows: [
          ['表1 工业', null, null, null],
          ['地区', '产值', null, '备注'],
          [null, '2021', '2022', null],
          ['北京', '1,234', '1,301', null],
          ['上海', '2,345', '—', 'x'],
          ['数据来源：统计局', null, null, null],
        ],
        merged: ['A1:D1', 'A2:A3', 'B2:C2', 'D2:D3'],
      },
    ),
    declared: {
      sheet: '表1',
      header: [2, 3],
      footer: 1,
      missing: ['—'],
      types: { 产值_2021: 'number(thousands)', 产值_2022: 'number(thousands)' },
    },
    expected: { 地区: ['北京', '上海'], 产值_2021: ['1234', '2345'], 产值_2022: ['1301', ''], 备注: ['', 'x'] },
    undeclared: [
      [['types'], /types: \{产值_2021: number\(thousands\)\}/],
      [['missing'], /missing: \[[^\]]*—/],
    ],
  },
};

/** All that is told of a file: by its header, and by whoever reads its columns, levels included. */
function toldOf(bytes: Uint8Array, declaration: Declaration): string {
  const errors = [
    () => void readerFor(declaration.file).header(bytes, declaration),
    () => {
      const { frame } = read(bytes, declaration);
      for (const name of frame.names) if (frame.column(name).type === 'string') return frame;
      return frame;
    },
  ].flatMap((work) => {
    try {
      return errorsOf(work);
    } catch {
      return [];
    }
  });
  const doubts: string[] = [];
  try {
    const { frame } = read(bytes, declaration);
    for (const name of frame.names) {
      try {
        doubts.push(frame.codes(name).refusal?.hint ?? '');
      } catch {
        // told above
      }
    }
  } catch {
    // told above
  }
  return [...errors.map(({ message, hint }) => `${message}\n${hint ?? ''}`), ...doubts].join('\n');
}

describe.each(Object.entries(cases))('%s', (_, { file, bytes, declared, expected, undeclared }) => {
  it('is read with declared keys', () => {
    for (const type of Object.values(declared.types ?? {})) expect(readingOf(type)).toBeDefined();
    const { frame } = read(bytes, { file, ...declared });
    for (const [name, texts] of Object.entries(expected)) expect([name, values(frame, name)]).toEqual([name, texts]);
    for (const name of Object.keys(expected)) expect(frame.codes(name).refusal).toBeUndefined();
  });

  it.each(undeclared)('names %s where it is left out', (keys, told) => {
    const rest = Object.fromEntries(
      Object.entries(declared).filter(([key]) => !keys.includes(key as keyof Declaration)),
    );
    expect(toldOf(bytes, { file, ...rest })).toMatch(told);
  });
});

it('a wide table of a yearbook becomes rows of a year', () => {
  const { frame } = read(real('wide.csv'), {
    file: 'wide.csv',
    header: [2],
    footer: '数据来源',
    rename: { 地区: 'province' },
  });
  const made = long(frame, new Map(), {
    stubs: [{ value: 'gdp', before: '', after: '年' }],
    name: 'year',
    type: 'number',
    id: ['province'],
    keep: null,
    dropMissing: false,
    panel: { unit: 'province', time: 'year' },
  }).frame;
  expect(values(made, 'year').slice(0, 4)).toEqual(['2019', '2020', '2021', '2022']);
  expect(values(made, 'province')[7]).toBe('天津市');
  expect(values(made, 'gdp')).toEqual([
    '35445.1',
    '35943.3',
    '40269.6',
    '41610.9',
    '14055.5',
    '14008',
    '15695',
    '16311.3',
  ]);
});
