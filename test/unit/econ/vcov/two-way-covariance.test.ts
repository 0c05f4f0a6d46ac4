/** Two-way clustered covariances with negative eigenvalues, in the units that data come in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Design, NamedColumn } from '../../../../src/econ/design.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { fitIv } from '../../../../src/econ/iv/tsls.ts';
import { clusterOn, column, fitOn, named, type Panel, simulate } from '../panels.ts';

const isMended = (fit: Fit): boolean =>
  fit.warnings.some(({ code, message }) => code === 'vcov-mended' && !message.endsWith('for the constant alone'));

/** With a third regressor. */
function panelOf(seed: string): Panel {
  const panel = simulate(seed, 8, 5, 0);
  const [x1, x2] = panel.design.terms.map(({ values }) => values) as [Float64Array, Float64Array];
  const w = x1.map((value, i) => value * x2[(i * 7) % x2.length]!);
  return { ...panel, design: { ...panel.design, terms: [...panel.design.terms, column('w', w)] } };
}

const panels = Array.from({ length: 30 }, (_, i) => panelOf(`mended ${i}`));
const absorbing = ({ design, unit, time }: Panel): Design => ({ ...design, absorb: [unit, time] });
const twoWay = ({ unit, time }: Panel) => ({ ...clusterOn(unit, time), small: 'asymptotic' }) as const;
const indefinite = panels.filter((panel) => isMended(fitOn(absorbing(panel), twoWay(panel))));
const definite = panels.filter((panel) => !indefinite.includes(panel));

/** Terms in other units: powers of two, so that every figure but the mended should be the same but for them. */
const inUnits = (design: Design, units: readonly number[]): Design => ({
  ...design,
  terms: design.terms.map(({ name, values }, j) =>
    column(
      name,
      values.map((value) => value * units[j]!),
    ),
  ),
});

/** V_a + V_b − V_ab, by term. */
function unmended(panel: Panel, design: Design): ReadonlyMap<string, number> {
  const cell = named(
    'cell',
    Array.from(panel.unit.codes, (code, i) => code * panel.time.levels.length + panel.time.codes[i]!),
  );
  const parts = [panel.unit, panel.time, cell].map((by) => fitOn(design, { ...twoWay(panel), ...clusterOn(by) }));
  const [a, b, ab] = parts.map(({ vcov }) => vcov.map((row, j) => row[j]!));
  return new Map(parts[0]!.terms.map(({ term }, j) => [term, a![j]! + b![j]! - ab![j]!]));
}

const variances = (fit: Fit): ReadonlyMap<string, number> =>
  new Map(fit.terms.map(({ term }, j) => [term, fit.vcov[j]![j]!]));
const power = fc.integer({ min: -40, max: 40 }).map((e) => 2 ** e);
const cases = (of: readonly Panel[]) => fc.tuple(fc.constantFrom(...of), power, power, power);
const closeTo = (found: number, expected: number) => expect(Math.abs(found / expected - 1)).toBeLessThan(1e-9);

describe('a two-way covariance, errors apart by up to 2^80', () => {
  it('is met with and without negative eigenvalues here', () => {
    expect(indefinite.length).toBeGreaterThan(4);
    expect(definite.length).toBeGreaterThan(4);
  });

  it('does not hang on the order of regressors', () => {
    fc.assert(
      fc.property(cases(indefinite), ([panel, ...units]) => {
        const design = inUnits(absorbing(panel), units);
        const here = variances(fitOn(design, twoWay(panel)));
        const there = variances(fitOn({ ...design, terms: [...design.terms].reverse() }, twoWay(panel)));
        for (const [term, value] of here) closeTo(there.get(term)!, value);
      }),
      { seed: 9 },
    );
  });

  it('is nowhere below the one before', () => {
    fc.assert(
      fc.property(cases(indefinite), ([panel, ...units]) => {
        const design = inUnits(absorbing(panel), units);
        const before = unmended(panel, design);
        for (const [term, value] of variances(fitOn(design, twoWay(panel)))) {
          expect(value).toBeGreaterThanOrEqual(before.get(term)! - 1e-9 * Math.abs(before.get(term)!));
        }
      }),
      { seed: 9 },
    );
  });

  it('goes with the units where nothing is clipped', () => {
    fc.assert(
      fc.property(cases(definite), ([panel, ...units]) => {
        const plain = fitOn(absorbing(panel), twoWay(panel));
        const scaled = fitOn(inUnits(absorbing(panel), units), twoWay(panel));
        expect(isMended(scaled)).toBe(false);
        for (const [i, row] of plain.vcov.slice(0, -1).entries()) {
          for (const [j, value] of row.slice(0, -1).entries())
            closeTo(scaled.vcov[i]![j]! * units[i]! * units[j]!, value);
        }
      }),
      { seed: 9 },
    );
  });
});

describe('tests on a mended covariance', () => {
  const undefinedWhy = {
    invalid: 'the covariance of the tested coefficients was not positive definite before it was mended',
  };

  it('F is undefined, since all that is tested had a negative eigenvalue', () => {
    for (const panel of indefinite) {
      const { stats } = fitOn(absorbing(panel), { ...clusterOn(panel.unit, panel.time) });
      expect(stats.f).toEqual(undefinedWhy);
      expect(stats.fP).toEqual(undefinedWhy);
    }
  });

  /** First stages of one instrument: F is t² on V as it was where that is positive. */
  it('a first stage’s F is defined only where the variance was positive', () => {
    const met = { negative: 0, positive: 0 };
    for (const panel of panels) {
      const { design, unit, time } = panel;
      const { nobs, outcome } = design;
      const [x, z, w] = design.terms as [NamedColumn, NamedColumn, NamedColumn];
      const first = { ...design, outcome: x, terms: [w, z] };
      const fit = fitIv(
        { nobs, outcome, exogenous: [w], endogenous: [x], instruments: [z], constant: true, absorb: [] },
        { vcov: { is: 'cluster', by: ['unit', 'time'] }, small: 'regress', clusters: [unit, time], time: null },
      );
      const stage = fit.firstStage![0]!;
      if (!isMended(stage)) continue;
      const variance = unmended(panel, first).get(z.name)!;
      met[variance < 0 ? 'negative' : 'positive']++;
      if (variance < 0) {
        expect(stage.f).toEqual(undefinedWhy);
        const { message } = stage.warnings.find(({ code }) => code === 'vcov-mended')!;
        expect(message).toContain(`; the variance of \`${z.name}\` itself was negative`);
      } else {
        const t = stage.terms.find(({ term }) => term === z.name)!.statistic as number;
        closeTo(stage.f as number, t * t);
      }
    }
    expect(Math.min(met.negative, met.positive)).toBeGreaterThan(0);
  });
});
