/** Equations of models: each estimator writes one that documents understand, and says what its specification says. */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { describe, expect, it } from 'vitest';
import { parseFormula } from '../../../src/base/formula/parse.ts';
import { formulaInTypst } from '../../../src/document/math/typst.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import { formulaOf } from '../../../src/econ/equation/equation.ts';
import { usuallyKept } from '../../../src/econ/equation/kept.ts';
import { wordsInTex } from '../../../src/econ/equation/words-in-tex.ts';
import { EquationWriter } from '../../../src/econ/equation/writer.ts';
import { equationOf } from '../../../src/econ/equations.ts';
import { estimators } from '../../../src/econ/registry.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';

const PANEL = { unit: 'id', time: 'year' };

function specOf(fit: string, estimator?: object | string, panel: typeof PANEL | null = PANEL): ModelSpec {
  const names = ['id', 'year', 'y', 'x', 'z', 'w', 'd', 'c', 'region', 'first'];
  const columns = names.map((name) => ({ name, type: name === 'region' ? ('string' as const) : ('number' as const) }));
  const context = { sets: {}, samples: {}, frame: 'panel', columns, panel };
  const { specs, problems } = compileColumn({ fit, ...(estimator && { estimator }) } as never, null, context as never);
  expect(problems).toEqual([]);
  return specs[0]!;
}

function texOf(spec: ModelSpec, controls: 'list' | 'sum' = 'list', panel: typeof PANEL | null = PANEL): string {
  const names = { panel, column: (name: string) => (name.length === 1 ? name : wordsInTex(name, 'textit')) };
  const keep = usuallyKept([...(spec.iv?.endogenous ?? []), ...spec.terms]);
  const words = { controls: '\\textit{Controls}', where: '\\text{if}' };
  return formulaOf(equationOf(spec)!(spec, new EquationWriter(names, { controls, keep, words })));
}

/** A model of each estimator. */
const MODELS: Readonly<Record<string, readonly [fit: string, estimator?: object | string]>> = {
  linear: ['y ~ x + z | id + year'],
  iv: ['y ~ z | id | x ~ L.x'],
  re: ['y ~ x + z', { is: 're', mundlak: true }],
  be: ['y ~ x + z', 'be'],
  logit: ['d ~ x + z', { is: 'logit', offset: 'w' }],
  probit: ['d ~ x + z', 'probit'],
  flogit: ['d ~ x + z', { is: 'flogit', offset: 'w' }],
  fprobit: ['d ~ x + z', 'fprobit'],
  clogit: ['d ~ x + z | id', 'clogit'],
  mlogit: ['c ~ x + z', { is: 'mlogit', base: 1 }],
  ologit: ['c ~ x + z', 'ologit'],
  oprobit: ['c ~ x + z', 'oprobit'],
  ocloglog: ['c ~ x + z', 'ocloglog'],
  liml: ['y ~ z | id | x ~ L.x', 'liml'],
  fuller: ['y ~ z | id | x ~ L.x + L2.x', 'fuller'],
  kclass: ['y ~ z | x ~ L.x + L2.x', { is: 'kclass', k: 0.5 }],
  poisson: ['c ~ x + z | id', { is: 'poisson', exposure: 'w' }],
  negbin: ['c ~ x + z', 'negbin'],
  sfa: ['y ~ x + z', { is: 'sfa', inefficiency: ['z'], cost: true }],
  tobit: ['c ~ x + z', { is: 'tobit', lower: 0 }],
  zip: ['c ~ x + z', { is: 'zip', inflate: ['x', 'w'] }],
  zinb: ['c ~ x + z', { is: 'zinb', inflate: [], exposure: 'w' }],
  truncreg: ['c ~ x + z', { is: 'truncreg', lower: 0, upper: 9 }],
  heckman: ['y ~ x + z', { is: 'heckman', select: 'd ~ z + w' }],
  quantile: ['y ~ x + z', { is: 'quantile', tau: 0.25 }],
  gmm: ['y ~ L.y + x + i(year)', { is: 'gmm', instruments: { gmm: [{ of: ['L.y'] }], iv: [{ of: ['x'] }] } }],
};

const compiler = NodeCompiler.create({ workspace: import.meta.dirname });

function faultsOf(tex: string): unknown[] {
  const parsed = parseFormula(tex);
  if (!parsed.ok) return [...parsed.problems];
  const compiled = compiler.compile({ mainFileContent: `$ ${formulaInTypst(parsed.formula)} $` });
  const told = [compiled.takeWarnings(), compiled.takeDiagnostics(), compiled.takeError()];
  return told.flatMap((each) => (each === null ? [] : compiler.fetchDiagnostics(each)));
}

