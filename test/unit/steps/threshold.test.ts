import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/base/canonical.ts';
import { contentNamed, type MadeArtifact } from '../../../src/engine/store/artifact.ts';
import { chunksOf } from '../../../steps/lib/chunks.ts';
import type { ChunkParams, ThresholdResultParams } from '../../../steps/threshold/keys.ts';
import type { ThresholdResult } from '../../../steps/threshold/numbers/result.ts';
import { thresholdPanel } from '../econ/threshold/panels.ts';
import { type Planned, performed, planned } from './planned.ts';

const columns = thresholdPanel('steps', { units: 7, periods: 8 });
const names = Object.keys(columns);
const csv = [names, ...columns.y!.map((_, i) => names.map((name) => columns[name]![i]))]
  .map((row) => row.join(','))
  .join('\n');
const plan = (keys: string, more = ''): Planned =>
  planned(
    `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: unit, time: time}}
  m: {kind: models, from: d, columns: [{id: main, fit: y ~ r + x | unit, sample: q < 5, vcov: cluster(unit)}]}
  t: {kind: threshold, on: q, slope: r, ${keys}}
${more}`,
    csv,
  );
const from = 'from: d, fit: y ~ r + x | unit';

const run = (p: Planned, id: string, done?: Map<string, MadeArtifact>, warned?: string[]): Promise<MadeArtifact> =>
  performed(p, id, csv, done, warned);

async function resultOf(p: Planned): Promise<ThresholdResult> {
  expect(p.problems).toEqual([]);
  const made = await run(p, 't');
  return Object.fromEntries(
    made.artifact.parts.map(({ name }) => [name, JSON.parse(new TextDecoder().decode(contentNamed(made, name)))]),
  ) as unknown as ThresholdResult;
}

const idsOf = (p: Planned): string[] => [...p.nodes.keys()].filter((id) => id.startsWith('t'));
const paramsOf = (p: Planned, id: string) => p.nodes.get(id)!.params as unknown as ThresholdResultParams & ChunkParams;

describe('the nodes', () => {
  it('are a search, chunks of each test, and the result', () => {
    const p = plan(`${from}, max: 2, bootstrap: [1250, 100], seed: 5`);
    expect(idsOf(p)).toEqual([
      't@search',
      't@boot.single.1',
      't@boot.single.2',
      't@boot.single.3',
      't@boot.double.1',
      't',
    ]);
    expect(paramsOf(p, 't@boot.single.3')).toMatchObject({ from: 834, to: 1250, test: 'single', quirk: false });
    expect(p.nodes.get('t@boot.single.3')!.seed).toBe('5');
  });

  it('chunks cover the replications once', () => {
    for (const count of [0, 1, 500, 501, 999, 123_456]) {
      const chunks = chunksOf(count);
      expect(chunks.reduce((total, [low, high]) => total + high - low, 0)).toBe(count);
      for (const [k, [low]] of chunks.entries()) expect(low).toBe(k === 0 ? 0 : chunks[k - 1]![1]);
    }
  });

  it('replications do not depend on what is only reported, and the triple test on the convention', () => {
    const keys = `${from}, max: 3, bootstrap: 10`;
    const plain = plan(keys);
    const other = plan(`${keys}, vcov: cluster(unit), level: 90, use: 1, convention: hansen`);
    for (const test of ['single', 'double']) {
      const id = `t@boot.${test}.1`;
      expect(canonicalJson(paramsOf(other, id))).toBe(canonicalJson(paramsOf(plain, id)));
    }
    expect(paramsOf(plain, 't@boot.triple.1').quirk).toBe(true);
    expect(paramsOf(other, 't@boot.triple.1').quirk).toBe(false);
    expect(paramsOf(other, 't').vcov).toEqual({ is: 'cluster', by: ['unit'] });
  });

  it('chunks tell the replications of all tests, by which a bootstrap of many rows goes to workers', () => {
    const { nodes } = plan(`${from}, max: 2, bootstrap: 700`);
    for (const id of ['t@boot.single.1', 't@boot.double.2']) expect(nodes.get(id)!.cost).toEqual({ passes: 1400 });
  });

  it('a base gives sample, terms and effects, never the vcov', () => {
    const p = plan('base: m.main');
    const { model, slope, trim } = paramsOf(p, 't@search');
    expect(model).toMatchObject({ terms: ['x'], absorb: ['unit'], sample: 'q < 5', vcov: { is: 'iid' } });
    expect([slope, trim, paramsOf(p, 't').vcov]).toEqual([['r'], [0.01], { is: 'iid' }]);
  });

  it('rows must have levels of the clusters, in the search as in the result', () => {
    const { model } = paramsOf(plan(`${from}, vcov: cluster(time)`), 't@search');
    expect(model.common!.levels).toEqual(['time']);
  });
});

