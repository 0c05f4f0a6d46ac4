/** One paper in English and in Chinese, with something for every part of the page: tables, a figure, claims, a comparison, a warning, and two runs. */

import type { Project, Running } from '../cli/harness.ts';
import { HEADER, paper, ROWS } from '../cli/paper.ts';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

const WORDS = {
  en: {
    title: 'A small paper',
    effects: 'Effects',
    data: 'The data',
    results: 'Results',
    trend: 'Outcome by year',
    of: 'Outcome',
  },
  zh: { title: '一篇短文', effects: '效应', data: '数据', results: '回归结果', trend: '各年产出', of: '产出' },
} as const;

const pipeline = (language: Language): string => {
  const { title, data, results, trend, effects } = WORDS[language];
  return `papermake: 1
title: ${title}
variables:
  y: {label: Outcome, zh: 产出}
  x: {label: Treatment, zh: 处理}
  z: {label: Control, zh: 控制变量}
  unit: {label: Unit, zh: 个体}
defaults:
  models: {vcov: cluster(unit)}
  report: {lang: ${language}}
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  about: {kind: describe, from: panel, variables: [y, x, z, w]}
  plain:
    kind: models
    from: panel
    columns:
      - {id: one, fit: y ~ x, header: OLS}
      - {id: two, fit: y ~ x + z, header: OLS}
      - {id: three, fit: y ~ x + z + w, header: OLS}
      - {id: within, fit: y ~ x + z | unit, header: FE}
      - {id: both, fit: y ~ x + z | unit + year, header: FE}
  drawn: {kind: figure, plot: trends, from: panel, x: year, y: y, formats: [svg], lang: ${language}, caption: ${trend}}
  held: {kind: compare, tables: {main: {published: data/published.csv, with: plain}}}
  doubled: {kind: double, from: plain.one}
  tables:
    kind: report
    tables:
      about: {from: about, caption: ${data}}
      main: {from: plain, caption: ${results}, outcome: row}
      effects: {from: [plain.one, plain.within], caption: ${effects}, keep: [x]}
claims:
  holds: {claim: plain.one.x > 0, text: ${title}}
  fails: {claim: plain.two.x > 9}
`;
};

const PUBLISHED = 'term,(1),(2),(3),(4),(5)\nx,1.000***,-2.000,1.9,2.0,2.0\n';

/** Gives the same data with the treatment the other way round, so that its coefficients have another sign. */
const turned = (): string =>
  [
    HEADER,
    ...ROWS.map((row) => {
      const cells = row.split(',');
      cells[4] = (1 - Number(cells[4])).toFixed(3);
      return cells.join(',');
    }),
    '',
  ].join('\n');

/** Texts of the pipeline and what takes their place; names of files and their texts. */
export type Edits = Readonly<Record<string, string>>;

export interface Viewed {
  readonly project: Project;
  readonly view: Running;
  readonly address: string;
}

/** The paper, with edits of its pipeline and further files, beside folders to compare with, after two runs, of which the second turned the first claim false, with a step that is stale. */
export async function viewed(
  language: Language,
  edits: Edits = {},
  files: Edits = {},
  folders: readonly string[] = [],
): Promise<Viewed> {
  const text = Object.entries(edits).reduce((before, [from, to]) => before.replace(from, to), pipeline(language));
  const project = paper({ 'pipeline.yaml': text, 'data/published.csv': PUBLISHED, ...files });
  await project.run();
  project.write('data/panel.csv', turned());
  await project.run();
  project.edit('pipeline.yaml', `effects: {from: [plain.one, plain.within]`, `effects: {from: [plain.one, plain.both]`);
  const view = project.start('view', ...folders);
  await view.until('Ctrl-C ends it');
  return { project, view, address: /http:\S+/.exec(view.seen())![0] };
}

export async function closeViewed({ project, view }: Viewed): Promise<void> {
  view.child.kill('SIGINT');
  await view.ended;
  project.dispose();
}

/** Every view of the page; nodes of every type of result. */
export const PLACES = [
  'results',
  'nodes',
  'nodes/panel',
  'nodes/plain.one',
  'nodes/about',
  'nodes/held',
  'nodes/drawn',
  'nodes/doubled',
  'nodes/tables.main',
  'nodes/claims.fails',
  'claims',
  'published',
  'moved',
] as const;
