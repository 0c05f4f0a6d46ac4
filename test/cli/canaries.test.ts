/**
 * Canaries in every cell of confidential columns: whatever goes wrong, no stream, page, report or file that papermake writes beside the
 * results holds one. Each fault is a project of its own, made wrong in another way.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';

/** Values that nothing else looks like, in the forms in which they may be printed: cut, rounded, with separators. */
const CANARY = /ZQSEC|ZQ SEC|81[,. ’'_]?374|(?<!\d)8\.137|9{3}81374|7654321/i;

/** Where values lie by design (docs/security.md): results, records of runs, and what programs printed. */
const HOLDS_VALUES = /^\.papermake\/(blobs|failed-logs|traces)-v\d/;

const ROWS = 24;
const who = (i: number): string => `ZQSECRET${10 + (i >> 2)}`;
const income = (i: number): number => 8_137_461.25 + i * 3.5;

/** A panel of six confidential units in four years, with confidential incomes, and two open columns. */
const dataOf = (change: (line: string, i: number) => string = (line) => line): string =>
  `who,year,income,side,x,z,d\n${Array.from({ length: ROWS }, (_, i) =>
    change(
      `${who(i)},${2010 + (i % 4)},${income(i)},ZQSECside${(i >> 2) % 2},${(i * 37) % 11},${(i * 13) % 7},${Number((i * 5) % 3 > 0)}`,
      i,
    ),
  ).join('\n')}\n`;

interface Fault {
  readonly steps: string;
  readonly data?: string;
  readonly ingest?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** What the run says, so that the fault is the one that is meant. */
  readonly says: string | RegExp;
}

const pipelineOf = ({ steps, ingest = '' }: Fault): string => `papermake: 1
title: Canaries
variables:
  who: {confidential: true}
  income: {label: Income, confidential: true}
  side: {confidential: true}
samples: {}
steps:
  data: {kind: ingest, file: data.csv${ingest}}
${steps}
`;

const PANEL = ', panel: {unit: who, time: year}';
const models = (text: string, more = ''): string =>
  `  fits: {kind: models, from: data, columns: [{fit: "${text}"${more}}]}`;

const FAULTS: Readonly<Record<string, Fault>> = {
  'a negative weight': {
    steps: models('x ~ z', ', weights: income'),
    data: dataOf((line) => line.replace(',81374', ',-81374')),
    says: 'expected weights of 0 or more',
  },
  'a fractional frequency': {
    steps: models('x ~ z', ', weights: {frequency: income}'),
    says: 'expected frequency weights that are whole numbers',
  },
  'a negative count': {
    steps: models('income ~ z', ', estimator: poisson'),
    data: dataOf((line) => line.replace(',81374', ',-81374')),
    says: 'expected an outcome of 0 or more',
  },
  'an outcome that is not binary': {
    steps: models('income ~ z', ', estimator: logit'),
    says: 'expected an outcome of 0 and 1',
  },
  'a level that a sample misspells': {
    steps: models('x ~ z', `, sample: who == 'ZQSECERT11'`),
    says: /no row has `who` equal/,
  },
  'a level that derive misspells': {
    steps: '',
    ingest: `, derive: {y: "if(who == 'ZQSECERT11', 1, 0)"}`,
    says: /no row has `who` equal/,
  },
  'a level that a map misspells': {
    steps: '',
    ingest: ', map: {who: {ZQSECERT11: A}}',
    says: /no row has `who` equal/,
  },
  'units that are not whole': {
    steps: '  whole: {kind: balance, from: data}',
    ingest: PANEL,
    data: dataOf((line, i) => (i === 5 ? line.replace(/^[^,]+,\d+/, 'ZQSECRET11,2019') : line)),
    says: /whole|complete/,
  },
  'a command that prints rows and fails': {
    steps: '  mine: {kind: command, run: "cat data.csv; exit 3", files: [data.csv], outputs: {o.txt: file}}',
    says: 'ended with exit code 3',
  },
  'a command that reads a node, prints it and fails': {
    steps: '  mine: {kind: command, run: "cat d.csv >&2; exit 3", inputs: {d.csv: data}, outputs: {o.txt: file}}',
    says: 'ended with exit code 3',
  },
  'text among numbers': {
    steps: models('income ~ z'),
    data: dataOf((line, i) => (i === 4 ? line.replace(',81374', ',ZQSECRET 81374') : line)),
    says: 'cell of text',
  },
  'a thousand written with a comma': {
    steps: '',
    data: dataOf((line, i) => (i === 4 ? line.replace(/,81374\d\d/, ',81,374') : line)),
    says: 'another number of cells',
  },
  'two rows of one unit and year': {
    steps: '',
    ingest: PANEL,
    data: dataOf((line, i) => (i === 5 ? line.replace(/,20\d\d,/, ',2010,') : line)),
    says: 'duplicate panel key',
  },
  'a gap in a panel': {
    steps: '',
    ingest: PANEL,
    data: dataOf((line, i) => (i === 7 ? line.replace(/,20\d\d,/, ',2019,') : line)),
    says: 'gap',
  },
  'times that are text': { steps: '', ingest: ', panel: {unit: x, time: who}', says: /time/ },
  'a type that does not read the values': { steps: models('x ~ income'), ingest: ', types: {who: year}', says: /who/ },
  'a level that is not declared': {
    steps: '',
    ingest: ', types: {who: {levels: [A, B]}}',
    says: /who|levels/,
  },
  'a map to numbers that names not all': {
    steps: '',
    ingest: ', map: {who: {ZQSECRET10: 1}}',
    says: 'become no number',
  },
  'a reference that no row has': { steps: models('x ~ i(who, ref=Nobody)'), says: 'equal to the reference' },
  'a query that casts a text': {
    steps: '  asked: {kind: sql, inputs: {p: data}, query: "select who::int as n, year from p", order: [n, year]}',
    says: 'the query does not run',
  },
  'a query whose order leaves ties': {
    steps: '  asked: {kind: sql, inputs: {p: data}, query: "select who, income, x from p", order: [who]}',
    says: 'leaves open in which order',
  },
  'wide rows that repeat their id': {
    steps: '  wide: {kind: reshape, from: data, to: wide, columns: "x_{year}", id: who, keep: [side]}',
    says: /wide/,
  },
  'a treatment that ends': {
    steps: '  did: {kind: did, from: data, outcome: x, treatment: d, method: sun-abraham}',
    ingest: PANEL,
    says: /did/,
  },
  'a placebo of a treatment that is not 0 or 1': {
    steps:
      '  fits: {kind: models, from: data, fit: "x ~ income | who"}\n  fake: {kind: placebo, of: fits, treatment: income, reps: 9}',
    ingest: PANEL,
    says: /fake/,
  },
  'systems beyond 1': {
    steps: '  both: {kind: coupling, from: data, systems: [income, x], name: c}',
    says: /both/,
  },
  'places that are none': {
    steps: '  near: {kind: spatial_weights, from: data, at: [income, x], weights: knn, k: 2}',
    ingest: PANEL,
    says: /near/,
  },
  'a size beyond what can be squared': {
    steps: models('x ~ income | who'),
    data: dataOf((line, i) => (i === 4 ? line.replace(/,81374[\d.]+/, ',8.1374e307') : line)),
    says: /fits/,
  },
  'an integer of 22 digits': {
    steps: models('x ~ income'),
    data: dataOf((line, i) => (i > 3 ? line : line.replace(/,81374[\d.]+/, `,99981374123456789012${10 + i}`))),
    says: /income/,
  },
  'a broken JSON line': {
    steps: '',
    ingest: '',
    files: {
      'lines.jsonl': '{"who": "ZQSECRET10", "income": 8137461.25}\n{"who": "ZQSECRET11", "income": ZQSECRET8137461}\n',
    },
    says: 'expected a value',
  },
};

const made = new Set<Project>();
afterEach(() => {
  for (const project of made) project.dispose();
  made.clear();
});

function filesBelow(folder: string, at = ''): string[] {
  return readdirSync(join(folder, at)).flatMap((name) => {
    const path = at === '' ? name : `${at}/${name}`;
    return statSync(join(folder, path)).isDirectory() ? filesBelow(folder, path) : [path];
  });
}

/** What commands are called with; `NODE` is each node that there is. */
const COMMANDS: readonly (readonly string[])[] = [
  ['run'],
  ['run', '--json', '--force'],
  ['status'],
  ['status', '--json'],
  ['why', 'NODE'],
  ['why', 'NODE', '--json'],
  ['show', 'NODE'],
  ['show', 'NODE', '--json'],
  ['check'],
  ['check', '--json'],
  ['diff'],
  ['verify'],
  ['trials'],
  ['graph'],
  ['fsck'],
  ['report', 'plain.html'],
  ['report', 'data.html', '--data'],
  ['gc'],
];

const nodesOf = (steps: string): string[] => ['data', ...[...steps.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name!)];

describe('no canary is told of', () => {
  it.each(Object.entries(FAULTS))('%s', async (_, fault) => {
    const jsonl = fault.files?.['lines.jsonl'] !== undefined;
    const pipeline = pipelineOf(fault).replace('data.csv', jsonl ? 'lines.jsonl' : 'data.csv');
    const inputs = { 'pipeline.yaml': pipeline, 'data.csv': fault.data ?? dataOf(), ...fault.files };
    const one = new Project(inputs);
    made.add(one);
    const told: string[] = [];
    for (const command of COMMANDS)
      for (const node of command.includes('NODE') ? nodesOf(fault.steps) : ['']) {
        const args = command.map((each) => (each === 'NODE' ? node : each));
        const { stdout, stderr } = await one.run(...args);
        if (command[0] === 'run' && told.length === 0) expect(stdout + stderr).toMatch(fault.says);
        told.push(...leaks(args.join(' '), withoutPipeline(stdout + stderr, pipeline)));
      }
    for (const path of filesBelow(one.root))
      if (!(path in inputs) && !HOLDS_VALUES.test(path))
        told.push(...leaks(path, withoutPipeline(readFileSync(one.path(path), 'latin1'), pipeline)));
    expect(told).toEqual([]);
  });
});

it('what a program printed is told on the terminal where nothing is confidential, and in no report', async () => {
  const fault = FAULTS['a command that prints rows and fails']!;
  const open = pipelineOf(fault).replaceAll('confidential: true', 'confidential: false');
  const one = new Project({ 'pipeline.yaml': open, 'data.csv': dataOf() });
  made.add(one);
  expect((await one.run('run')).stderr).toMatch(CANARY);
  for (const args of [['plain.html'], ['printed.html', '--data']]) {
    await one.run('report', ...args);
    const [, paper] = /id="paper">([^<]*)</.exec(one.read(args[0]!))!;
    const { details } = JSON.parse(paper!) as { details: Record<string, { failure: unknown; log: string }> };
    expect(JSON.stringify(details.mine!.failure)).toContain('ended with exit code 3');
    expect(leaks(args.join(' '), JSON.stringify(details.mine))).toEqual([]);
  }
});

/** What the author wrote in the pipeline is no secret of the data. */
function withoutPipeline(text: string, pipeline: string): string {
  const said = new Set(pipeline.match(/[\w.]*(?:ZQSEC|81374)[\w.]*/g) ?? []);
  return [...said].reduce((left, each) => left.replaceAll(each, ''), text);
}

function leaks(where: string, text: string): string[] {
  const found = CANARY.exec(text);
  return found === null ? [] : [`${where}: ${text.slice(Math.max(0, found.index - 100), found.index + 60)}`];
}
