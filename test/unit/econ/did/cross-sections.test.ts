/** Cells of repeated cross sections: against means by hand, panels, derivatives of the estimate by the weights of rows, and truth in simulations. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { callaway } from '../../../../steps/did/numbers/callaway.ts';
import { type CrossSections, compareCrossSections } from '../../../../steps/did/numbers/cells/cross-sections.ts';
import type { CellMethod } from '../../../../steps/did/numbers/cells/two-by-two.ts';
import { didSample } from '../../../../steps/did/numbers/sample.ts';
import type { DidSpec } from '../../../../steps/did/numbers/spec.ts';
import { dataOf } from '../../../support/data.ts';

const methods: readonly CellMethod[] = ['dr', 'ipw', 'reg'];

/** Rows of two periods, where both the change without treatment and who is treated go by `x`. The effect is 1. */
function drawn(count: number, seed: string, weighs = false): CrossSections {
  const draw = createRng('cross sections').stream(seed, 0);
  const rows = Array.from({ length: count }, () => {
    const [x, later] = [draw.normal(), Number(draw.uniform() < 0.5)];
    const treated = Number(draw.uniform() < 1 / (1 + Math.exp(0.3 - 0.5 * x)));
    const outcome = x + 2 * treated + later * (0.5 + x + treated) + draw.normal();
    return { x, later, treated, outcome, weight: 0.5 + draw.uniform() };
  });
  const of = (name: keyof (typeof rows)[number]): Float64Array => Float64Array.from(rows, (row) => row[name]);
  return {
    ...{ outcome: of('outcome'), later: of('later'), treated: of('treated'), covariates: [of('x')] },
    weights: weighs ? of('weight') : null,
  };
}

describe('a cell of repeated cross sections', () => {
  it('is the difference of four means without covariates, with the error of four independent means', () => {
    const cell = { ...drawn(300, 'means'), covariates: [] };
    const groups = [1, 0].flatMap((d) =>
      [1, 0].map((s) => [...cell.outcome].filter((_, i) => cell.treated[i] === d && cell.later[i] === s)),
    );
    const means = groups.map((group) => group.reduce((a, b) => a + b, 0) / group.length);
    const variances = groups.map(
      (group, g) => group.reduce((sum, y) => sum + (y - means[g]!) * (y - means[g]!), 0) / group.length / group.length,
    );
    for (const method of methods) {
      const { estimate, influence } = compareCrossSections(cell, method);
      expect(estimate).toBeCloseTo(means[0]! - means[1]! - means[2]! + means[3]!, 12);
      const variance = influence.reduce((sum, psi) => sum + psi * psi, 0) / 300 / 300;
      expect(variance).toBeCloseTo(
        variances.reduce((a, b) => a + b, 0),
        12,
      );
    }
  });

  // the influence of a row is n times the derivative of the estimate by its weight
  it.each(methods.flatMap((method) => [false, true].map((weighs) => ({ method, weighs }))))(
    'has the influence that the estimate itself has: $method, weighed: $weighs',
    ({ method, weighs }) => {
      const cell = drawn(120, 'influence', weighs);
      const { influence } = compareCrossSections(cell, method);
      const base = cell.weights ?? new Float64Array(120).fill(1);
      const total = base.reduce((a, b) => a + b, 0);
      for (const i of [0, 7, 31, 64, 99, 119]) {
        const step = 1e-5;
        const at = (by: number): number => {
          const weights = base.map((weight, j) => (j === i ? weight * (1 + by) : weight));
          return compareCrossSections({ ...cell, weights }, method).estimate;
        };
        const slope = (at(step) - at(-step)) / (2 * step);
        expect(Math.abs(influence[i]! - (slope * total) / (total / 120))).toBeLessThan(1e-6);
      }
      expect(Math.abs(influence.reduce((a, b) => a + b, 0))).toBeLessThan(1e-8);
    },
  );

  it('finds the effect where trends go by covariates, with errors that cover it, and misses it without them', () => {
    for (const method of methods) {
      let covered = 0;
      for (let k = 0; k < 60; k++) {
        const { estimate, influence } = compareCrossSections(drawn(600, `draw ${k}`), method);
        const error = Math.sqrt(influence.reduce((sum, psi) => sum + psi * psi, 0)) / 600;
        if (Math.abs(estimate - 1) < 1.96 * error) covered++;
      }
      expect(covered, method).toBeGreaterThan(51);
    }
    const plain = compareCrossSections({ ...drawn(6000, 'plain'), covariates: [] }, 'reg').estimate;
    expect(plain).toBeGreaterThan(1.2);
  });

  it('refuses groups without rows, with too few, and covariates that others span, by name', () => {
    const cell = drawn(60, 'refused');
    const none = { ...cell, later: cell.later.map((s, i) => (cell.treated[i] === 1 ? 1 : s)) };
    expect(() => compareCrossSections(none, 'dr')).toThrow('no treated row in its base');
    const twice = { ...cell, covariates: [cell.covariates[0]!, cell.covariates[0]!.map((x) => 2 * x)] };
    expect(() => compareCrossSections(twice, 'reg')).toThrow('collinear among rows of one group and period');
    const many = { ...cell, covariates: Array.from({ length: 40 }, () => cell.covariates[0]!) };
    expect(() => compareCrossSections(many, 'dr')).toThrow('than the 41 coefficients');
  });
});

