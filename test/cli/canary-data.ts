/** Faults of data files, of what is made of their columns, and of programs, around confidential values. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Column, TextBuilder } from '../../src/frame/column.ts';
import { Frame } from '../../src/frame/frame.ts';
import { dtaFile } from '../../steps/lib/bridge/dta.ts';
import { xlsxOf } from '../support/xlsx.ts';
import { dataOf, type Fault, income, models, PANEL, ROWS, who, withColumns } from './canary-faults.ts';

const row = (i: number): (string | number)[] => [who(i), 2010 + (i % 4), income(i), 'ZQSECside', i % 5];
const HEADER = ['who', 'year', 'income', 'side', 'x'];

/** A workbook in which a text stands among incomes. */
const workbook = xlsxOf({
  name: 'Data',
  rows: [
    HEADER,
    ...Array.from({ length: ROWS }, (_, i) => row(i).map((cell, j) => (i === 4 && j === 2 ? 'ZQSECRET n/k' : cell))),
  ],
});

/** A file of Stata whose units are labelled numbers, two rows of one of which are of one year. */
function stata(): Uint8Array {
  const units = new TextBuilder(ROWS);
  for (let i = 0; i < ROWS; i++) units.set(i, who(i));
  const numbers = (value: (i: number) => number): Column => ({
    type: 'number',
    values: Float64Array.from({ length: ROWS }, (_, i) => value(i)),
  });
  return dtaFile(
    Frame.of(
      new Map<string, Column>([
        ['who', units.finish()],
        ['year', numbers((i) => 2010 + (i === 5 ? 0 : i % 4))],
        ['income', numbers(income)],
        ['side', numbers((i) => i % 2)],
        ['x', numbers((i) => i % 5)],
      ]),
      ROWS,
    ),
  );
}

/** A file of Parquet in which two rows of one unit are of one year. */
async function parquet(): Promise<Uint8Array> {
  const folder = mkdtempSync(path.join(tmpdir(), 'papermake-canary-'));
  const file = path.join(folder, 'data.parquet');
  const rows = Array.from(
    { length: ROWS },
    (_, i) => `('${who(i)}', ${2010 + (i === 5 ? 0 : i % 4)}, ${income(i)}, ${i % 5})`,
  );
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`copy (from (values ${rows.join(', ')}) t(who, year, income, x)) to '${file}' (format parquet)`);
  const bytes = readFileSync(file);
  rmSync(folder, { recursive: true });
  return bytes;
}

const ownKind = (body: string): string => `import { aside, datum, defineStep, readFrame, Type } from 'papermake/step';
export default defineStep({
  name: 'mine',
  summary: 's',
  params: Type.Object({ from: Type.String() }),
  reads: ({ from }) => ({ data: { from, columns: ['income', 'who'] } }),
  run(context) {
    const frame = readFrame(context.artifact('data'));
    const income = frame.numbers('income')[0]!;
    const { levels } = frame.codes('who');
    ${body}
    return { n: 1 };
  },
});
`;

