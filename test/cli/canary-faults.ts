/** Projects that are wrong, each in another way, around values of confidential columns; all of their canaries look like nothing else. */
export const ROWS = 24;
export const who = (i: number): string => `ZQSECRET${10 + (i >> 2)}`;
export const income = (i: number): number => 8_137_461.25 + i * 3.5;

/** A panel of six confidential units in four years, with confidential incomes, and two open columns. */
export const dataOf = (change: (line: string, i: number) => string = (line) => line): string =>
  `who,year,income,side,x,z,d\n${Array.from({ length: ROWS }, (_, i) =>
    change(
      `${who(i)},${2010 + (i % 4)},${income(i)},ZQSECside${(i >> 2) % 2},${(i * 37) % 11},${(i * 13) % 7},${Number((i * 5) % 3 > 0)}`,
      i,
    ),
  ).join('\n')}\n`;

/** Columns of the panel, some of them other than they are in `dataOf`, or further ones. */
export function withColumns(columns: Readonly<Record<string, (i: number) => string | number>>): string {
  const all: Readonly<Record<string, (i: number) => string | number>> = {
    who,
    year: (i) => 2010 + (i % 4),
    income,
    side: (i) => `ZQSECside${(i >> 2) % 2}`,
    x: (i) => (i * 37) % 11,
    z: (i) => (i * 13) % 7,
    d: (i) => Number((i * 5) % 3 > 0),
    ...columns,
  };
  const rows = Array.from({ length: ROWS }, (_, i) => Object.values(all).map((cell) => cell(i)));
  return `${[Object.keys(all), ...rows].map((row) => row.join(',')).join('\n')}\n`;
}

export interface Fault {
  readonly steps: string;
  readonly data?: string;
  /** The data file, where it is no CSV. */
  readonly file?: string;
  readonly ingest?: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Source of a program, which stands at the path that `PROGRAM` means in the steps. */
  readonly program?: string;
  /** Further confidential columns. */
  readonly also?: readonly string[];
  /** Lines of `variables`. */
  readonly variables?: string;
  /** Sections behind the steps. */
  readonly below?: string;
  /** The code of the problem; null where what is told is none. */
  readonly code: string | null;
  /** What the run says, so that the fault is the one that is meant. */
  readonly says: string | RegExp;
  /** Whether levels name results, which `show`, pages and outputs show with these (docs/view.md): messages alone are looked at then. */
  readonly names?: boolean;
  /** Says whether the author prints values: `out/` holds them then, and `show` and reports with data show what prints them. */
  readonly prints?: boolean;
}

export const pipelineOf = ({
  steps,
  ingest = '',
  file = 'data.csv',
  also = [],
  variables = '',
  below = '',
}: Fault): string => `papermake: 1
title: Canaries
variables:
  who: {confidential: true}
  income: {label: Income, confidential: true}
  side: {confidential: true}
${also.map((name) => `  ${name}: {confidential: true}\n`).join('')}${variables}samples: {}
steps:
  data: {kind: ingest, file: ${file}${ingest}}
${steps}
${below}`;

export const PANEL = ', panel: {unit: who, time: year}';
export const models = (text: string, more = ''): string =>
  `  fits: {kind: models, from: data, columns: [{fit: "${text}"${more}}]}`;

