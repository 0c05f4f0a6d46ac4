import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Audited, type AuditedFit, type Facts, Printed } from '../../../src/check/audit.ts';
import { readPrintedTable } from '../../../src/check/printed.ts';
import { audit, rules } from '../../../src/check/rules/registry.ts';

const table = (text: string, facts: Facts = {}, name = 'table'): Printed => {
  const records = text
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((cell) => cell.trim()));
  return new Printed(name, readPrintedTable(records), facts);
};
const nothing: Audited = { printed: [], fits: [], thresholds: [], records: [] };
const found = (audited: Partial<Audited>, rule?: string): string[] =>
  audit({ ...nothing, ...audited })
    .filter((finding) => rule === undefined || finding.rule === rule)
    .map(({ severity, cell, message }) => `${severity} ${cell}: ${message}`);
const inPrinted = (rule: string, ...printed: Printed[]): string[] => found({ printed }, rule);

const fitted = (over: Partial<AuditedFit['fit']>, node = 'm.1', part: AuditedFit['part'] = null): AuditedFit => ({
  node,
  part,
  digits: 3,
  fit: { terms: [], stats: {}, nobs: 100, nclusters: 30, dfResid: 29, inference: 't(G-1)', ...over },
});
const term = (name: string, stdError: number) =>
  ({ term: name, estimate: 1, stdError, statistic: 1 / stdError, pValue: 0.5, confLow: 0, confHigh: 2 }) as const;

describe('printed figures', () => {
  it('a negative standard error', () => {
    expect(inPrinted('negative-se', table(',a,b\nx,1.6* (-0.4),1 (0.4)\nz,1 (-0.2),'))).toEqual([
      expect.stringMatching(/^error a: .*2 are, as in \(-0\.4\), for `x`, `z`/),
    ]);
  });

  it('a standard error printed as zero', () => {
    expect(inPrinted('zero-se', table(',a\nx,0.001*** (0.000)\nz,1 (0.001)'))).toEqual([
      expect.stringContaining('warning a: the standard error of `x` is printed as zero'),
    ]);
    const fits = [fitted({ terms: [term('x', 0.0004), term('z', 0.0006)] })];
    expect(found({ fits }, 'zero-se')).toEqual([expect.stringMatching(/^warning x: .*`x` prints as \(0\.000\)/)]);
  });

  it('R² above one, and one that falls when regressors are added', () => {
    expect(inPrinted('r2-range', table(',a\nx,1 (0.4)\nR2,1.02'))).toEqual(['error R2 / a: R² is at most 1, got 1.02']);
    expect(inPrinted('r2-range', table(',a\nx,1 (0.4)\nR2 within,1.02'))).toHaveLength(1);
    const nested = (second: string) => table(`,a,b\nx,1 (0.4),1 (0.4)\nz,,1 (0.4)\nR2,0.50,${second}`);
    expect(inPrinted('nested-r2', nested('0.49'))).toEqual([]);
    expect(inPrinted('nested-r2', nested('0.48'))).toEqual([expect.stringContaining('error R2 / b: column b has all')]);
    expect(inPrinted('nested-r2', table(',a,b\nx,1 (0.4),1 (0.4)\nz,,1 (0.4)\nN,50,40\nR2,0.50,0.40'))).toEqual([]);
  });

  it('estimates without N', () => {
    expect(inPrinted('no-n', table(',a\nx,1 (0.4)'))).toHaveLength(1);
    expect(inPrinted('no-n', table(',a\nx,1 (0.4)\nObservations,5'))).toEqual([]);
    expect(inPrinted('no-n', table(',a\nx,1'))).toEqual([]);
  });
});

