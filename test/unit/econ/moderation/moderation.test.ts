import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import { type EffectLine, johnsonNeyman } from '../../../../src/econ/moderation/johnson-neyman.ts';
import {
  type Moderation,
  type ModerationSpec,
  moderate,
  type Scale,
} from '../../../../src/econ/moderation/moderation.ts';
import { dataOf } from '../../../support/data.ts';

const draw = createRng('moderation').stream('rows', 0);
const n = 90;
const rows = Array.from({ length: n }, (_, i) => {
  const [x, w, d] = [2 + draw.normal(), 50 + 9 * draw.normal(), i % 3 === 0 ? 1 : 0];
  return { id: `u${i % 9}`, x, w, d, y: x + 0.2 * w - 0.03 * x * w + 0.5 * d + draw.normal() };
});
const column = <K extends keyof (typeof rows)[number]>(name: K) => rows.map((row) => row[name]);
const data = dataOf({ id: column('id'), x: column('x'), w: column('w'), d: column('d'), y: column('y') });

function moderated(scale: Scale, more: Partial<ModerationSpec> = {}, fit = 'y ~ x + w + x:w + d'): Moderation {
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null };
  const { specs, problems } = compileColumn({ fit, vcov: 'cluster(id)' }, null, context);
  expect(problems).toEqual([]);
  const named = { treatment: 'x', moderator: 'w', interaction: 'x:w' };
  return moderate({ model: specs[0]!, ...named, scale, scaleTreatment: null, level: 0.95, ...more }, data);
}
const term = ({ fit }: Moderation, name: string) => fit.terms.find((row) => row.term === name)!;
const effect = ({ marginalEffects }: Moderation, i: number) => marginalEffects[i]!.estimate;

describe('scaling', () => {
  const [none, centred, standard] = (['none', 'centre', 'standardise'] as const).map((scale) => moderated(scale)) as [
    Moderation,
    Moderation,
    Moderation,
  ];

  it('by means leaves the product and its test, and makes the treatment’s effect that at the mean', () => {
    expect(term(centred, 'x:w').estimate).toBeCloseTo(term(none, 'x:w').estimate, 10);
    expect(term(centred, 'x:w').statistic as number).toBeCloseTo(term(none, 'x:w').statistic as number, 7);
    expect(term(centred, 'x').estimate).toBeCloseTo(effect(none, 1), 9);
    expect(term(centred, 'x').stdError as number).toBeCloseTo(none.marginalEffects[1]!.stdError as number, 9);
  });

  it('changes no effect along the moderator but by its units', () => {
    for (const i of [0, 1, 2]) {
      expect(effect(centred, i)).toBeCloseTo(effect(none, i), 9);
      expect(effect(standard, i) / none.means.sdX).toBeCloseTo(effect(none, i), 9);
      expect(standard.marginalEffects[i]!.statistic as number).toBeCloseTo(
        none.marginalEffects[i]!.statistic as number,
        7,
      );
    }
    expect(standard.marginalEffects.map(({ value }) => value)).toEqual([-1, 0, 1]);
  });

  it('moves the region of significance with the moderator', () => {
    const of = ({ johnsonNeyman: found }: Moderation) => found as Exclude<typeof found, { invalid: string }>;
    expect(of(centred).significant).toBe(of(none).significant);
    expect(of(centred).shareSignificant).toBe(of(none).shareSignificant);
    for (const [i, root] of of(none).roots.entries()) {
      expect(of(centred).roots[i]!).toBeCloseTo(root - none.means.w, 6);
      expect(of(standard).roots[i]!).toBeCloseTo((root - none.means.w) / none.means.sdW, 6);
    }
  });

  it('leaves a treatment of 0 and 1 alone unless asked', () => {
    const fit = 'y ~ d + w + d:w + x';
    const named = { treatment: 'd', interaction: 'd:w' };
    const usual = moderated('centre', named, fit);
    const asked = moderated('centre', { ...named, scaleTreatment: true }, fit);
    expect([usual.scaledTreatment, asked.scaledTreatment]).toEqual([false, true]);
    expect(term(usual, 'w').estimate).not.toBeCloseTo(term(asked, 'w').estimate, 6);
    expect(term(usual, 'd').estimate).toBeCloseTo(term(asked, 'd').estimate, 9);
  });
});

describe('the region of Johnson and Neyman', () => {
  it('is where |t| reaches its critical value', () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true });
    const size = fc.double({ min: 0.05, max: 2, noNaN: true });
    fc.assert(
      fc.property(number, number, size, fc.double({ min: -0.9, max: 0.9, noNaN: true }), size, (b1, b3, s1, r, s3) => {
        const line: EffectLine = { b1, b3, v11: s1 * s1, v13: r * s1 * s3, v33: s3 * s3 };
        const places = Float64Array.from({ length: 401 }, (_, i) => (i - 200) / 10);
        const { roots, significant, shareSignificant } = johnsonNeyman(line, 2, places);
        const holds = (w: number): boolean =>
          (b1 + b3 * w) ** 2 >= 4 * (line.v11 + 2 * w * line.v13 + w * w * line.v33);
        expect(shareSignificant).toBeCloseTo(places.filter(holds).length / places.length, 12);
        const [low, high] = roots;
        if (low === undefined || high === undefined) expect(holds(0)).toBe(significant === 'everywhere');
        else if (high - low > 1e-6) expect(holds((low + high) / 2)).toBe(significant === 'inside');
      }),
    );
  });
});

describe('what is refused', () => {
  it('a product that is dropped', () => {
    const constant = dataOf({ id: column('id'), x: column('x'), w: column('d'), d: column('d'), y: column('y') });
    const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null };
    const { specs } = compileColumn({ fit: 'y ~ d + w + d:w' }, null, context);
    const named = { treatment: 'd', moderator: 'w', interaction: 'd:w' };
    const spec: ModerationSpec = { model: specs[0]!, ...named, scale: 'none', scaleTreatment: null, level: 0.95 };
    expect(() => moderate(spec, constant)).toThrow(/`d:w` was dropped/);
  });
});
