/** Matching, treatment at different times and synthetic controls: each command is a step that a pipeline can have. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { expand } from '../../src/engine/pipeline/expand.ts';
import { loadSpec } from '../../src/engine/pipeline/load.ts';
import { ProjectFiles } from '../../src/engine/system/files.ts';
import { readStata } from '../../src/import/stata/read.ts';
import { pipelineOf } from '../../src/import/yaml.ts';
import { builtInKinds } from '../support/built-in.ts';
import { nowhere } from './nowhere.ts';

const names = ['id', 'year', 'y', 'x', 'a', 'b', 'c', 't', 'g', 'd', 'ps', 'reg'];
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-import-'));
writeFileSync(path.join(folder, 'd.csv'), `${names.join(',')}\n${names.map(() => '1').join(',')}\n`);
afterAll(() => rmSync(folder, { recursive: true }));

const host = {
  ...nowhere,
  columns: () => names,
};
const read = (lines: string) => readStata(`import delimited d.csv\nxtset id year\n${lines}\n`, host);
const keysOf = (lines: string, kind: string): unknown[] =>
  read(lines).draft.steps.flatMap((step) => {
    const { from: _, ...keys } = Object.fromEntries(step.keys);
    return step.kind === kind ? [keys] : [];
  });
/** What a plan of the pipeline complains of. */
function problemsOf(lines: string): string[] {
  const { spec, problems } = loadSpec('pipeline.yaml', pipelineOf(read(lines).draft, 'main.do'), builtInKinds);
  const planned = spec && expand(spec, builtInKinds, new ProjectFiles(folder), new Map());
  return [...problems, ...(planned?.problems ?? [])].map(({ message }) => message);
}

describe('matching', () => {
  it.each([
    ['psmatch2 t a b', { treatment: 't', on: ['a', 'b'], score: 'probit' }],
    [
      'psmatch2 t a i.c if x > 1 & x < 9, outcome(y) n(4) cal(.05) logit common ties',
      {
        treatment: 't',
        on: ['a', 'i(c)'],
        k: 4,
        caliper: 0.05,
        ties: true,
        score: 'logit',
        common: true,
        outcomes: ['y'],
        sample: 'x > 1 and x < 9',
      },
    ],
    [
      'psmatch2 t a, radius caliper(0.01)',
      { treatment: 't', on: ['a'], method: 'radius', caliper: 0.01, score: 'probit' },
    ],
    [
      'psmatch2 t a, kernel kerneltype(normal) bw(0.1) index',
      { treatment: 't', on: ['a'], method: 'kernel', kernel: 'normal', bandwidth: 0.1, score: 'probit', index: true },
    ],
    [
      'psmatch2 t a, noreplacement descending',
      { treatment: 't', on: ['a'], replace: false, algorithm: 'psmatch2', order: 'descending', score: 'probit' },
    ],
  ])('%s', (line, keys) => {
    expect(keysOf(line, 'match')).toEqual([{ ...keys, name: '_weight_1', score_as: '_pscore' }]);
    expect(problemsOf(line)).toEqual([]);
  });

  it('has no weight where a row has no match, and the score is a variable', () => {
    const lines = 'psmatch2 t a\nkeep if _weight != .\nreg y x _pscore [aw = _weight]';
    expect(keysOf(lines, 'derive')).toEqual([
      { columns: { _weight: 'if(_weight_1 > 0, _weight_1, missing())' }, where: 'not missing(_weight)' },
    ]);
    expect(problemsOf(lines)).toEqual([]);
  });

  it.each([
    [
      'teffects nnmatch (y a b) (t), atet nneighbor(3) biasadj(a) ematch(c) vce(robust, nn(4))',
      {
        treatment: 't',
        outcomes: ['y'],
        estimand: 'att',
        on: ['a', 'b'],
        metric: 'mahalanobis',
        k: 3,
        exact: ['c'],
        adjust: ['a'],
        error_neighbours: 4,
      },
    ],
    [
      'teffects psmatch (y) (t a b, probit), atet nneighbor(2) vce(robust, nn(3))',
      {
        ...{ treatment: 't', outcomes: ['y'], estimand: 'att', on: ['a', 'b'], metric: 'score', score: 'probit' },
        ...{ k: 2, error_neighbours: 3 },
      },
    ],
    [
      'teffects ipw (y) (t a b, probit)',
      { treatment: 't', outcomes: ['y'], estimand: 'ate', on: ['a', 'b'], method: 'ipw', score: 'probit' },
    ],
    [
      'teffects aipw (y x) (t a)',
      { treatment: 't', outcomes: ['y'], estimand: 'ate', on: ['a'], method: 'ipw', score: 'logit', adjust: ['x'] },
    ],
  ])('%s', (line, keys) => {
    expect(keysOf(line, 'match')).toEqual([keys]);
    expect(problemsOf(line)).toEqual([]);
  });
});