describe('stars', () => {
  it('are not asked of parameters beside the coefficients, which tables give none', () => {
    const printed = (name: string): Printed =>
      table(`,East\nx,2*** (0.1)\n${name},-2.413 (0.587)`, { df: { East: 1000 } });
    expect(inPrinted('stars', printed('y'))).toHaveLength(1);
    for (const name of ['ln α', '/lnsigma', '/cut1', 'sigma2_e']) expect(inPrinted('stars', printed(name))).toEqual([]);
  });

  const east = 'NQP,1.878** (0.591)\nEducation,0.041** (0.015)\nDigEco,0.057*** (0.010)';

  it('under known degrees of freedom', () => {
    expect(inPrinted('stars', table(`,East\n${east}`, { clusters: { East: 10 } }))).toEqual([]);
    expect(inPrinted('stars', table(`,East\n${east}`, { df: 1000 }))).toEqual([
      'error NQP / East: t = 3.18, with t(1000) p = 0.002: `***`, but `**` is printed',
      expect.stringContaining('error Education / East'),
    ]);
  });

  it('a star that only rounding could give is doubtful, not wrong', () => {
    expect(inPrinted('stars', table(',Gap\nDigEco,0.022* (0.013)', { df: 30 }))).toEqual([
      'warning DigEco / Gap: t = 1.69, with t(30) p = 0.101: no star, but `*` is printed; rounding leaves room for it; at face value it takes 34 degrees of freedom or more',
    ]);
    expect(inPrinted('stars', table(',Gap\nDigEco,0.022* (0.013)', { df: 335 }))).toEqual([]);
  });

  it('without them, the stars tell which distribution gave them', () => {
    expect(inPrinted('stars', table(`,East\n${east}`))).toEqual([
      expect.stringMatching(/^note East: .*but of t with 4 to 9 degrees of freedom/),
    ]);
    expect(inPrinted('stars', table(',a\nx,5.00*** (1.00)\nz,2.20* (1.00)\nw,2.00** (1.00)'))).toEqual([
      expect.stringMatching(/^error z \/ a: t = 2\.20 earns `\*\*` .*no t distribution/),
    ]);
    expect(inPrinted('stars', table(',a\nx,5 (1)'))).toEqual([]);
  });
});

describe('identities', () => {
  it('VIF × tolerance', () => {
    expect(inPrinted('vif-tolerance', table('Variable,VIF,1/VIF\nx,3.94,0.254\nz,3.94,0.264'))).toEqual([
      'error z: VIF × tolerance = 3.94 × 0.264 = 1.040, not 1',
    ]);
    const records = [
      {
        node: 'vif',
        rows: [
          { variable: 'x', vif: 2, tolerance: 0.4 },
          { variable: 'z', vif: 2, tolerance: 0.5 },
        ],
      },
    ];
    expect(found({ records }, 'vif-tolerance')).toEqual(['error x: VIF × tolerance = 0.8, not 1']);
  });

  it('parts of a sample', () => {
    const parts = (n: string, facts: Facts) => inPrinted('subsamples', table(`,a,b\nx,1 (0.4),1 (0.4)\nN,${n}`, facts));
    expect(parts('200,172', { whole: 372, parts: true })).toEqual([]);
    expect(parts('200,171', { whole: 372, parts: true })).toEqual(['error N: 200 + 171 = 371, but the whole is 372']);
    expect(parts('201,172', { whole: 372, parts: true })).toHaveLength(1);
    expect(parts('200,171', { whole: 372 })).toEqual([]);
    expect(parts('400,171', { whole: 372 })).toEqual(['error N / a: 400 rows are more than the whole, 372']);
    const split = { of: 'm.1', on: 'region' };
    const fits = [fitted({ nobs: 10 }), fitted({ nobs: 4 }, 's.A', split), fitted({ nobs: 5 }, 's.B', split)];
    expect(found({ fits }, 'subsamples')).toEqual(['warning n: by region 4 + 5 = 9 rows, but `m.1` has 10']);
    expect(found({ fits: [...fits, fitted({ nobs: 1 }, 's.C', split)] }, 'subsamples')).toEqual([]);
  });

  it('few clusters', () => {
    expect(inPrinted('few-clusters', table(',a,b\nx,1 (0.4),1 (0.4)', { clusters: { a: 9, b: 10 } }))).toEqual([
      expect.stringContaining('warning a: 9 clusters are fewer than 10'),
    ]);
    const terms = ['a', 'b', 'c', '_cons'].map((name) => term(name, 1));
    expect(found({ fits: [fitted({ nclusters: 3, terms })] }, 'few-clusters')[0]).toContain(
      'no more than the 3 regressors',
    );
    expect(found({ fits: [fitted({ nclusters: 12, terms })] }, 'few-clusters')).toEqual([]);
    expect(found({ fits: [fitted({ nclusters: null, terms })] }, 'few-clusters')).toEqual([]);
  });

  it('F of one instrument', () => {
    const stages = ',First stage,Second stage\nz,0.893*** (0.071),\nx,,3.9*** (0.5)\nN,341,341';
    const f = (value: string) => table(`Statistic,Published\nKleibergen-Paap rk Wald F,${value}`, {}, 'table-notes');
    expect(inPrinted('first-stage-f', table(stages), f('72'))).toEqual([
      'error z / First stage: one instrument, so F = t² = (0.893 / 0.071)² = 158.2, but Kleibergen-Paap rk Wald F is 72, which needs a standard error of 0.105',
    ]);
    expect(inPrinted('first-stage-f', table(stages), f('158'))).toEqual([]);
    const stage = { endogenous: 'x', fDf1: 1, terms: [{ ...term('z', 0.1), statistic: 10 }] };
    const iv = (kpWaldF: number) =>
      found({ fits: [fitted({ stats: { kpWaldF }, firstStage: [stage] as never })] }, 'first-stage-f');
    expect(iv(100)).toEqual([]);
    expect(iv(72)).toHaveLength(1);
  });

  it('thresholds', () => {
    const tests = (line: string) => inPrinted('threshold-p', table(`,F,P,BS,1%,5%\nSingle,${line}`));
    expect(tests('54.27,0.030,300,81.0,53.70')).toEqual([]);
    expect(tests('54.27,0.050,300,81.0,53.70')[0]).toContain('note Single / P: the p value is printed as 0.050');
    expect(tests('54.27,0.060,300,81.0,53.70')[0]).toContain('error Single / P: F 54.27 is above its 5 %');
    expect(tests('50.27,0.030,300,81.0,53.70')[0]).toContain('error Single / P: F 50.27 is below its 5 %');
    expect(tests('54.27,0.031,300,81.0,53.70')[0]).toContain('no number of 300 replications gives p = 0.031');
    const tested = table(',F,P,1%\nSingle,54.270,0.050,81\nDouble,54.160,0.030,81\nTriple,39.310,0.793,81');
    const byRegime = (r2: string) =>
      inPrinted(
        'threshold-r2',
        tested,
        table(`,y\nx (q < 3),1 (0.1)\nx (3 < q < 9),1 (0.1)\nx (9 < q),1 (0.1)\nR2,${r2}`, {
          linear_r2: '0.694',
          test_df: 360,
        }),
      );
    expect(byRegime('0.769')).toEqual([]);
    expect(byRegime('0.760')[0]).toContain('error R2 / y: R² 0.694 without thresholds and F 54.270, 54.160');
    const regimes = [
      { number: 1, rows: 8, units: 1 },
      { number: 2, rows: 317, units: 31 },
    ];
    expect(found({ thresholds: [{ node: 't', regimes }] }, 'small-regime')).toEqual([
      expect.stringContaining('warning regime 1: the regime holds 8 rows of 1 unit'),
    ]);
  });
});