describe('equations', () => {
  it('are known of every estimator', () => {
    expect(Object.keys(MODELS).sort()).toEqual(estimators.map(({ name }) => name).sort());
  });

  it.each(Object.entries(MODELS))(
    'of %s are formulas, with each regressor and the outcome in them',
    (_, [fit, estimator]) => {
      const spec = specOf(fit, estimator);
      for (const controls of ['list', 'sum'] as const) expect(faultsOf(texOf(spec, controls))).toEqual([]);
      const tex = texOf(spec);
      expect(tex).toContain(spec.outcome);
      for (const term of spec.terms)
        expect(tex).toMatch(term.includes('i(') ? /\\lambda_\{t\}/ : new RegExp(`\\b${term.replace('L.', '')}`));
    },
  );

  it.each([
    [
      'y ~ x + z | id + year',
      String.raw`y_{it} = \beta_{1}\,x_{it} + \beta_{2}\,z_{it} + \mu_{i} + \lambda_{t} + \varepsilon_{it}`,
    ],
    ['y ~ x + x^2', String.raw`y_{it} = \beta_{0} + \beta_{1}\,x_{it} + \beta_{2}\,x_{it}^{2} + \varepsilon_{it}`],
    [
      'y ~ L2.x + F.z + D.w',
      String.raw`y_{it} = \beta_{0} + \beta_{1}\,x_{i,t-2} + \beta_{2}\,z_{i,t+1} + \beta_{3}\,\Delta w_{it} + \varepsilon_{it}`,
    ],
    [
      'log(y) ~ log(x / z) + x:z - 1',
      String.raw`\ln(y_{it}) = \beta_{1}\,\ln(\frac{x_{it}}{z_{it}}) + \beta_{2}\,x_{it}\,z_{it} + \varepsilon_{it}`,
    ],
    [
      'y ~ x + i(year) + year | id',
      String.raw`y_{it} = \beta_{1}\,x_{it} + \beta_{2}\,t + \mu_{i} + \lambda_{t} + \varepsilon_{it}`,
    ],
    ['y ~ x | region^year', String.raw`y_{it} = \beta_{1}\,x_{it} + \eta_{\textit{region},\,t} + \varepsilon_{it}`],
    [
      'y ~ i(region, ref=East):x',
      String.raw`y_{it} = \beta_{0} + \sum_{g \neq \text{East}} \beta_{1,g}\,\mathbf{1}\{\textit{region}_{it} = g\}\,x_{it} + \varepsilon_{it}`,
    ],
    [
      'y ~ event(year - first, ref=-1) | id + year',
      String.raw`y_{it} = \sum_{k \neq -1} \delta_{k}\,\mathbf{1}\{t - \textit{first}_{i} = k\} + \mu_{i} + \lambda_{t} + \varepsilon_{it}`,
    ],
    ['y ~ x | id[w]', String.raw`y_{it} = \beta_{1}\,x_{it} + \mu_{i} + \theta_{i}\,w_{it} + \varepsilon_{it}`],
  ])('%s', (fit, tex) => {
    const spec = specOf(fit);
    expect(
      texOf(spec)
        .replace(/ \\\\\n&\\quad/g, '')
        .replace('&', ''),
    ).toBe(spec.slopes !== undefined && spec.absorb.length === 0 ? tex.replace(' \\mu_{i} +', '') : tex);
    expect(faultsOf(texOf(spec))).toEqual([]);
  });

  it('have units alone as subscripts in a cross-section', () => {
    const spec = specOf('y ~ x | region', undefined, null);
    expect(texOf(spec, 'list', null)).toBe(
      String.raw`y_{i} = \beta_{1}\,x_{i} + \eta_{\textit{region}} + \varepsilon_{i}`,
    );
  });

  it('keep the first regressor, its powers and products out of the sum of controls', () => {
    const tex = texOf(specOf('y ~ x + x^2 + x:z + z + w + c | id'), 'sum');
    expect(tex.replace(/ \\\\\n&\\quad/g, '').replace('&', '')).toBe(
      String.raw`y_{it} = \beta_{1}\,x_{it} + \beta_{2}\,x_{it}^{2} + \beta_{3}\,x_{it}\,z_{it} + \beta_{4}\,z_{it} + \sum_{k} \gamma_{k}\,\textit{Controls}_{k,it} + \mu_{i} + \varepsilon_{it}`,
    );
  });

  it('break where they are long, and say the same', () => {
    const long = texOf(specOf('y ~ x + z + w + c + d + L.x + L.z + L.w + L.c | id + year'));
    const lines = long.split('\\\\\n');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.slice(1).every((line) => line.startsWith('&\\quad + '))).toBe(true);
    expect(faultsOf(long)).toEqual([]);
  });

  it.each(['50% & more_x #1 $', 'β, α ≤ 2 {a} \\input{x} ^ ~ <b> |c|', '城乡收入差距', '#read("/etc/passwd")'])(
    'have words as they are: %s',
    (words) => {
      expect(faultsOf(`${wordsInTex(words, 'text')}_{it} = 1`)).toEqual([]);
      expect(faultsOf(`${wordsInTex(words, 'textit')}_{it} = 1`)).toEqual([]);
    },
  );
});
