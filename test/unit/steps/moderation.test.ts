import { describe, expect, it } from 'vitest';
import { type Planned, planned } from './planned.ts';

const rows = Array.from({ length: 24 }, (_, i) => [i % 7, (i * i) % 11, i % 2, (3 * i) % 5, 'ab'[i % 2]].join(','));
const csv = ['x,w,d,y,r', ...rows].join('\n');
const plan = (keys: string): Planned =>
  planned(
    `papermake: 1
steps:
  d: {kind: ingest, file: d.csv}
  m: {kind: models, from: d, fit: y ~ x + w:x + d, vcov: HC1}
  iv: {kind: models, base: m, iv: x ~ w, drop: ["w:x"]}
  k: {kind: moderation, ${keys}}
`,
    csv,
  );

describe('the node', () => {
  it('has treatment, moderator and their product before the other terms, each once', () => {
    const p = plan('base: m, treatment: x, moderator: w, scale: centre');
    expect(p.problems).toEqual([]);
    expect(p.nodes.get('k')!.params).toMatchObject({
      model: { terms: ['x', 'w', 'x:w', 'd'] },
      interaction: 'x:w',
      scale: 'centre',
      scaleTreatment: null,
      level: 0.95,
    });
  });

  it('takes a product for a treatment of its own, beside its variables', () => {
    expect(plan('base: m, add: w, treatment: x:w, moderator: d').problems).toEqual([]);
  });

  it('estimates the effect along the moderator', async () => {
    const { parts, failures } = await plan('base: m, treatment: x, moderator: w').run('k');
    expect(failures).toEqual([]);
    expect((parts.marginalEffects as { at: string }[]).map(({ at }) => at)).toEqual(['mean-sd', 'mean', 'mean+sd']);
  });
});

describe('what is refused', () => {
  it.each([
    ['base: m, treatment: z, moderator: w', 'unknown variable `z`'],
    ['base: m, treatment: x, moderator: x', '`x` is the treatment already'],
    ['base: m, treatment: x, moderator: y', '`y` is the outcome already'],
    ['base: m, treatment: x, moderator: i(r)', '`moderator` is one variable, got `i(r)`'],
    ['base: m, treatment: w, moderator: x', '`w` is no term of this regression'],
    ['base: iv, treatment: x, moderator: w', '`moderation` is not defined with instruments'],
    ['base: d, treatment: x, moderator: w', '`d` is no column of models'],
    ['base: m, add: x^2, treatment: x, moderator: w', 'the effect of `x` also hangs on `x^2`'],
    [
      'base: m, add: [i(r):x, log(x + 1)], treatment: x, moderator: w',
      'the effect of `x` also hangs on `i(r):x`, `log(x + 1)`',
    ],
    ['base: m, add: w^2:x, treatment: x:w, moderator: d', 'the effect of `w:x` also hangs on `w^2:x`'],
  ])('%s', (keys, message) => {
    expect(plan(keys).problems.map((problem) => problem.message)).toContain(message);
  });
});
