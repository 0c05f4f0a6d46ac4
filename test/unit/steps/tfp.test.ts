/** Production functions of firms: what does not change them, what they refuse, and the series that they leave. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import { productivity } from '../../../steps/tfp/numbers/productivity.ts';
import { errorsOf, type TfpMethod, type TfpSpec, tfpMethods } from '../../../steps/tfp/numbers/spec.ts';
import { dataOf } from '../../support/data.ts';
import { estimate } from '../../support/estimate.ts';
import { planned } from './planned.ts';

type Columns = Readonly<Record<string, readonly number[]>>;

const [head, ...lines] = readFileSync('test/reference/cases/tfp-synth/data.csv', 'utf8').trim().split('\n');
const rows = lines.map((line) => line.split(',').map((cell) => (cell === '' ? Number.NaN : Number(cell))));
const firms: Columns = Object.fromEntries(head!.split(',').map((name, j) => [name, rows.map((row) => row[j]!)]));

const proxies: Readonly<Record<TfpMethod, string | null>> = {
  ...{ ols: null, fe: null, op: 'inv', lp: 'm', acf: 'm', wooldridge: 'm' },
};

function specOf(method: TfpMethod, more: Partial<TfpSpec> = {}): TfpSpec {
  const proxy = more.proxy === undefined ? proxies[method] : more.proxy;
  const free = more.free ?? ['l'];
  const fit = `y ~ ${[...free, 'k', ...(proxy === null ? [] : [proxy])].join(' + ')}`;
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null };
  const [model] = compileColumn({ fit }, null, context).specs;
  const hasProxy = proxy !== null;
  return {
    ...{
      method,
      model: model!,
      free,
      state: ['k'],
      proxy,
      order: hasProxy ? 2 : null,
      transition: hasProxy ? 3 : null,
    },
    ...{ process: 'fitted', errors: 'none', draws: null, name: 'tfp', panel: { unit: 'firm', time: 'year' } },
    ...more,
  };
}

const found = (spec: TfpSpec, columns: Columns = firms, seed = '1') =>
  productivity(spec, dataOf(columns, spec.panel), createRng(seed), () => undefined);

const elasticities = (spec: TfpSpec, columns: Columns = firms): readonly number[] =>
  found(spec, columns)
    .fit.terms.filter(({ term }) => term !== '_cons')
    .map(({ estimate }) => estimate);

const changed = (name: string, by: (value: number, row: number) => number): Columns => ({
  ...firms,
  [name]: firms[name]!.map(by),
});

function close(actual: readonly number[], expected: readonly number[], digits = 6): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i]!, digits);
}

describe.each(tfpMethods)('%s', (method) => {
  const spec = specOf(method);
  const own = elasticities(spec);

  it('does not depend on the units of output', () => {
    close(
      elasticities(
        spec,
        changed('y', (value) => value + 3),
      ),
      own,
    );
    close(
      elasticities(
        spec,
        changed('y', (value) => 2 * value),
      ),
      own.map((value) => 2 * value),
      5,
    );
  });

  it('does not depend on the units of inputs and of the proxy', () => {
    close(
      elasticities(
        spec,
        changed('k', (value) => value - 7),
      ),
      own,
      5,
    );
    const proxy = proxies[method];
    if (proxy !== null)
      close(
        elasticities(
          spec,
          changed(proxy, (value) => 3 * value + 10),
        ),
        own,
        5,
      );
  });

  it('leaves output less inputs as productivity, in every row that has them', () => {
    const { values, fit } = found(spec);
    const [l, k] = own as [number, number];
    expect(values).toHaveLength(rows.length);
    for (const [row, value] of values.entries())
      expect(value).toBeCloseTo(firms.y![row]! - l * firms.l![row]! - k * firms.k![row]!, 10);
    expect(fit.stats.returnsToScale).toBeCloseTo(l + k, 12);
    expect(fit.stats.meanTfp).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 10);
  });

  it('gives the errors that it has, and says why there are none', () => {
    expect(found(spec).fit.terms[0]!.stdError).toEqual({ invalid: 'no standard errors were asked for' });
    expect(found(spec).fit.stats.returnsP).toEqual({ invalid: 'no standard errors were asked for' });
    for (const errors of errorsOf[method].filter((each) => each !== 'none')) {
      const { fit } = found({ ...spec, errors, draws: errors === 'bootstrap' ? 20 : null });
      const [l, k] = fit.terms.map(({ stdError }) => stdError) as [number, number];
      expect(l).toBeGreaterThan(0);
      const { vcov, stats } = fit;
      expect(k).toBeCloseTo(Math.sqrt(vcov[1]![1]!), 12);
      const se = Math.sqrt(vcov[0]![0]! + 2 * vcov[0]![1]! + vcov[1]![1]!);
      expect(stats.returnsSe).toBeCloseTo(se, 12);
      expect(fit.tests[0]!.statistic).toBeCloseTo(((stats.returnsToScale as number) - 1) / se, 9);
      expect(stats.draws).toBe(errors === 'bootstrap' ? 20 : undefined);
    }
  });
});

it('draws firms whole: its errors are near those of clusters, and depend on the seed alone', () => {
  const bootstrap = specOf('ols', { errors: 'bootstrap', draws: 400 });
  const [drawn, again, other] = ['1', '1', '2'].map(
    (seed) => found(bootstrap, firms, seed).fit.terms[0]!.stdError as number,
  );
  expect(again).toBe(drawn);
  expect(other).not.toBe(drawn);
  const clustered = found(specOf('ols', { errors: 'cluster' })).fit.terms[0]!.stdError as number;
  const rowwise = found(specOf('ols', { errors: 'iid' })).fit.terms[0]!.stdError as number;
  expect(Math.abs(drawn! / clustered - 1)).toBeLessThan(0.1);
  expect(Math.abs(drawn! / rowwise - 1)).toBeGreaterThan(0.2);
});

it('recovers the elasticities that firms were made with, where least squares does not', () => {
  for (const method of ['op', 'lp', 'acf', 'wooldridge'] as const) {
    const [l, k] = elasticities(specOf(method)) as [number, number];
    expect(Math.abs(l - 0.6)).toBeLessThan(0.06);
    expect(Math.abs(k - 0.35)).toBeLessThan(0.12);
  }
  expect(Math.abs(elasticities(specOf('ols'))[0]! - 0.6)).toBeGreaterThan(0.4);
});

it.each([
  ['ols', 'y ~ l + k'],
  ['fe', 'y ~ l + k | firm'],
] as const)('%s has the estimates and errors of a regression', (method, fit) => {
  const panel = { unit: 'firm', time: 'year' };
  for (const errors of ['iid', 'cluster'] as const) {
    const own = found(specOf(method, { errors })).fit;
    const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel };
    const vcov = errors === 'iid' ? 'iid' : 'cluster(firm)';
    const other = estimate(compileColumn({ fit, vcov, small: 'xtreg' }, null, context).specs[0]!, dataOf(firms, panel));
    for (const term of ['l', 'k']) {
      const [mine, theirs] = [own, other].map(({ terms }) => terms.find((each) => each.term === term)!);
      for (const key of ['estimate', 'stdError', 'pValue', 'confLow', 'confHigh'] as const)
        expect(mine![key]).toBeCloseTo(theirs![key] as number, 9);
    }
    expect(own.dfResid).toBe(other.dfResid);
    expect(own.inference).toBe(other.inference);
  }
});

it('counts rows without a proxy as lost, and tells of gaps', () => {
  const { fit, values } = found(specOf('op'));
  expect(fit.rowsLost).toMatchObject([{ cause: 'missing', count: 13 }]);
  expect(fit.warnings).toMatchObject([{ code: 'gaps', message: expect.stringMatching(/^33 rows follow on a gap/) }]);
  expect(values.filter((value) => Number.isNaN(value))).toHaveLength(0);
});

describe('refuses', () => {
  const refusal = (spec: TfpSpec, columns: Columns = firms): Refusal => {
    try {
      found(spec, columns);
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
    throw new Error('nothing was refused');
  };

  it('a free input that state and proxy span', () => {
    const columns = { ...firms, l: firms.k!.map((k, row) => 1 + 0.5 * k + 0.2 * firms.m![row]!) };
    expect(refusal(specOf('lp'), columns)).toMatchObject({
      code: 'collinear',
      message: expect.stringContaining('`l`'),
    });
  });

  it('inputs that are linear functions of each other', () => {
    const columns = { ...firms, k: firms.l!.map((l) => 2 * l) };
    expect(refusal(specOf('ols'), columns)).toMatchObject({
      code: 'collinear',
      message: expect.stringContaining('`k`'),
    });
    const constant = { ...firms, k: firms.firm!.map((firm) => firm / 10) };
    expect(refusal(specOf('fe'), constant)).toMatchObject({
      code: 'collinear',
      message: expect.stringContaining('`k`'),
    });
  });

  it.each(['op', 'lp', 'acf', 'wooldridge'] as const)('years without neighbours in %s', (method) => {
    const columns = changed('year', (year) => 2 * year);
    expect(refusal(specOf(method), columns)).toMatchObject({ code: 'no-neighbours' });
  });

  it('an order that takes more terms than there are rows', () => {
    const few = Object.fromEntries(Object.entries(firms).map(([name, values]) => [name, values.slice(0, 12)]));
    expect(refusal(specOf('lp', { order: 4 }), few)).toMatchObject({ code: 'too-few-rows' });
  });
});

describe('plans', () => {
  const csv = `${head}\n${lines.slice(0, 16).join('\n')}\n`;
  const problemsOf = (step: string, panel = ', panel: {unit: firm, time: year}') =>
    planned(
      `papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv${panel}}\n  p: {kind: tfp, from: d, output: y, free: [l], state: [k], ${step}}\n`,
      csv,
    ).problems.map(({ code, message }) => `${code}: ${message}`);

  it.each([
    ['method: lp, proxy: m, order: 3', []],
    ['method: lp, order: 3', ['missing-proxy: `method: lp` needs a `proxy`, and none is named']],
    [
      'method: lp, proxy: m',
      ['missing-order: `method: lp` needs the `order` of its polynomial, on which estimates depend'],
    ],
    ['method: ols, proxy: m', ['unsupported: `proxy` is not read by `method: ols`']],
    [
      'method: wooldridge, proxy: m, order: 2, transition: 2',
      ['unsupported: `transition` is not read by `method: wooldridge`'],
    ],
    ['method: lp, proxy: m, order: 2, errors: iid', ['unsupported: `method: lp` has no errors `iid`']],
    ['method: ols, draws: 50', ['unsupported: `draws` is read by `errors: bootstrap` alone']],
    ['method: ols, name: m', ['column-exists: `m` is already a column of `d`']],
    ['method: lp, proxy: l, order: 2', ['same-variable: `l` stands twice among output, inputs and the proxy']],
    [
      'method: lp, proxy: i(m), order: 2',
      ['unsupported: `proxy` lists inputs, each a column of numbers or a function of such columns'],
    ],
  ])('%s', (step, problems) => {
    expect(problemsOf(step)).toEqual(problems);
  });

  it('needs a panel', () => {
    expect(problemsOf('method: ols', '')).toEqual([
      'no-panel: productivity of firms needs a panel, and `d` declares none',
    ]);
  });
});