describe('descriptive statistics', () => {
  const about = (line: string) => inPrinted('mean-range', table(`,Mean,Std. Dev.,Min,Max\nx,${line}`));
  it('a mean outside the extremes, and a deviation they do not allow', () => {
    expect(about('0.7,0.3,-0.2,1.8')).toEqual([]);
    expect(about('2.0,0.3,-0.2,1.8')).toEqual(['error x: the mean 2.0 lies outside [-0.2, 1.8]']);
    expect(about('0.7,3.3,-0.2,1.8')[0]).toContain('deviate by 3.3');
    expect(about('0.7,-0.3,-0.2,1.8')[0]).toContain('is negative');
    expect(about('0.7,0.3,1.8,-0.2')[0]).toContain('above the maximum');
    const records = [{ node: 'd', rows: [{ variable: 'x', mean: 3, min: 0, max: 2 }] }];
    expect(found({ records }, 'mean-range')).toEqual(['error x: the mean 3 lies outside [0, 2]']);
  });

  const described = table(',Mean,Std. Dev.,Min,Max\ny,1.0,0.5,0,2\nx,0.50,0.10,0.2,0.9', {}, 'd');

  it('a turning point inside or outside the data', () => {
    const turning = (b: string) => inPrinted('turning-point', described, table(`,a\nx,${b} (0.1)\nx^2,-1.0 (0.1)`));
    expect(turning('1.0')[0]).toMatch(/^note x\^2 \/ a: the turning point 0\.500 lies inside/);
    expect(turning('3.0')[0]).toMatch(/^warning x\^2 \/ a: the turning point 1\.500 lies outside/);
  });

  it('no turning point where the variable stands in another term too', () => {
    const turning = (row: string) =>
      inPrinted('turning-point', described, table(`,a\nx,1.0 (0.1)\nx^2,-1.0 (0.1)\n${row},2.0 (0.1)`));
    expect(turning('L.x')).toHaveLength(1);
    for (const row of ['x^3', 'x:z', 'log(x)', 'x × z', 'ln x']) expect(turning(row), row).toEqual([]);
  });

  it('a turning point of results, by their own descriptives or by printed ones', () => {
    const records = [{ node: 'describe', rows: [{ variable: 'x', mean: 0.5, sd: 0.1, min: 0.2, max: 0.9 }] }];
    const fits = [
      fitted({
        terms: [
          { ...term('x', 0.1), estimate: 3 },
          { ...term('x^2', 0.1), estimate: -1 },
        ],
      }),
    ];
    const outside = expect.stringMatching(/^warning x\^2: the turning point 1\.500 lies outside \[0\.20*, 0\.90*\]/);
    expect(found({ fits, records }, 'turning-point')).toEqual([outside]);
    expect(found({ fits, printed: [described] }, 'turning-point')).toEqual([outside]);
    expect(found({ fits }, 'turning-point')).toEqual([]);
  });

  it('the constant of a within regression', () => {
    const constant = (c: string, se: string, facts: Facts = { outcome: 'y' }) =>
      inPrinted('constant', described, table(`,a\nx,2.00 (0.100)\nConstant,${c} (${se})\nN,90`, facts));
    expect(constant('0.00', '0.050')).toEqual([]);
    expect(constant('0.30', '0.050')[0]).toContain('warning Constant / a: the means of d put the grand-mean constant');
    expect(constant('0.00', '0.100')[0]).toContain('its standard error over that of x is between 0.9');
    // A tenth of the rows left out may move the means.
    expect(constant('0.10', '0.052', { outcome: 'y', whole: 100 })).toEqual([]);
    expect(constant('0.30', '0.050', {})).toEqual([]);
  });

  it('variables that nobody described', () => {
    expect(
      inPrinted('undescribed', described, table(',a\nL.x,1 (0.1)\nx (q < 3.4),1 (0.1)\nConstant,1 (0.1)')),
    ).toEqual([expect.stringContaining('note q: `q` is not among the variables that d describes')]);
  });
});

