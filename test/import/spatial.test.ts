/** Spatial panels of do-files: weights that a file or the data in memory hold, and `xsmle`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/base/number/rng.ts';
import { readStata } from '../../src/import/stata/read.ts';
import { Project } from '../cli/harness.ts';
import { nowhere } from './nowhere.ts';

const host = {
  ...nowhere,
  columns: (path: string) => (path.includes('w') ? ['w1', 'w2', 'w3'] : ['id', 'year', 'y', 'x', 'z']),
};
const read = (lines: readonly string[]) => readStata(`${lines.join('\n')}\n`, host);
const stepsOf = (lines: readonly string[]): unknown[] =>
  read(lines).draft.steps.map(({ name, kind, keys }) => ({ name, kind, ...Object.fromEntries(keys) }));

const panel = ['use d.dta, clear', 'xtset id year'];
const model = 'xsmle y x z, wmat(W) model(sdm) fe type(ind) nolog effects';
const weights = (standardize: string, more: object = {}) => ({
  ...{ name: 'W', kind: 'spatial_weights', type: 'matrix', from: 'd' },
  ...{ matrix: { from: 'w', ...more }, standardize },
});
const spatial = { name: 'spatial', kind: 'spatial', from: 'd', fit: 'y ~ x + z', weights: 'W', model: 'sdm' };

describe('weights', () => {
  it.each([
    ['of a file', [...panel, 'spatwmat using "w.dta", name(W) standardize', model], weights('row')],
    ['of the data, by spmat', ['use w.dta', 'spmat dta W w1-w3, normalize(row)', ...panel, model], weights('row')],
    ['with names', ['use w.dta', 'spmat dta W w1 w2, id(w3)', ...panel, model], weights('none', { unit: 'w3' })],
    ['of the data, by mkmat', ['use w.dta', 'mkmat w1-w3, matrix(W)', ...panel, model], weights('none')],
  ])('%s', (_, lines, expected) => {
    const steps = stepsOf(lines);
    expect(steps).toContainEqual(expected);
    expect(steps).toContainEqual(spatial);
  });

  it('are one step for all models that read them', () => {
    const steps = stepsOf([...panel, 'spatwmat using w.dta, name(W)', model, model.replace('sdm', 'sar')]);
    expect(steps.filter((step) => (step as { kind: string }).kind === 'spatial_weights')).toHaveLength(1);
    expect(steps).toContainEqual({ ...spatial, name: 'spatial_2', model: 'sar' });
  });
});

describe('models', () => {
  it.each([
    ['xsmle y x, emat(W) model(sem) fe type(both)', { model: 'sem', effects: 'both' }],
    ['xsmle y x, wmat(W) fe type(ind, leeyu)', { model: 'sar', leeyu: true }],
    ['xsmle y x if year > 2, wmat(W) model(sdm) fe durbin(x)', { model: 'sdm', sample: 'year > 2' }],
  ])('%s', (line, keys) => {
    expect(stepsOf([...panel, 'spatwmat using w.dta, name(W)', line])).toContainEqual({
      ...{ name: 'spatial', kind: 'spatial', from: 'd', fit: 'y ~ x', weights: 'W', ...keys },
    });
  });

  it('says where xsmle stops before the maximum', () => {
    const { lines } = read([
      ...panel,
      'spatwmat using w.dta, name(W)',
      `${model} type(both)`.replace(' type(ind)', ''),
    ]);
    expect(lines.at(-1)!.notes.join()).toContain('before the maximum');
  });
});

it.each([
  'xsmle y x, wmat(W) model(sdm)',
  'xsmle y x, wmat(V) model(sdm) fe',
  'xsmle y x, wmat(W) model(sac) emat(W) fe',
  'xsmle y x, model(sar) fe',
  'xsmle y x, wmat(W) model(sem) fe',
  'xsmle y x z, wmat(W) model(sdm) fe durbin(x)',
  'xsmle y x, wmat(W) fe vce(cluster id)',
  'xsmle y x, wmat(W) fe robust',
  'xsmle y x, wmat(W) fe type(all)',
  'xsmle y x, wmat(W) fe dlag(1)',
  'xsmle y, wmat(W) fe',
  'spmat idistance W x z, id(id)',
  'spmat dta W y, normalize(row)',
  'spatwmat, name(W) xcoord(x) ycoord(z) band(0 5)',
  'mkmat x y, matrix(W)',
])('%s is told', (line) => {
  const { lines, draft } = read([...panel, 'spatwmat using w.dta, name(W)', line]);
  expect(lines.at(-1)!.outcome.is).toBe('unread');
  expect(draft.steps.map(({ kind }) => kind)).toEqual(['ingest', 'ingest']);
});

describe('a whole project', () => {
  const UNITS = 12;
  const draw = createRng('spatial').stream('panel', 0);
  const rows = Array.from({ length: UNITS * 5 }, (_, i) =>
    [1 + Math.floor(i / 5), 2000 + (i % 5), draw.normal(), draw.normal()].join(),
  );
  const near = Array.from({ length: UNITS }, (_, i) =>
    Array.from({ length: UNITS }, (_, j) => Number((i - j + UNITS) % UNITS === 1 || (j - i + UNITS) % UNITS === 1)),
  );
  const header = Array.from({ length: UNITS }, (_, j) => `w${j + 1}`);
  const ring = { from: 'd', type: 'edges', standardize: 'row' };
  let project: Project;
  beforeAll(async () => {
    project = new Project({
      'd.csv': ['id,year,y,x', ...rows, ''].join('\n'),
      'w.csv': [header.join(), ...near.map((row) => row.join()), ''].join('\n'),
      'pairs.csv': [
        'a,b,w',
        ...near.flatMap((row, i) => row.flatMap((w, j) => (w ? [`${i + 1},${j + 1},1`] : []))),
        '',
      ].join('\n'),
      'main.do': [
        'import delimited w.csv, clear',
        'spmat dta W w1-w12, normalize(row)',
        'import delimited d.csv, clear',
        'xtset id year',
        'xsmle y x, fe model(sdm) wmat(W) type(ind) nolog',
        'est store sdm',
        'esttab sdm using spatial.rtf, replace',
        '',
      ].join('\n'),
    });
    await project.run('import', 'main.do');
  }, 600_000);
  afterAll(() => project.dispose());

  it('runs, and estimates what the same weights give as a list of pairs', async () => {
    const written = project.read('pipeline.yaml');
    const pairs = [
      '  pairs: {kind: ingest, file: pairs.csv}',
      `  ring: {kind: spatial_weights, type: ${ring.type}, from: ${ring.from}, edges: {from: pairs, unit: a, neighbour: b, weight: w}}`,
      '  direct: {kind: spatial, from: d, fit: y ~ x, weights: ring, model: sdm}',
      '',
    ];
    project.write('pipeline.yaml', `${written.trimEnd()}\n${pairs.join('\n')}`);
    await project.make();
    const terms = async (node: string): Promise<unknown> =>
      (JSON.parse((await project.run('show', node, '--json')).stdout) as { terms: unknown }).terms;
    const own = await terms('spatial');
    expect(own).toContainEqual(expect.objectContaining({ term: 'W.x' }));
    expect(own).toEqual(await terms('direct'));
    expect(project.has('out/tables/spatial.docx')).toBe(true);
  });
});