export const DATA_FAULTS: Readonly<Record<string, Fault>> = {
  'texts that are no dates': {
    steps: models('x ~ i(who)'),
    ingest: ', types: {who: date}',
    code: 'bad-date',
    says: 'hold no date',
  },
  'a level that is not among those of its variable': {
    steps: models('x ~ i(grade)'),
    ingest: ', types: {grade: category}',
    variables: '  grade: {levels: [A, B], confidential: true}\n',
    data: withColumns({ grade: (i) => (i === 3 ? 'ZQSECgrade' : 'A') }),
    code: 'undeclared-level',
    says: 'not among its declared levels',
  },
  'blanks around a level': {
    steps: models('x ~ i(side)'),
    data: withColumns({ side: (i) => (i % 3 === 0 ? ' ZQSECside' : 'ZQSECside') }),
    code: 'blanks-left-out',
    says: 'by which they equal others',
    names: true,
  },
  'a title above the names': {
    steps: '',
    data: `Incomes of ZQSECRET10,,,\n${dataOf()}`,
    code: 'title-row',
    says: 'row 1 names 1 of 7 columns',
  },
  'a note below the data': {
    steps: '',
    data: `${dataOf()}Source: ZQSEC bureau,,,,,,\n`,
    code: 'note-row',
    says: 'holds a note and no data',
  },
  'text where numbers are expected': { steps: models('x ~ who'), code: 'text-column', says: '`who` holds text' },
  'a text that reads like a missing value': {
    steps: models('x ~ i(side)'),
    data: withColumns({ side: (i) => (i === 3 ? '-' : `ZQSECside${i % 2}`) }),
    code: 'doubtful-levels',
    says: 'the levels of `side` are in doubt',
  },
  'types that differ between files': {
    steps: '',
    file: 'parts/*.csv',
    files: {
      'parts/a.csv': 'who,income\nZQSECRET10,8137461.25\n',
      'parts/b.csv': 'who,income\nZQSECRET11,ZQSECnone\n',
    },
    code: 'column-types',
    says: '`income`',
  },
  'a logarithm of what is negative': {
    steps: '',
    ingest: ', derive: {y: log(income - 8137500)}',
    code: 'undefined-values',
    says: 'is not defined in',
  },
  'a text among the numbers of a workbook': {
    steps: models('x ~ income'),
    file: 'data.xlsx',
    files: { 'data.xlsx': workbook },
    code: 'text-in-number',
    says: 'cell of text',
  },
  'two rows of one unit and year in a file of Stata': {
    steps: '',
    file: 'data.dta',
    files: { 'data.dta': stata() },
    ingest: PANEL,
    code: 'duplicate-panel-key',
    says: '(who, year) in row',
  },
  'two rows of one unit and year in Parquet': {
    steps: '',
    file: 'data.parquet',
    files: { 'data.parquet': await parquet() },
    ingest: PANEL,
    code: 'duplicate-panel-key',
    says: '(who, year) in row',
  },
  'a member that a JSON line has twice': {
    steps: '',
    file: 'lines.jsonl',
    files: { 'lines.jsonl': '{"who": "ZQSECRET10", "who": "ZQSECRET11", "income": 8137461.25}\n' },
    code: 'duplicate-member',
    says: 'has `who` twice',
  },
  'a number of JSON beyond what a number holds': {
    steps: models('x ~ income'),
    file: 'lines.jsonl',
    files: { 'lines.jsonl': '{"who": "ZQSECRET10", "income": 81374e999, "x": 1}\n' },
    code: 'bad-json',
    says: 'is beyond what a number holds',
  },
  'a merge whose keys repeat': {
    steps:
      '  two: {kind: ingest, file: data.csv, merge: [{from: other, on: [who], how: "1:1"}]}\n  other: {kind: ingest, file: other.csv}',
    files: { 'other.csv': 'who,more\nZQSECRET10,1\nZQSECRET10,2\n' },
    code: 'merge-duplicates',
    says: 'a key of the merge (who)',
  },
  'a merge that leaves rows unmatched': {
    steps:
      '  two: {kind: ingest, file: data.csv, merge: [{from: other, on: [who], how: "m:1", unmatched: error}]}\n  other: {kind: ingest, file: other.csv}',
    files: { 'other.csv': 'who,more\nZQSECRET10,1\nZQSECRET99,2\n' },
    code: 'merge-unmatched',
    says: /without a match in `other`/,
  },
  'a map that names a value twice': {
    steps: models('x ~ i(who)'),
    file: 'data.dta',
    files: { 'data.dta': stata() },
    ingest: ', map: {who: {ZQSECRET10: A, "1": B}}',
    code: 'named-twice',
    says: 'twice',
  },
  'wide rows that repeat their id': {
    steps: '  wide: {kind: reshape, from: data, to: wide, columns: "x{side}", name: side, values: x, id: who}',
    code: 'repeated-id',
    says: '(who, side)',
    names: true,
  },
  'what varies within the id of wide rows': {
    steps:
      '  wide: {kind: reshape, from: data, to: wide, columns: "x{year}", name: year, values: x, id: who, keep: [income]}',
    code: 'varies-within-id',
    says: '`income` has several values within (who)',
  },
  'a placebo of a treatment that is not 0 or 1': {
    ingest: PANEL,
    steps:
      '  fits: {kind: models, from: data, fit: "x ~ income | who"}\n  fake: {kind: placebo, base: fits, treatment: income, permute: units, draws: 9}',
    code: 'not-binary',
    says: /income/,
  },
  'a confidential column under another name': {
    steps: models('x ~ z', ', weights: pay'),
    ingest: ', rename: {income: pay}, derive: {paid: -pay}',
    data: dataOf((line) => line.replace(',81374', ',-81374')),
    code: 'negative-weights',
    says: 'got `pay` below 0',
  },
  'what is derived of a confidential column': {
    steps: models('x ~ z', ', weights: lost'),
    ingest: ', derive: {lost: -income}',
    code: 'negative-weights',
    says: 'got `lost` below 0',
  },
  'groups of one, and their maximum': {
    steps: `  tops: {kind: collapse, from: data, by: [who, year], columns: {top: max(income), x: mean(x)}}
  fits: {kind: models, from: tops, fit: x ~ top, weights: {frequency: top}}`,
    code: 'fractional-frequency',
    says: 'that are whole numbers, got `top`',
  },
  'a confidential column that is merged': {
    steps: `  other: {kind: ingest, file: other.csv, merge: [{from: data, on: [z], how: "1:m", columns: [income]}], derive: {u: -income}}
  fits: {kind: models, from: other, fit: m ~ z, weights: u}`,
    files: { 'other.csv': 'z,m\n0,1\n1,2\n2,2\n3,1\n4,0\n5,3\n6,4\n' },
    code: 'negative-weights',
    says: 'got `u` below 0',
  },
  'confidential columns that are made long': {
    steps: `  long: {kind: reshape, from: data, to: long, columns: "pay{part}", name: part, values: amount, id: [who, year], keep: [x]}
  fits: {kind: models, from: long, fit: amount ~ x, estimator: logit}`,
    also: ['pay1', 'pay2'],
    data: withColumns({ pay1: income, pay2: (i) => -income(i) }),
    code: 'not-binary',
    says: 'got `amount` at other values',
  },
  'a claim about a confidential column': {
    steps: '  about: {kind: describe, from: data, variables: [x]}',
    below: 'claims:\n  inside: about.x.mean in range(data.income)\n',
    code: null,
    says: 'values of `income` break it, which are not shown',
  },
  'a map without the shapes of its units': {
    ingest: PANEL,
    steps:
      '  where: {kind: figure, plot: map, from: data, variables: [x], unit: who, shapes: shapes.json, sample: year == 2010}',
    files: {
      'shapes.json':
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Nowhere"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}',
    },
    code: 'no-shapes',
    says: 'no unit of `who` has a shape',
  },
  'a group of a histogram without a value': {
    data: withColumns({ x: (i) => ((i >> 2) % 2 === 0 ? i : '') }),
    steps: '  shown: {kind: figure, plot: histogram, from: data, variables: [x], by: side}',
    code: 'empty-group',
    says: 'left out, without a value',
    prints: true,
  },
  'a map of units with several values': {
    ingest: PANEL,
    steps: '  where: {kind: figure, plot: map, from: data, variables: [x], unit: who, shapes: shapes.json}',
    files: {
      'shapes.json':
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"ZQSECRET10"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}',
    },
    code: 'several-values',
    says: '`…` has several values of `x`',
  },
  'a side of a boundary that is neither 1 nor 0': {
    steps: '  near: {kind: boundary_distance, from: data, file: border.geojson, at: [x, z], treated: income}',
    files: { 'border.geojson': '{"type":"LineString","coordinates":[[0,0],[1,5]]}' },
    code: 'bad-treatment',
    says: 'expected 1 in treated rows and 0 in others, got …',
  },
  'a fit of a command that is none': {
    steps: '  mine: {kind: command, run: "cp data.csv fit.json", files: [data.csv], outputs: {fit.json: fit}}',
    code: 'bad-fit',
    says: 'is no JSON',
  },
  'a kind of one’s own that marks values': {
    steps: '  mine: {kind: mine, from: data}',
    files: {
      'steps/mine.ts': ownKind(
        "context.note('the first is ' + datum('who', levels[0]!));\n" +
          "    const such = aside('who', ', such as ' + levels[0]);\n" +
          "    context.fail({ code: 'too-rich', message: 'got ' + datum('income', income) + ' of `income`' + such, param: 'from' });",
      ),
    },
    code: 'too-rich',
    says: 'got … of `income`',
  },
  'a kind of one’s own that throws': {
    steps: '  mine: {kind: mine, from: data}',
    files: { 'steps/mine.ts': ownKind("throw new Error('got ' + income + ' of ' + levels[0]);") },
    code: 'internal-error',
    says: 'threw in `mine`; `papermake show --log mine` shows what',
  },
};

