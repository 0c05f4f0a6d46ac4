/** Covariances of two cluster variables with negative eigenvalues, of models by maximum likelihood. */
import { describe, expect, it } from 'vitest';
import type { Fit } from '../../../../src/econ/fit.ts';
import { scaledCholesky } from '../../../../src/econ/linalg/matrix.ts';
import { positivePart } from '../../../../src/econ/linalg/positive-part.ts';
import { type Columns, drawn, fitOf } from '../../../support/likelihood.ts';

const panelOf = (i: number): Columns =>
  drawn(`mended ${i}`, 60, (draw, row) => {
    const [u, v] = [row % 8, Math.floor(row / 8)];
    const [x, z, w] = [draw.normal() + u / 4, draw.normal() - v / 5, draw.normal()];
    const latent = 0.3 * x + 0.2 * z + draw.normal();
    const y = Math.max(0, Math.round(Math.exp(latent)));
    return { x, z, w, u, v, uv: row, y, one: latent > 0 ? 1 : 0, censored: Math.max(0, latent) };
  });
const panels = Array.from({ length: 25 }, (_, i) => panelOf(i));
const terms = ['x', 'z', 'w'];

const warningOf = (fit: Fit): string | undefined => fit.warnings.find(({ code }) => code === 'vcov-mended')?.message;
const slopesOf = (fit: Fit): Float64Array => {
  const at = terms.map((name) => fit.terms.findIndex(({ term }) => term === name));
  return Float64Array.from(at.flatMap((i) => at.map((j) => fit.vcov[i]![j]!)));
};

/** V_u + V_v − V_uv of the slopes, with the factor of the fewer clusters. */
function unmended(columns: Columns, keys: Parameters<typeof fitOf>[1]): Float64Array {
  const plain = (by: string): Float64Array => {
    const fit = fitOf(columns, { ...keys, vcov: `cluster(${by})` });
    const groups = fit.nclusters!;
    return slopesOf(fit).map((value) => (value * (groups - 1)) / groups);
  };
  const [a, b, both] = ['u', 'v', 'uv'].map(plain) as [Float64Array, Float64Array, Float64Array];
  return a.map((value, i) => ((value + b[i]! - both[i]!) * 8) / 7);
}

const close = (found: ArrayLike<number>, expected: ArrayLike<number>): void => {
  const size = Math.max(...Array.from(expected, Math.abs));
  for (let i = 0; i < expected.length; i++) expect(Math.abs(found[i]! - expected[i]!)).toBeLessThan(1e-8 * size);
};

describe('Poisson regression with absorbed effects', () => {
  const keys = { fit: 'y ~ x + z + w | u', estimator: 'poisson' } as const;
  const twoWay = { ...keys, vcov: 'cluster(u + v)' } as const;

  it('mends the slopes by themselves, and no origin of a regressor moves their errors', { tags: 'slow' }, () => {
    const met = { mended: 0, ofConstant: 0 };
    for (const columns of panels) {
      const fit = fitOf(columns, twoWay);
      const before = unmended(columns, keys);
      const isDefinite = scaledCholesky(before, 3) !== null;
      const warning = warningOf(fit);
      if (warning === undefined) continue;
      met[isDefinite ? 'ofConstant' : 'mended']++;
      expect(warning.endsWith(', for the constant alone')).toBe(isDefinite);
      close(slopesOf(fit), isDefinite ? before : positivePart(before, 3));
      const moved = {
        ...columns,
        x: columns.x!.map((x) => (x as number) + 7),
        w: columns.w!.map((w) => (w as number) - 20),
      };
      close(slopesOf(fitOf(moved, twoWay)), slopesOf(fit));
    }
    expect(Math.min(met.mended, met.ofConstant)).toBeGreaterThan(2);
  });

  it('mends a conditional likelihood alike', () => {
    for (const columns of panels.slice(0, 8)) {
      const conditional = fitOf(columns, { ...twoWay, estimator: { is: 'poisson', conditional: true } });
      const fit = fitOf(columns, twoWay);
      close(slopesOf(conditional), slopesOf(fit));
      const warning = warningOf(fit);
      expect(warningOf(conditional)).toBe(warning?.endsWith('constant alone') ? undefined : warning);
    }
  });
});

describe.each([
  { fit: 'y ~ x + z + w', estimator: 'poisson' },
  { fit: 'y ~ x + z + w | u', estimator: 'poisson' },
  { fit: 'one ~ x + z + w', estimator: 'logit' },
  { fit: 'one ~ x + z + w', estimator: 'probit' },
  { fit: 'y ~ x + z + w', estimator: 'negbin' },
  { fit: 'censored ~ x + z + w', estimator: { is: 'tobit', lower: 0 } },
])('$estimator $fit', (keys) => {
  it('tests slopes where their block of V was positive definite before it was mended, and nowhere else', () => {
    const met = { tested: 0, not: 0 };
    for (const columns of panels) {
      const fit = fitOf(columns, { ...keys, vcov: 'cluster(u + v)' });
      if (warningOf(fit) === undefined) continue;
      const before = unmended(columns, keys);
      const statistic = fit.stats.chi2 ?? fit.stats.f;
      const isDefinite = scaledCholesky(before, 3) !== null;
      met[isDefinite ? 'tested' : 'not']++;
      if (isDefinite) expect(typeof statistic).toBe('number');
      else
        expect(statistic).toEqual({
          invalid: 'the covariance of the tested coefficients was not positive definite before it was mended',
        });
      const negative = terms.filter((_, j) => before[4 * j]! < 0);
      if (negative.length > 0)
        expect(warningOf(fit)).toContain(`; the variance of \`${negative.join('`, `')}\` itself was negative`);
    }
    expect(Math.min(met.tested, met.not)).toBeGreaterThan(2);
  });
});