export const FAULTS: Readonly<Record<string, Fault>> = {
  'a negative weight': {
    steps: models('x ~ z', ', weights: income'),
    data: dataOf((line) => line.replace(',81374', ',-81374')),
    code: 'negative-weights',
    says: 'expected weights of 0 or more',
  },
  'a fractional frequency': {
    steps: models('x ~ z', ', weights: {frequency: income}'),
    code: 'fractional-frequency',
    says: 'expected frequency weights that are whole numbers',
  },
  'a negative count': {
    steps: models('income ~ z', ', estimator: poisson'),
    data: dataOf((line) => line.replace(',81374', ',-81374')),
    code: 'negative-outcome',
    says: 'expected an outcome of 0 or more',
  },
  'an outcome that is not binary': {
    steps: models('income ~ z', ', estimator: logit'),
    code: 'not-binary',
    says: 'expected an outcome of 0 and 1',
  },
  'a level that a sample misspells': {
    steps: models('x ~ z', `, sample: who == 'ZQSECERT11'`),
    code: 'empty-sample',
    says: /no row has `who` equal/,
  },
  'a level that derive misspells': {
    steps: '',
    ingest: `, derive: {y: "if(who == 'ZQSECERT11', 1, 0)"}`,
    code: 'unmatched-literal',
    says: /no row has `who` equal/,
  },
  'a level that a map misspells': {
    steps: '',
    ingest: ', map: {who: {ZQSECERT11: A}}',
    code: 'unmatched-literal',
    says: /no row has `who` equal/,
  },
  'units that are not whole': {
    steps: '  whole: {kind: balance, from: data}',
    ingest: PANEL,
    data: dataOf((line, i) => (i === 5 ? line.replace(/^[^,]+,\d+/, 'ZQSECRET11,2019') : line)),
    code: 'no-balanced-part',
    says: /whole|complete/,
  },
  'a command that prints rows and fails': {
    steps: '  mine: {kind: command, run: "cat data.csv; exit 3", files: [data.csv], outputs: {o.txt: file}}',
    code: 'command-failed',
    says: 'ended with exit code 3',
  },
  'a command that reads a node, prints it and fails': {
    steps: '  mine: {kind: command, run: "cat d.csv >&2; exit 3", inputs: {d.csv: data}, outputs: {o.txt: file}}',
    code: 'command-failed',
    says: 'ended with exit code 3',
  },
  'text among numbers': {
    steps: models('income ~ z'),
    data: dataOf((line, i) => (i === 4 ? line.replace(',81374', ',ZQSECRET 81374') : line)),
    code: 'text-in-number',
    says: 'cell of text',
  },
  'a thousand written with a comma': {
    steps: '',
    data: dataOf((line, i) => (i === 4 ? line.replace(/,81374\d\d/, ',81,374') : line)),
    code: 'ragged-rows',
    says: 'another number of cells',
  },
  'two rows of one unit and year': {
    steps: '',
    ingest: PANEL,
    data: dataOf((line, i) => (i === 5 ? line.replace(/,20\d\d,/, ',2010,') : line)),
    code: 'duplicate-panel-key',
    says: 'duplicate panel key',
  },
  'a gap in a panel': {
    steps: '',
    ingest: PANEL,
    data: dataOf((line, i) => (i === 7 ? line.replace(/,20\d\d,/, ',2019,') : line)),
    code: 'panel-gaps',
    says: 'gap',
  },
  'times that are text': { steps: '', ingest: ', panel: {unit: x, time: who}', code: 'panel-time', says: /time/ },
  'a map to numbers that names not all': {
    steps: models('x ~ who'),
    ingest: ', map: {who: {ZQSECRET10: 1}}',
    code: 'unmapped-value',
    says: 'become no number',
  },
  'a reference that no row has': {
    steps: models('x ~ i(who, ref=Nobody)'),
    code: 'unknown-level',
    says: 'equal to the reference',
  },
  'a query that casts a text': {
    steps: '  asked: {kind: sql, inputs: {p: data}, query: "select who::int as n, year from p", order: [n, year]}',
    code: 'bad-query',
    says: 'the query does not run',
  },
  'a query whose order leaves ties': {
    steps: '  asked: {kind: sql, inputs: {p: data}, query: "select who, income, x from p", order: [who]}',
    code: 'unordered-rows',
    says: 'leaves open in which order',
  },
  'a treatment that ends': {
    steps: '  did: {kind: did, from: data, outcome: x, treatment: d, method: sun-abraham}',
    ingest: PANEL,
    code: 'not-absorbing',
    says: /did/,
  },
  'systems beyond 1': {
    steps: '  both: {kind: coupling, from: data, systems: [income, x], name: c}',
    code: 'outside-unit',
    says: /both/,
  },
  'a size beyond what can be squared': {
    steps: models('x ~ income | who'),
    data: dataOf((line, i) => (i === 4 ? line.replace(/,81374[\d.]+/, ',8.1374e307') : line)),
    code: 'value-out-of-range',
    says: /fits/,
  },
  'an integer of 22 digits': {
    steps: models('x ~ income'),
    data: dataOf((line, i) => (i > 3 ? line : line.replace(/,81374[\d.]+/, `,99981374123456789012${10 + i}`))),
    code: 'lost-digits',
    says: /income/,
  },
  'a broken JSON line': {
    steps: '',
    file: 'lines.jsonl',
    files: {
      'lines.jsonl': '{"who": "ZQSECRET10", "income": 8137461.25}\n{"who": "ZQSECRET11", "income": ZQSECRET8137461}\n',
    },
    code: 'bad-json',
    says: 'expected a value',
  },
};