/** Asked for its version, it answers; otherwise it lists rows and stops, as Stata does. */
const STATA = `#!/bin/sh
if [ "$3" = ask.do ]; then printf '. display\\nStata 18 MP\\n' > ask.log
else printf '. list\\nZQSECRET10 8137461\\nvariable ZQSECRET10 not found\\nr(111);\\n' > run.log; fi
`;

const PYTHON = '/usr/bin/python3';

export const LANGUAGE_FAULTS: Readonly<Record<string, Fault>> = {
  'a call of Stata that lists rows and stops': {
    steps: '  s: {kind: stata, from: data, columns: [x, z], program: PROGRAM, call: "regress x z"}',
    program: STATA,
    code: 'call-failed',
    says: 'Stata stopped',
  },
  ...(existsSync('/usr/bin/Rscript')
    ? {
        'a call of R that stops with a value': {
          steps:
            '  r: {kind: r, from: data, columns: [x, who, income], call: "stop(paste(data$who[1], data$income[1]))"}',
          code: 'call-failed',
          says: 'R stopped in the call',
        },
        'a call of R that warns with a value': {
          steps:
            '  r: {kind: r, from: data, columns: [x, z, income], call: "warning(paste(data$income[1])); lm(x ~ z, data)"}',
          code: 'call-warning',
          says: 'R warns',
        },
        'draws of R that are called by values': {
          steps:
            '  r: {kind: r, from: data, columns: [x, who], draws: {number: 100, seed: 1, call: "setNames(1, data$who[if (draw > 50) 1 else 24])"}}',
          code: 'other-names',
          says: 'draws give numbers of different names',
          names: true,
        },
        'a call of R that calls a value': {
          steps:
            '  r: {kind: r, from: data, columns: [x, who], call: "warning(data$who[2]); match.fun(as.character(data$who[1]))()"}',
          code: 'call-failed',
          says: 'R stopped in the call',
        },
      }
    : {}),
  ...(spawnSync(PYTHON, ['-c', 'import pandas']).status === 0
    ? {
        'a call of Python that stops with a value': {
          steps: `  p: {kind: python, from: data, columns: [x, who, income], program: ${PYTHON}, call: "int(data.who.iloc[0])"}`,
          code: 'call-failed',
          says: 'Python stopped in the call',
        },
      }
    : {}),
};
