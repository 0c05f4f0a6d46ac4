import { describe, expect, it } from 'vitest';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import { type Diagnoses, diagnose } from '../../../../steps/diagnose/numbers/diagnose.ts';
import type { Sigma } from '../../../../steps/diagnose/numbers/hausman.ts';
import { type DiagnosticName, testNames } from '../../../../steps/diagnose/numbers/spec.ts';
import { dataOf } from '../../../support/data.ts';
import { type Columns, drawn, fitOf, shuffled } from '../../../support/likelihood.ts';

const panel = { unit: 'id', time: 't' };

function diagnosed(
  columns: Columns,
  fit = 'y ~ x',
  sigma: Sigma = 'own',
  tests: readonly DiagnosticName[] = testNames,
): Diagnoses {
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel };
  const { specs } = compileColumn({ fit }, null, context);
  const model = {
    ...specs[0]!,
    estimator: { is: 'linear', levels: { unit: ['id'] } },
    vcov: { is: 'dk', lag: 0 } as const,
  };
  return diagnose({ model, tests, sigma }, dataOf(columns, panel));
}

const panelOf = (seed: string, effect: number, units = 12): Columns =>
  drawn(seed, units * 8, (draw, i) => {
    const id = Math.floor(i / 8);
    const x = draw.normal() + effect * Math.sin(id);
    return { id, t: i % 8, x, y: x + 2 * effect * Math.sin(id) + draw.normal() };
  });
const data = panelOf('diagnose', 1.5);
const near = (value: unknown, expected: number, relative = 1e-9): void =>
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-12);

describe('panel tests', () => {
  it('do not depend on the order of rows or on units of measure', () => {
    const found = diagnosed(data);
    const other = diagnosed(shuffled({ ...data, x: data.x!.map((x) => 1000 * (x as number)) }, 'rows'));
    expect(other.rows.map(({ variable }) => variable)).toEqual(found.rows.map(({ variable }) => variable));
    for (const [i, { statistic }] of found.rows.entries()) near(other.rows[i]!.statistic, statistic as number, 1e-7);
  });

  it('have the F of the fixed-effects fit, and find effects that are there', () => {
    const found = diagnosed(data);
    const fit = fitOf(data, { fit: 'y ~ x | id' });
    near(found.stats.fFe, fit.tests[0]!.statistic as number);
    for (const name of ['fFeP', 'bpLmP']) expect(found.stats[name]).toBeLessThan(0.01);
    const none = diagnosed(panelOf('none', 0));
    expect(none.stats.bpLmP).toBeGreaterThan(0.01);
  });

  it('give Hausman’s statistic of one regressor as the squared difference over that of variances', () => {
    const [fixed, random] = ['linear', 're'].map((estimator) =>
      fitOf(data, { fit: 'y ~ x | id', estimator, vcov: 'iid' }),
    );
    const [b1, b2] = [fixed!, random!].map(({ terms }) => terms[0]!);
    const variance =
      (b1!.stdError as number) * (b1!.stdError as number) - (b2!.stdError as number) * (b2!.stdError as number);
    near(diagnosed(data).stats.hausmanChi2, (b1!.estimate - b2!.estimate) ** 2 / variance, 1e-6);
    expect(diagnosed(data, 'y ~ x', 'more').stats.hausmanChi2).not.toBe(diagnosed(data).stats.hausmanChi2);
  });

  it('say why one is not defined, and make the others', () => {
    const alone: Columns = { id: [...data.id!, 99], t: [...data.t!, 1], x: [...data.x!, 0], y: [...data.y!, 0] };
    const found = diagnosed(alone);
    const reasons = found.rows.filter(({ statistic }) => typeof statistic === 'object').map(({ variable }) => variable);
    expect(reasons).toEqual(['Modified Wald', 'Pesaran CD']);
  });

  it('read gaps of time as gaps', () => {
    const every = { ...data, t: data.t!.map((t) => 2 * (t as number)) };
    const [row] = diagnosed(every, 'y ~ x', 'own', ['wooldridge']).rows;
    expect(row!.statistic).toEqual({ invalid: 'no rows with the period before' });
  });
});