describe('the result', () => {
  it.each([
    ['[9, 0]', true],
    ['[120, 98]', true],
    ['[99, 120]', false],
    ['0', false],
  ])('with `bootstrap: %s`: warned that replications are few: %s', async (bootstrap, isWarned) => {
    const p = plan(`${from}, max: 2, grid: 20, bootstrap: ${bootstrap}`);
    expect(p.problems).toEqual([]);
    const warned: string[] = [];
    await run(p, 't', new Map(), warned);
    expect(warned.includes('few-replications')).toBe(isWarned);
  });

  it('has tests in order of discovery, intervals, profiles and a regression by regime', async () => {
    const result = await resultOf(plan(`${from}, max: 3, use: 2, bootstrap: 20, grid: 40, trim: 0.05`));
    expect(result.thresholds.map(({ order, bootstrap }) => [order, bootstrap])).toEqual([
      [1, 20],
      [2, 20],
      [3, 20],
    ]);
    for (const { pValue, critical } of result.thresholds) {
      expect((pValue as number) * 20).toBeCloseTo(Math.round((pValue as number) * 20), 9);
      expect(critical['1'] as number).toBeGreaterThanOrEqual(critical['5'] as number);
    }
    expect(result.thresholds[0]!.refined).toHaveProperty('gamma');
    expect(result.fit.terms.map(({ term }) => term)).toEqual(['r#1', 'r#2', 'r#3', 'x', '_cons']);
    expect(result.fit.vcovInfo.type).toBe('iid');
    expect(result.profiles.map(({ name }) => name)).toEqual(['Th-1', 'Th-22', 'Th-21', 'Th-3']);
    for (const { lr } of result.profiles) expect(Math.min(...lr!)).toBe(0);
  });

  it('searches all values of the threshold variable where `grid: all` says so', async () => {
    const [all, usual] = await Promise.all(
      ['grid: all', 'grid: 1000000'].map((grid) => resultOf(plan(`${from}, ${grid}, max: 2, trim: 0.1, bootstrap: 5`))),
    );
    // 56 rows, of which 6 are left out on either side
    expect(all!.gridSize).toBe(56 - 6 - 6 + 1);
    expect(usual!.gridSize).toBeLessThan(all!.gridSize);
    expect(all!.thresholds[0]!.rss).toBeLessThanOrEqual(usual!.thresholds[0]!.rss);
    expect(all!.thresholds[1]!.bootstrap).toBe(5);
    expect(() => plan(`${from}, grid: every`)).toThrow('does not fit the schema at steps.t');
  });

  it('has Driscoll and Kraay’s errors, of as many periods as there are', async () => {
    const { vcovInfo, stats } = (await resultOf(plan(`${from}, vcov: dk(1), use: 1`))).fit;
    expect([vcovInfo.periods, stats.kCounted]).toEqual([8, 4]);
  });

  it('says of each interval of xthreg whether its neighbours disagree', async () => {
    const found: (true | undefined)[] = [];
    for (const level of [60, 80, 90, 95, 99]) {
      const { thresholds } = await resultOf(plan(`${from}, grid: 12, max: 3, trim: 0.05, level: ${level}`));
      found.push(...thresholds.map((row) => row.ciXthregUnseen));
    }
    expect(new Set(found)).toEqual(new Set([true, undefined]));
  });

  it('without bootstrap says so, and never NaN', async () => {
    const result = await resultOf(plan(from));
    expect(result.thresholds[0]!.pValue).toEqual({ invalid: 'no bootstrap' });
  });
});

describe('complaints', () => {
  const codes = (keys: string): string[] => plan(keys).problems.map(({ code }) => code);
  it.each([
    ['bootstrap: 10', 'missing-fit'],
    ['fit: y ~ x | unit', 'missing-from'],
    ['from: d, fit: y ~ x', 'threshold-effects'],
    ['from: d, fit: y ~ x | unit + time', 'threshold-effects'],
    ['from: d, fit: "y ~ csw(x, s) | unit"', 'several-models'],
    [`${from}, vcov: wild(unit)`, 'unsupported'],
    [`${from}, max: 2, trim: [0.01, 0.01, 0.01]`, 'wrong-length'],
    [`${from}, max: 1, use: 2`, 'bad-use'],
    [`${from}, vcov: cluster(nowhere)`, 'unknown-variable'],
    ['base: m.nowhere', 'unknown-node'],
    ['base: d', 'not-a-model'],
  ])('%s', (keys, code) => {
    expect(codes(keys)).toEqual([code]);
  });

  it('point at the threshold variable', () => {
    const p = planned(
      `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: unit, time: time}}
  t: {kind: threshold, ${from}, on: qq, slope: r}
`,
      csv,
    );
    expect(p.problems.map((problem) => [problem.code, p.pointsAt(problem)])).toEqual([['unknown-variable', 'qq']]);
  });
});
