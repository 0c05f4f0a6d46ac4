/** Texts with a grammar of their own (formulas, conditions, covariances, claims, names of nodes), sound, mistaken and senseless. */
import fc from 'fast-check';

const NAMES = [
  'x',
  'y',
  'z',
  'w',
  'unit',
  'year',
  'region',
  '_cons',
  'nope',
  '中文',
  '__proto__',
  'constructor',
  'toString',
  '$controls',
  '$nope',
];
const NUMBERS = ['0', '1', '2', '3', '-1', '0.5', '1e308', '1e-308', '1e999', '9007199254740993', '.5', '5.', '007'];
const MARKS = [
  '+',
  '-',
  '*',
  '/',
  '^',
  ':',
  '~',
  '|',
  ',',
  '.',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '=',
  '!',
  '&',
  '#',
  '\\',
  '`',
  '$',
  '%',
  '@',
  '?',
  ';',
  '\n',
  '\t',
  '\0',
  ' ',
  '\ud800',
];
const WORDS = [
  'and',
  'or',
  'not',
  'in',
  'if(',
  'log(',
  'exp(',
  'sqrt(',
  'abs(',
  'min(',
  'max(',
  'missing(',
  'all(',
  'any(',
  'count(',
  'range(',
  'i(',
  'ref=',
  'L.',
  'L2.',
  'F.',
  'D.',
  'L1/3.',
  'csw(',
  'csw0(',
  'sw(',
  'sw0(',
  'mvsw(',
  'cluster(',
  'wild(',
  'dk(',
  'HC1',
  'iid',
  'robust',
  'shift(',
  'limit',
  'main',
  'fits',
  'about',
  'panel',
  'terms',
  'p',
  'se',
  'r2',
  'tests',
  'vcov',
  'true',
  '"North"',
  "'u1'",
  '{b}',
  '{se}',
  '{stars}',
];

