import { describe, expect, it } from 'vitest';
import { planned } from './planned.ts';

const rows = Array.from({ length: 24 }, (_, i) => {
  const [unit, year] = [Math.floor(i / 4), 2010 + (i % 4)];
  const x = ((i * 7) % 11) + unit / 3;
  return [`u${unit}`, year, 1 + 2 * x + ((i * 5) % 7) / 3, x, (i * 3) % 5, (i * i) % 13];
});
const csv = [['unit', 'year', 'y', 'x', 'a', 'b'], ...rows].map((row) => row.join(',')).join('\n');
const plan = (columns: string, step = '') =>
  planned(
    `papermake: 1
sets: {controls: [a, b]}
samples: {late: year >= 2011}
defaults: {models: {vcov: cluster(unit)}}
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: unit, time: year}}
  m: {kind: models, from: d, columns: [{id: main, fit: y ~ x + $controls | unit}]}
  r:
    kind: robustness
    base: m.main
${step}    columns:
${columns}`,
    csv,
  );
const params = (p: ReturnType<typeof plan>, id: string) => p.nodes.get(id)!.params as Record<string, unknown>;

describe('the robustness step', () => {
  it('makes one node of each edit, compiled as models are', () => {
    const p = plan(`      late: {header: Late years, sample: late}
      both: {fe: unit + year}
      lag: {swap: {x: L.x}}
      iv: {header: IV, iv: x ~ L.x, drop: $controls, show: [first, second]}
      few: {drop: a, vcov: HC1}
`);
    expect(p.problems).toEqual([]);
    expect([...p.nodes.keys()].slice(2)).toEqual(['r.late', 'r.both', 'r.lag', 'r.iv', 'r.few']);
    const base = params(p, 'm.main');
    expect(params(p, 'r.late')).toEqual({ ...base, sample: 'year >= 2011' });
    expect(params(p, 'r.both')).toEqual({ ...base, absorb: ['unit', 'year'] });
    expect(params(p, 'r.lag')).toEqual({ ...base, terms: ['L.x', 'a', 'b'] });
    expect(params(p, 'r.iv')).toMatchObject({ terms: [], iv: { endogenous: ['x'], instruments: ['L.x'] } });
    expect(params(p, 'r.few')).toMatchObject({ terms: ['x', 'b'], vcov: { is: 'hc', type: 'HC1' } });
    expect(p.nodes.get('r.iv')!.view).toMatchObject({ header: 'IV', show: ['first', 'second'] });
    expect(p.nodes.get('r.late')!.inputs.data).toMatchObject({ node: 'd' });
  });

  it('estimates the edit as the formula would', async () => {
    const p = plan('      lag: {swap: {x: L.x}, drop: b}\n      same: {fit: y ~ L.x + a | unit}\n');
    expect((await p.run('r.lag')).parts.terms).toEqual((await p.run('r.same')).parts.terms);
  });

  it('has conventions as the base wrote them, on what the edit makes', () => {
    const p = planned(
      `papermake: 1
defaults: {models: {vcov: robust}}
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: unit, time: year}}
  m:
    kind: models
    from: d
    columns:
      pooled: {fit: y ~ x + a}
      counted: {fit: y ~ x + a | unit + year, small: reghdfe}
      corrected: {fit: y ~ x + a, small: true}
      clustered: {fit: y ~ x + a | unit}
  r:
    kind: robustness
    base: m.pooled
    columns:
      units: {fe: unit}
      pooled: {base: m.clustered, fe: false}
      counted: {base: m.counted, fe: unit}
      calendar: {base: m.corrected, vcov: dk(1)}
  s: {kind: robustness, base: r.pooled, fe: unit}
  direct:
    kind: models
    from: d
    columns:
      units: {fit: y ~ x + a | unit}
      pooled: {fit: y ~ x + a}
      counted: {fit: y ~ x + a | unit, small: reghdfe}
      calendar: {fit: y ~ x + a, vcov: dk(1), small: true}
`,
      csv,
    );
    expect(p.problems).toEqual([]);
    for (const id of ['units', 'pooled', 'counted', 'calendar']) {
      expect(params(p, `r.${id}`)).toEqual(params(p, `direct.${id}`));
    }
    expect(params(p, 's')).toEqual(params(p, 'direct.units'));
    expect(params(p, 'r.units').vcov).toEqual({ is: 'cluster', by: ['unit'] });
    expect(params(p, 'r.counted')).toMatchObject({ vcov: { is: 'hc', type: 'HC1' }, small: 'reghdfe' });
  });

  it('stays in the base’s part of a split', () => {
    const p = planned(
      `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: unit, time: year}}
  het: {kind: models, from: d, fit: y ~ x | unit, vcov: robust, split: a}
  direct: {kind: models, from: d, fit: y ~ x + b, vcov: robust, split: a}
  r: {kind: robustness, base: 'het["1"]', columns: {more: {add: b, fe: false}}}
`,
      csv,
      { 'het@levels': ['1', '2'], 'direct@levels': ['1', '2'] },
    );
    expect(p.problems).toEqual([]);
    expect(params(p, 'r.more')).toEqual(params(p, 'direct["1"]'));
  });

  it('needs a base that is one column', () => {
    const p = planned(
      'papermake: 1\nsteps:\n  r: {kind: robustness, base: d, columns: {a: {drop: x}}}\n  d: {kind: ingest, file: d.csv}\n',
      csv,
    );
    expect(p.problems.map((problem) => problem.code)).toEqual(['not-a-model']);
  });

  it('points at the edit that is wrong', () => {
    const p = plan(
      '      one: {drop: [a, c]}\n      two: {swap: {xx: a}}\n      three: {iv: b ~ a}\n      four: {show: [first]}\n',
    );
    expect(p.problems.map((problem) => [problem.code, p.pointsAt(problem)])).toEqual([
      ['not-in-regression', 'c'],
      ['not-in-regression', 'a'],
      ['instrument-is-regressor', 'a'],
      ['no-instruments', 'show'],
    ]);
  });

  it('warns about an edit that changes nothing, and about no other', () => {
    const p = plan(
      '      one: {sample: late, drop: b, winsorize: false}\n      two: {add: a}\n      base: {header: Base}\n',
    );
    expect(p.problems.map((problem) => [problem.severity, problem.code, p.pointsAt(problem)])).toEqual([
      ['warning', 'idle-edit', 'winsorize'],
      ['warning', 'idle-edit', 'add'],
    ]);
    // What the step says for all columns may be idle in some.
    expect(plan('      one: {drop: b}\n', '    singletons: keep\n').problems).toEqual([]);
    // An instrument's style counts beside the instrument, which is in the same column.
    expect(plan('      iv: {iv: x ~ L.x, small: xtreg}\n').problems).toEqual([]);
  });

  it('a column’s trimming takes the place of the step’s winsorising', () => {
    const p = plan('      one: {trim: [5, 95]}\n      two: {drop: a}\n', '    winsorize: [1, 99]\n');
    expect(p.problems).toEqual([]);
    expect(params(p, 'r.one')).toMatchObject({ winsorize: null, trim: { at: [5, 95] } });
    expect(params(p, 'r.two')).toMatchObject({ winsorize: { at: [1, 99] } });
  });

  it('refuses trimming under a common sample', () => {
    const p = plan('      one: {trim: [5, 95]}\n      two: {drop: a}\n', '    common_sample: true\n');
    expect(p.problems.map((problem) => problem.code)).toEqual(['unsupported']);
  });
});