describe('treatment at different times', () => {
  it.each([
    [
      'csdid y, ivar(id) time(year) gvar(g) agg(event)',
      { outcome: 'y', method: 'callaway', cohort: 'g', control: 'never', rows: ['event'] },
    ],
    [
      'csdid y x, ivar(id) time(year) gvar(g) method(stdipw) notyet asinr long2 cluster(reg)',
      {
        outcome: 'y',
        method: 'callaway',
        cohort: 'g',
        covariates: ['x'],
        cluster: 'reg',
        control: 'notyet',
        estimate: 'ipw',
        base: 'universal',
      },
    ],
    [
      'did_imputation y id year g, horizons(0/4) pretrend(2) autosample minn(0)',
      { outcome: 'y', method: 'imputation', cohort: 'g', events: [-2, 4], pretrends: 2, rows: ['event'] },
    ],
    [
      'did2s y, first_stage(i.id i.year) second_stage(i.d) treatment(d) cluster(id)',
      { outcome: 'y', method: 'two-stage', treatment: 'd', rows: ['overall'] },
    ],
    ['bacondecomp y d, ddetail', { outcome: 'y', method: 'bacon', treatment: 'd' }],
    [
      'did_multiplegt_dyn y id year d, effects(5) placebo(3) cluster(reg) normalized graph_off',
      {
        outcome: 'y',
        method: 'dcdh',
        treatment: 'd',
        cluster: 'reg',
        events: [-4, 4],
        normalized: true,
        rows: ['event'],
      },
    ],
    ['jwdid y, ivar(id) tvar(year) gvar(g)', { outcome: 'y', method: 'etwfe', cohort: 'g', control: 'notyet' }],
  ])('%s', (line, keys) => {
    expect(keysOf(line, 'did')).toEqual([keys]);
    expect(problemsOf(line)).toEqual([]);
  });

  it('is a synthetic difference in differences of `sdid`', () => {
    const line = 'sdid y id year d, vce(placebo) seed(3)';
    expect(keysOf(line, 'synthetic_control')).toEqual([
      { method: 'sdid', outcome: 'y', treatment: 'd', errors: 'placebo', draws: 50, seed: 3 },
    ]);
    expect(problemsOf(line)).toEqual([]);
  });

  it('is a synthetic control of `synth`', () => {
    const line =
      'synth y x(1984(1)1988) a y(1988), trunit(3) trperiod(1989) xperiod(1980(2)1988) mspeperiod(1970(1)1988) nested fig';
    expect(keysOf(line, 'synthetic_control')).toEqual([
      {
        outcome: 'y',
        treated: '3',
        start: 1989,
        fit: [1970, 1988],
        predictors: [
          { of: 'x', over: [1984, 1988] },
          { of: 'a', over: [1980, 1988], step: 2 },
          { of: 'y', over: [1988, 1988] },
        ],
      },
    ]);
    expect(problemsOf(line)).toEqual([]);
  });

  it('in two periods is a column of `diff`', () => {
    const line = 'diff y if x > 1 & x < 9, t(t) p(d) cov(a b) cluster(id)';
    const { steps } = read(line).draft;
    expect(steps.flatMap(({ entries }) => entries.map(({ keys }) => Object.fromEntries(keys)))).toEqual([
      { fit: 'y ~ d + t + a + b + t:d', vcov: 'cluster(id)', sample: 'x > 1 and x < 9' },
    ]);
    expect(problemsOf(line)).toEqual([]);
  });
});

describe('a dynamic panel', () => {
  it('of `xtabond` is that of `xtabond2` in differences', () => {
    const pair = [
      'xtabond y x a, lags(2) noconstant twostep vce(robust)',
      'xtabond2 y L(1/2).y x a, gmm(L.y) iv(x a) noleveleq twostep robust',
    ];
    const [one, other] = pair.map((line) =>
      read(line).draft.steps.flatMap(({ entries }) => entries.map(({ keys }) => Object.fromEntries(keys))),
    );
    expect(one).toEqual(other);
    expect(one).toHaveLength(1);
    const withConstant = read('xtabond y x a, lags(2) twostep vce(robust)');
    expect(
      withConstant.draft.steps.flatMap(({ entries }) => entries.map(({ keys }) => Object.fromEntries(keys))),
    ).toEqual(one);
    expect(withConstant.lines.at(-1)!.notes).toEqual([
      'the constant is not estimated, which changes no other coefficient of `xtabond`',
    ]);
    expect(pair.flatMap(problemsOf)).toEqual([]);
  });
});