const SOUND = {
  formula: [
    'y ~ x + z | unit',
    'y ~ x | unit + year',
    'y ~ x | unit^year',
    'y ~ x*z + x^2 - 1',
    'log(y) ~ L.x + i(year, ref=2011)',
    'y ~ csw0(x, z) + w | unit',
    'y ~ mvsw(x, z, w)',
    'y ~ z | unit | x ~ L.x + w',
    'y ~ sw(x, z) | unit',
    'y ~ x:z + D.x + F.w + L2.z',
    'y ~ $controls + exp(x - z)',
    'y ~ x | z ~ w',
  ],
  condition: [
    'x > 0 and year != 2011',
    'region in ["North", "South"]',
    'not missing(x) or if(x > 1, x, 2) < 3',
    'year >= 2012',
    'abs(x - z) < 0.5 and (w > 0.1 or not (z < 0.3))',
    'unit == "u1"',
    'x ^ 2 > 0.1 and year not in [2010, 2011]',
  ],
  value: [
    'log(x + 1) / 2',
    '(x - z) ^ 2',
    'min(x, z, 3)',
    'if(region == "North", x, -z)',
    'sqrt(x) * exp(-w)',
    'x / z',
    'year - 2010',
  ],
  vcov: ['cluster(unit)', 'cluster(unit + year)', 'dk(2)', 'wild(unit)', 'HC3', 'iid', 'robust'],
  claim: [
    'fits.main.x > 0',
    'all(fits.*.x.p < 0.05)',
    'fits.main["x"].se < 1',
    'count(fits.*.x > 0) == 2',
    'fits.main.x in range(panel.x)',
    'about.x.mean > 0',
    'fits.main.r2 < 1 or missing(fits.main.r2)',
    'fits.main.terms.x.estimate > 0',
    'any(about.*.sd > 1)',
    'fits.main.n == 48 and fits.other.n == 48',
    'abs(fits.main.x - fits.other.x) < 2 * fits.main.x.se',
  ],
  term: ['x', 'L.x', 'x^2', 'log(x)', 'x:z', 'i(year)', '$controls', 'z', 'w', '_cons', 'D.x'],
  iv: ['x ~ L.x', 'x ~ w', 'x + z ~ L.x + w'],
  column: ['x', 'unit', 'year', 'region', 'z', 'w', 'unit + year', 'unit^year'],
  node: ['fits.main', 'fits.*', 'fits', 'panel', 'fits.other', 'fits["main"]', 'about'],
  cell: ['{b}{stars}\n({se})', '{b} [{lo}, {hi}]', '{t}', '{p}', '{ci}'],
  reading: ['number(thousands)', 'date', 'month', 'number(percent)', 'date(YYYY/MM/DD)'],
  path: ['data/*.csv', 'data/p?nel*.csv', 'data/**/{a,b}.csv'],
  wide: ['x{at}', '{at}年', 'gdp_{at}_b'],
  statistic: ['mean(x)', 'sum(x) / sum(z)', 'count(x > 1)', 'quantile(x, 0.9)'],
  query: [
    "select unit, year, x, x / z as q, sum(x) over (partition by unit order by year) as s from p where x > 0 and region like 'N%'",
    'with a as (select * from p) select a.*, (select max(x) from a) as m from a left join p on a.unit = p.unit -- all',
  ],
  hypothesis: ['x = 0', 'x = z', '2*x - z = 1, x = 0', 'i(year) = 0'],
  marked: ['N = {{pm fits.main.n}}, *p* < {{pm fits.main.x.p "0.05"}}', '\\pmval{fits.main.n}{48}'],
  word: [
    'North',
    'x',
    'utf-8',
    'gb18030',
    'limit',
    'shift(0.01)',
    'affine',
    'xtreg',
    'r2',
    'n',
    'controls',
    'Treatment',
    '(1)',
    'Treatment / (1)',
    '* / *',
    'data/panel.csv',
    'data/published.csv',
    'a.csv',
    'sub/a.txt',
    'sort --version',
    '0.5',
    'table.md.hbs',
    'A *long* title & 50 % of $x$',
    '007',
    ',',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
type Family = keyof typeof SOUND;

const token = fc.constantFrom(...NAMES, ...NUMBERS, ...MARKS, ...MARKS, ...WORDS);
const senseless = fc
  .tuple(fc.array(token, { minLength: 0, maxLength: 12 }), fc.constantFrom('', ' '))
  .map(([tokens, between]) => tokens.join(between));

/** Sound texts with tokens put in, left out, doubled or replaced. */
const mistaken = (sound: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...sound), fc.array(fc.tuple(fc.nat(), fc.nat(3), token), { maxLength: 3 }))
    .map(([text, edits]) => {
      const parts = text.match(/[\p{L}\p{N}_$]+|\s+|[^\p{L}\p{N}_$\s]/gu)!;
      for (const [place, how, put] of edits) {
        const i = place % (parts.length + 1);
        if (how === 0) parts.splice(i, 0, put);
        else if (how === 1) parts.splice(i, 1);
        else if (how === 2) parts.splice(i, 1, put);
        else parts.splice(i, 0, ...parts.slice(0, i));
      }
      return parts.join('');
    });

const textsOf = (family: Family) =>
  fc.oneof(
    { weight: 6, arbitrary: mistaken(SOUND[family]) },
    { weight: 1, arbitrary: mistaken(Object.values(SOUND).flat()) },
    { weight: 1, arbitrary: senseless },
  );

const H = `papermake: 1
sets: {controls: [z, w]}
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
`;
const FITS = `  fits: {kind: models, from: panel, columns: {main: {fit: y ~ x + z | unit}, other: {fit: y ~ x}}}
`;

const BASE = `${H}${FITS}`;
const models = (keys: string): string => `${H}  m: {kind: models, from: panel, ${keys}}\n`;
const edit = (keys: string): string => `${BASE}  m: {kind: robustness, base: fits.main, columns: {a: {${keys}}}}\n`;
const table = (keys: string): string => `${BASE}  t: {kind: report, tables: {t: {from: fits, ${keys}}}}\n`;
const ingest = (keys: string): string => `papermake: 1\nsteps:\n  a: {kind: ingest, file: data/panel.csv, ${keys}}\n`;
const command = (keys: string): string => `${H}  c: {kind: command, run: 'true', ${keys}}\n`;
const compare = (keys: string): string =>
  `${BASE}  c: {kind: compare, tables: {t: {published: data/published.csv, ${keys}}}}\n`;
const audit = (entry: string): string => `${BASE}  u: {kind: audit, of: [${entry}]}\n`;
const declared = (lines: string): string =>
  `papermake: 1\n${lines}\nsteps:\n${BASE.slice(BASE.indexOf('  panel'))}  t: {kind: report, tables: {t: {from: fits, indicate: [controls]}}}\n`;

/** Where a text can stand in a pipeline; given as YAML has it. */
const SLOTS: Readonly<Record<string, readonly [Family, (said: string) => string]>> = {
  fit: ['formula', (said) => models(`fit: ${said}`)],
  iv: ['iv', (said) => models(`fit: y ~ z | unit, iv: ${said}`)],
  sample: ['condition', (said) => models(`fit: y ~ x, sample: ${said}`)],
  exclude: ['condition', (said) => models(`fit: y ~ x, exclude: ${said}`)],
  derive: ['value', (said) => `${ingest(`derive: {q: ${said}}`)}  m: {kind: describe, from: a, variables: [q]}\n`],
  vcov: ['vcov', (said) => models(`fit: y ~ x | unit, vcov: ${said}`)],
  small: ['word', (said) => models(`fit: y ~ x | unit, small: ${said}`)],
  claim: ['claim', (said) => `${BASE}  about: {kind: describe, from: panel, variables: [x]}\nclaims: {c: ${said}}\n`],
  'claim name': ['word', (said) => `${BASE}claims: {${said}: fits.main.x > 0}\n`],
  describe: ['term', (said) => `${H}  m: {kind: describe, from: panel, variables: [${said}]}\n`],
  vif: ['term', (said) => `${H}  m: {kind: vif, from: panel, variables: [x, ${said}]}\n`],
  correlate: ['term', (said) => `${H}  m: {kind: correlate, from: panel, variables: [x, ${said}]}\n`],
  fe: ['column', (said) => edit(`fe: ${said}`)],
  add: ['term', (said) => edit(`add: ${said}`)],
  drop: ['term', (said) => edit(`drop: ${said}`)],
  swap: ['column', (said) => edit(`swap: {x: ${said}}`)],
  'swap of': ['term', (said) => edit(`swap: {${said}: w}`)],
  'winsorize by': ['column', (said) => edit(`winsorize: {at: [1, 99], by: ${said}}`)],
  'winsorize vars': ['term', (said) => edit(`winsorize: {at: [1, 99], vars: [${said}]}`)],
  'trim vars': ['term', (said) => edit(`trim: {at: [1, 99], stage: terms, vars: [${said}]}`)],
  split: ['column', (said) => edit(`split: ${said}`)],
  'u test': ['term', (said) => edit(`u_test: ${said}`)],
  'column base': ['node', (said) => edit(`base: ${said}`)],
  'column name': [
    'word',
    (said) =>
      `${H}  m: {kind: models, from: panel, columns: {${said}: {fit: y ~ x}, b: {fit: y ~ z}}}\n  t: {kind: report, tables: {t: {from: m}}}\n`,
  ],
  id: [
    'word',
    (said) =>
      `${H}  m: {kind: models, from: panel, columns: [{id: ${said}, fit: y ~ csw(x, z)}]}\n  t: {kind: report, tables: {t: {from: m}}}\n`,
  ],
  'step name': ['word', (said) => `${H}  ${said}: {kind: models, from: panel, fit: y ~ x}\n`],
  from: ['node', (said) => `${BASE}  m: {kind: models, from: ${said}, fit: y ~ x}\n`],
  'threshold fit': [
    'formula',
    (said) => `${H}  m: {kind: threshold, from: panel, fit: ${said}, 'on': z, slope: x, max: 1}\n`,
  ],
  'threshold on': [
    'term',
    (said) => `${BASE}  m: {kind: threshold, base: fits.main, 'on': ${said}, slope: x, max: 1}\n`,
  ],
  'threshold slope': [
    'term',
    (said) => `${BASE}  m: {kind: threshold, base: fits.main, 'on': z, slope: [${said}], max: 1}\n`,
  ],
  'index name': [
    'word',
    (said) =>
      `${H}  m: {kind: index, from: panel, name: ${said}, dimensions: {A: [x, z, w]}}\n  t: {kind: report, tables: {t: {from: m}}}\n`,
  ],
  dimension: [
    'word',
    (said) =>
      `${H}  m: {kind: index, from: panel, name: I, dimensions: {${said}: [x, z, w]}}\n  t: {kind: report, tables: {t: {from: m}}}\n`,
  ],
  indicator: ['column', (said) => `${H}  m: {kind: index, from: panel, name: I, dimensions: {A: [x, ${said}]}}\n`],
  direction: [
    'column',
    (said) =>
      `${H}  m: {kind: index, from: panel, name: I, dimensions: {A: [x, z, w]}, directions: {${said}: negative}}\n`,
  ],
  zero: ['word', (said) => `${H}  m: {kind: index, from: panel, name: I, dimensions: {A: [x, z, w]}, zero: ${said}}\n`],
  cell: ['cell', (said) => table(`cell: ${said}`)],
  order: ['term', (said) => table(`order: [${said}]`)],
  keep: ['term', (said) => table(`keep: ${said}`)],
  indicate: ['term', (said) => table(`indicate: {A: ${said}}`)],
  'indicate as': ['word', (said) => table(`indicate: {${said}: z}`)],
  rename: ['word', (said) => table(`rename: {x: ${said}}`)],
  'rename of': ['term', (said) => table(`rename: {${said}: A}`)],
  caption: ['word', (said) => table(`caption: ${said}, label: ${said}, notes: ${said}`)],
  header: ['word', (said) => table(`headers: {fits.main: ${said}}`)],
  'header of': ['node', (said) => table(`headers: {${said}: A}`)],
  stats: ['word', (said) => table(`stats: [n, ${said}]`)],
  digits: ['term', (said) => table(`digits: {${said}: 2}`)],
  template: ['word', (said) => table(`template: ${said}`)],
  'table name': ['word', (said) => `${BASE}  t: {kind: report, tables: {${said}: {from: fits}}}\n`],
  'table from': ['node', (said) => `${BASE}  t: {kind: report, tables: {t: {from: ${said}}}}\n`],
  file: ['word', (said) => `papermake: 1\nsteps:\n  a: {kind: ingest, file: ${said}}\n`],
  encoding: ['word', (said) => ingest(`encoding: ${said}`)],
  'rename column': ['column', (said) => ingest(`rename: {x: ${said}}`)],
  'column renamed': ['column', (said) => ingest(`rename: {${said}: q}`)],
  type: ['column', (said) => ingest(`types: {${said}: number}`)],
  missing: ['word', (said) => ingest(`missing: [${said}]`)],
  'keep column': ['column', (said) => ingest(`keep: [${said}, w]`)],
  delimiter: ['word', (said) => ingest(`delimiter: ${said}`)],
  'derived name': ['word', (said) => ingest(`derive: {${said}: x + 1}`)],
  'panel unit': ['column', (said) => ingest(`panel: {unit: ${said}, time: year}`)],
  'merge from': [
    'node',
    (said) =>
      `${BASE}  a: {kind: ingest, file: data/panel.csv, merge: [{from: ${said}, on: [unit, year], columns: [q]}]}\n`,
  ],
  'merge on': [
    'column',
    (said) => `${BASE}  a: {kind: ingest, file: data/panel.csv, merge: [{from: panel, on: [${said}]}]}\n`,
  ],
  'command files': ['word', (said) => command(`files: [${said}], outputs: {a.txt: file}`)],
  'command input': ['word', (said) => command(`inputs: {${said}: panel}, outputs: {a.txt: file}`)],
  'command input from': ['node', (said) => command(`inputs: {a.csv: ${said}}, outputs: {a.txt: file}`)],
  'command output': ['word', (said) => command(`outputs: {${said}: file}`)],
  'command env': ['word', (said) => command(`env: {${said}: ${said}}, outputs: {a.txt: file}`)],
  'command versions': ['word', (said) => command(`versions: [${said}], outputs: {a.txt: file}`)],
  published: ['word', (said) => `${BASE}  c: {kind: compare, tables: {t: {published: ${said}, with: fits.main}}}\n`],
  'compare with': ['node', (said) => compare(`with: ${said}`)],
  'compare rows': ['term', (said) => compare(`with: fits.main, rows: {Treatment: ${said}}`)],
  'compare row': ['word', (said) => compare(`with: fits.main, rows: {${said}: x}`)],
  'compare columns': ['node', (said) => compare(`columns: {(1): ${said}}`)],
  explain: ['word', (said) => compare(`with: fits.main, rows: {Treatment: x}, explain: {${said}: why}`)],
  'audit of': ['node', (said) => audit(said)],
  'audit outcome': ['column', (said) => audit(`{published: data/published.csv, outcome: ${said}, clusters: 8}`)],
  'audit r2': ['word', (said) => audit(`{published: data/published.csv, linear_r2: ${said}, test_df: 40}`)],
  label: ['word', (said) => declared(`variables: {x: {label: ${said}, unit: ${said}}}\nsets: {controls: [z]}`)],
  levels: [
    'word',
    (said) =>
      `papermake: 1\nvariables: {region: {levels: [${said}, North]}}\n${BASE.slice(BASE.indexOf('steps'))}  m: {kind: models, base: fits.main, split: region}\n`,
  ],
  variable: ['column', (said) => declared(`variables: {${said}: {label: A}}\nsets: {controls: [z]}`)],
  set: ['column', (said) => declared(`sets: {controls: [${said}]}`)],
  'set name': ['word', (said) => declared(`sets: {${said}: [x], controls: [z]}`)],
  'sample by name': ['word', (said) => declared(`samples: {${said}: x > 0}\nsets: {controls: [z]}`)],
  where: ['condition', (said) => ingest(`where: ${said}`)],
  footer: ['word', (said) => ingest(`footer: ${said}`)],
  reading: ['reading', (said) => ingest(`types: {x: ${said}}`)],
  'several files': ['path', (said) => `papermake: 1\nsteps:\n  a: {kind: ingest, file: ${said}}\n`],
  'wide columns': [
    'wide',
    (said) => `${H}  m: {kind: reshape, from: panel, to: long, columns: [${said}], name: at, id: unit}\n`,
  ],
  statistic: ['statistic', (said) => `${H}  m: {kind: collapse, from: panel, by: [region], columns: {q: ${said}}}\n`],
  query: ['query', (said) => `${H}  m: {kind: sql, inputs: {p: panel}, query: ${said}}\n`],
  hypothesis: ['hypothesis', (said) => models(`fit: y ~ x + z, tests: {t: ${said}}`)],
  number: ['claim', (said) => `${BASE}numbers: {q: ${said}}\n`],
  note: ['marked', (said) => table(`notes: [${said}]`)],
  'figure terms': ['term', (said) => `${BASE}  f: {kind: figure, plot: coefficients, from: fits, terms: [${said}]}\n`],
  title: ['word', (said) => declared(`title: ${said}\nsets: {controls: [z]}`)],
};

/** Every place: what is sound there, and the pipeline with a text in it. */
export const places = Object.entries(SLOTS).map(([name, [family, make]]) => ({
  name,
  sound: SOUND[family] as readonly string[],
  pipeline: (said: string): string => make(JSON.stringify(said)),
}));

/** A pipeline with a text at its place; `said` is the text, `place` where it stands. */
export const textPipelines = fc.oneof(
  ...Object.entries(SLOTS).map(([place, [family, make]]) =>
    textsOf(family).map((said) => ({ place, said, pipeline: make(JSON.stringify(said)) })),
  ),
);