describe('the tables of the flagship paper', () => {
  const folder = new URL('../../../data/published/', import.meta.url);
  const facts: Readonly<Record<string, Facts>> = {
    table3: { clusters: 31, whole: 372, outcome: 'Gap' },
    table4: { whole: 372, outcome: { 'IV first stage (NQP)': 'NQP', 'IV second stage (Gap)': 'Gap' } },
    table6: { clusters: 31, linear_r2: '0.694', test_df: 360 },
    table7: { whole: 372, parts: true },
  };
  const printed = readdirSync(folder)
    .filter((file) => file.endsWith('.csv'))
    .sort()
    .map((file) => {
      const name = file.replace('.csv', '');
      return table(readFileSync(new URL(file, folder), 'utf8'), facts[name] ?? {}, name);
    });
  const all = audit({ ...nothing, printed });

  it.each([
    ['error', 'negative-se', 'table4', 'Winsorization'],
    ['error', 'first-stage-f', 'table4', 'L.NQP / IV first stage (NQP)'],
    ['error', 'threshold-r2', 'table6', 'R2 / Gap'],
    ['warning', 'constant', 'table4', 'Constant / IV first stage (NQP)'],
    ['warning', 'constant', 'table4', 'Constant / IV second stage (Gap)'],
    ['warning', 'stars', 'table6', 'DigEco / Gap'],
    ['note', 'stars', 'table7', 'East'],
    ['note', 'stars', 'table7', 'Northeast'],
    ['note', 'threshold-p', 'table5', 'Single threshold / P Value'],
    ['note', 'turning-point', 'table3', 'NQP^2 / (5)'],
    ['note', 'undescribed', 'table6', 'HC'],
    ['note', 'no-n', 'table3', 'N'],
  ])('%s %s: %s, %s', (severity, rule, name, cell) => {
    expect(
      all.filter((f) => f.severity === severity && f.rule === rule && f.table === name && f.cell === cell),
    ).toHaveLength(1);
  });

  it('finds no error in what is sound', () => {
    const errors = all.filter((finding) => finding.severity === 'error');
    expect(errors.map(({ table: name, rule }) => `${name} ${rule}`)).toEqual([
      'table4 negative-se',
      'table4 negative-se',
      'table4 negative-se',
      'table4 first-stage-f',
      'table6 threshold-r2',
    ]);
  });

  it('every rule has a name of its own', () => {
    expect(new Set(rules.map((rule) => rule.name)).size).toBe(rules.length);
  });
});