describe('cohorts in repeated cross sections', () => {
  const spec: DidSpec = {
    ...{ method: 'callaway', outcome: 'y', covariates: [], cohort: 'g', treatment: null, sample: null, exclude: null },
    ...{ cluster: null, control: null, estimate: 'dr', base: 'varying', anticipation: 0, events: null },
    ...{ balanceEvents: null, unbalanced: 'rows', pretrends: 0, bands: 0, shares: 'fixed' },
  };
  const draw = createRng('cross sections').stream('cohorts', 0);
  const rows = Array.from({ length: 900 }, (_, i) => {
    const [t, g] = [1 + draw.int(4), [0, 2, 3][draw.int(3)]!];
    const y = g + t + (g > 0 && t >= g ? 1 + (t - g) : 0) + draw.normal();
    return { id: i, t, g, y, x: draw.normal(), place: draw.int(30) };
  });
  const columns = Object.fromEntries(
    (['id', 't', 'g', 'y', 'x', 'place'] as const).map((name) => [name, rows.map((row) => row[name])]),
  );
  const found = (more: Partial<DidSpec> = {}, of = columns) => {
    const whole = { ...spec, ...more };
    return callaway(whole, didSample(whole, dataOf(of, { unit: 'id', time: 't' })), createRng('1'));
  };

  it('have effects that are differences of means, and grow as the data do', () => {
    const { attgt, simple, nUnits, leftOut } = found();
    const mean = (g: number, t: number): number => {
      const values = rows.filter((row) => row.g === g && row.t === t).map(({ y }) => y);
      return values.reduce((a, b) => a + b, 0) / values.length;
    };
    for (const { group, time, estimate } of attgt) {
      const base = time < group ? time - 1 : group - 1;
      if (base >= 1)
        expect(estimate).toBeCloseTo(mean(group, time) - mean(group, base) - mean(0, time) + mean(0, base), 10);
    }
    expect(nUnits).toBe(900);
    expect(leftOut.incompleteUnits).toBe(0);
    expect(Math.abs((simple!.estimate as number) - 1.8)).toBeLessThan(0.5);
    expect(found({ covariates: ['x'] }).simple!.estimate).not.toBe(simple!.estimate);
  });

  it('do not depend on the order of rows, and cluster on what holds units', () => {
    const order = rows.map((_, i) => (i * 541) % 900);
    const turned = Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, order.map((i) => values[i]!)]),
    );
    const [one, other] = [found({ covariates: ['x'] }), found({ covariates: ['x'] }, turned)];
    expect(other.simple!.estimate).toBeCloseTo(one.simple!.estimate as number, 10);
    expect(other.simple!.stdError).toBeCloseTo(one.simple!.stdError as number, 10);
    const clustered = found({ cluster: 'place' });
    expect(clustered.simple!.estimate).toBe(found().simple!.estimate);
    expect(clustered.simple!.stdError).not.toBe(found().simple!.stdError);
  });

  it('are those of the panel where every unit is seen in both periods and there are no covariates', () => {
    const units = Array.from({ length: 40 }, (_, i) => i);
    const both = units.flatMap((id) =>
      [1, 2].map((t) => ({ id, t, g: id % 2 === 0 ? 2 : 0, y: draw.normal() + t * (id % 3) })),
    );
    const of = Object.fromEntries((['id', 't', 'g', 'y'] as const).map((name) => [name, both.map((row) => row[name])]));
    const [byRows, byUnits] = [found({}, of), found({ unbalanced: 'drop' }, of)];
    expect(byRows.simple!.estimate).toBeCloseTo(byUnits.simple!.estimate as number, 12);
    expect(byRows.simple!.stdError).toBeCloseTo(byUnits.simple!.stdError as number, 12);
  });
});