it.each([
  'psmatch2 t, pscore(ps)',
  'psmatch2 t a, llr',
  'psmatch2 t a [fw = c]',
  'psmatch2 t a, n(k)',
  'teffects psmatch (y) (t a, hetprobit(b))',
  'teffects psmatch (y) (t a), vce(iid)',
  'teffects ipwra (y x) (t a)',
  'teffects ipw (y) (t a, hetprobit(b))',
  'teffects nnmatch (y a) (t), metric(matrix M)',
  'csdid y x, ivar(id) time(year) gvar(g)',
  'csdid y, time(year) gvar(g)',
  'csdid y, ivar(id) time(year) gvar(g) notyet',
  'did_imputation y id year g, fe(id year#reg)',
  'did2s y, first_stage(i.id i.year) second_stage(i.rel) treatment(d) cluster(id)',
  'bacondecomp y d x',
  'jwdid y x, ivar(id) tvar(year) gvar(g)',
  'sdid y id year d, vce(placebo) method(sc)',
  'synth y x, trunit(3) trperiod(1989)',
  'synth y x, trunit(3) trperiod(1989) nested',
  'synth y x(1980&1990), trunit(3) trperiod(1989) nested',
  'did_multiplegt_dyn y id year d, effects(2) controls(x)',
  'diff y, t(t) p(d) kernel id(id)',
  'diff y, t(t)',
  'xtabond y x',
  'xtabond y x, noconstant pre(a)',
  'xtdpdsys y x',
  'eventstudyinteract y a b, cohort(g) control_cohort(c) absorb(id year)',
  'honestdid, mvec(0(1)2)',
])('%s is told', (line) => {
  const { lines, draft } = read(line);
  expect(lines.at(-1)!.outcome.is).toBe('unread');
  expect(draft.steps.map(({ kind }) => kind)).toEqual(['ingest']);
});

describe('violations of parallel trends', () => {
  const csdid = 'csdid y, ivar(id) time(year) gvar(g) long2';

  it.each([
    [
      `${csdid}\nestat event\nhonestdid, pre(3/6) post(7/9) mvec(0.5(0.5)2)`,
      { from: 'did', relative: [0.5, 1, 1.5, 2] },
    ],
    [
      `${csdid}\nhonestdid, mvec(0 .1(.1).3) delta(sd) coefplot`,
      { from: 'did', smooth: [0, 0.1, 0.2, 0.3], relative: [] },
    ],
    ['jwdid y, ivar(id) tvar(year) gvar(g) never\nhonestdid, mvec(1/2)', { from: 'did', relative: [1, 2] }],
  ])('%s', (lines, keys) => {
    const { draft } = read(lines);
    expect(
      draft.steps.flatMap(({ kind, keys: all }) => (kind === 'parallel_trends' ? [Object.fromEntries(all)] : [])),
    ).toEqual([keys]);
    expect(problemsOf(lines)).toEqual([]);
  });

  it('says that all periods are taken where the do-file chooses some', () => {
    const noted = (options: string): boolean =>
      read(`${csdid}\nhonestdid, mvec(1) ${options}`)
        .lines.at(-1)!
        .notes.some((note) => note.includes('`pre()` and `post()`'));
    expect([noted('pre(3/6) post(7/9)'), noted('')]).toEqual([true, false]);
  });

  it.each([
    ['csdid y, ivar(id) time(year) gvar(g)\nhonestdid, mvec(1)', '`csdid` are differences from the period before'],
    ['jwdid y, ivar(id) tvar(year) gvar(g)\nhonestdid, mvec(1)', '`jwdid` without `never`'],
    ['reg y x\nhonestdid, pre(1/2) post(3/4) mvec(1)', 'is not one of `csdid` or `jwdid`'],
    [`${csdid}\nhonestdid`, 'without `mvec()`'],
    [`${csdid}\nhonestdid, mvec(1) delta(x)`, '`delta(x)` are not built in'],
    [`${csdid}\nhonestdid, mvec(2(1)1)`, 'the numbers `2(1)1` are not read'],
    [`${csdid}\nhonestdid, mvec(0(0)1)`, 'the numbers `0(0)1` are not read'],
    [`${csdid}\nhonestdid, mvec(1) b(B) vcov(V)`, 'the option `b(B)`, `vcov(V)` is not read'],
    [`${csdid}\nhonestdid, mvec(1) l_vec(l)`, 'the option `l_vec(l)` is not read'],
  ])('tells %s', (lines, why) => {
    const { outcome } = read(lines).lines.at(-1)!;
    expect(outcome).toMatchObject({ is: 'unread', why: expect.stringContaining(why) });
  });
});
