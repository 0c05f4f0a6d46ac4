/** `predict` behind commands that estimate: which values in which rows. */
import { describe, expect, it } from 'vitest';
import { readStata } from '../../src/import/stata/read.ts';
import { nowhere } from './nowhere.ts';

const read = (source: string) => readStata(`use d\nxtset id t\n${source}`, nowhere);
const predicted = (source: string): unknown[] =>
  read(source).draft.steps.flatMap(({ kind, keys }) => (kind === 'predict' ? [Object.fromEntries(keys)] : []));

describe('`predict`', () => {
  it.each([
    ['reg y x', 'p', { data: 'd', columns: { p: 'fitted' } }],
    ['reg y x', 'double p, xb', { data: 'd', columns: { p: 'index' } }],
    ['reg y x', 'p, res', { data: 'd', columns: { p: 'residual' } }],
    ['reg y x', 'p, hat', { columns: { p: 'leverage' } }],
    ['reg y x', 'p if e(sample), resid', { columns: { p: 'residual' } }],
    ['logit y x', 'p', { data: 'd', columns: { p: 'probability' } }],
    ['logit y x', 'p, pr', { data: 'd', columns: { p: 'probability' } }],
    ['poisson y x', 'p', { data: 'd', columns: { p: 'fitted' } }],
    ['xtreg y x, fe', 'p', { data: 'd', columns: { p: 'index' } }],
    ['xtreg y x, fe', 'p, u', { columns: { p: 'effects' } }],
    ['reghdfe y x, absorb(id t)', 'p, r', { columns: { p: 'residual' } }],
    ['areg y x, absorb(id)', 'p, xbd', { columns: { p: 'fitted' } }],
  ])('behind `%s`: `%s`', (command, rest, keys) => {
    expect(predicted(`${command}\npredict ${rest}\n`)).toEqual([{ base: 'models.m1', ...keys }]);
  });

  it('makes a variable that later lines read, by the name that its estimate has in the end', () => {
    const { draft } = read('reg y x\npredict p\neststo A\nreg w p\ngen q = p^2\nreg w q\n');
    expect(draft.steps.map(({ name, kind, keys }) => [name, kind, keys.get('from') ?? keys.get('base')])).toEqual([
      ['d', 'ingest', undefined],
      ['models', 'models', 'd'],
      ['predict', 'predict', 'models.A'],
      ['models_2', 'models', 'predict'],
      ['predict_2', 'derive', 'predict'],
      ['models_3', 'models', 'predict_2'],
    ]);
  });

  it('makes data that say no panel themselves', () => {
    const { draft } = readStata('use d\nreg y x\npredict p\nxtset id t\nreg y L.p\n', nowhere);
    expect(draft.steps.map(({ kind, keys }) => [kind, keys.get('panel')])).toEqual([
      ['ingest', undefined],
      ['models', undefined],
      ['predict', undefined],
      ['derive', { unit: 'id', time: 't' }],
      ['models', undefined],
    ]);
  });

  it('gives another name to what is replaced afterwards', () => {
    const { draft } = read('reg y x\npredict p\nreplace p = 0 if missing(p)\nreg w p\n');
    expect(draft.steps[2]!.keys.get('columns')).toEqual({ p_1: 'fitted' });
    expect(draft.steps[3]!.keys.get('columns')).toEqual({ p: 'if(missing(p_1), 0, p_1)' });
  });

  it.each([
    'reg y x\npredict p, stdp',
    'reg y x\npredict p if a > 1',
    'reg y x\npredict p q',
    'reg y x\ngen p = 1\npredict p',
    'reg y x\ncollapse (mean) x, by(id)\npredict p, hat',
    'xtabond2 y x, gmm(y)\npredict p',
    'predict p',
  ])('is told: %j', (source) => {
    expect(read(`${source}\n`).lines.at(-1)!.outcome.is).toBe('unread');
    expect(predicted(`${source}\n`)).toEqual([]);
  });
});
