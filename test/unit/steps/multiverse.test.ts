import { describe, expect, it } from 'vitest';
import type { Specification } from '../../../src/econ/multiverse/specification.ts';
import { contentNamed, type MadeArtifact } from '../../../src/engine/store/artifact.ts';
import { type Planned, performed, planned } from './planned.ts';

const partOf = <T>(made: MadeArtifact, name: string): T =>
  JSON.parse(new TextDecoder().decode(contentNamed(made, name)));

const rows = Array.from({ length: 60 }, (_, i) =>
  [i % 10, Math.floor(i / 10), (i * 7) % 11, (i * i) % 13, (3 * i) % 5, (i * 5) % 7, 1 + ((i * 11) % 17)].join(','),
);
const csv = ['id,t,y,x,a,b,z', ...rows].join('\n');
const plan = (keys: string, further = ''): Planned =>
  planned(
    `papermake: 1
sets: {two: [a, b]}
samples: {late: t > 2}
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}
  m: {kind: models, from: d, fit: y ~ x + a + b | id, vcov: cluster(id)}
  ${further}
  k: {kind: multiverse, ${keys}}
`,
    csv,
  );
const specs = ({ nodes, problems }: Planned): { model: { terms: string[]; outcome: string }; of: string }[] => {
  expect(problems).toEqual([]);
  return [...nodes.values()].filter(({ id }) => id.startsWith('k.')).map(({ params }) => params as never);
};
const terms = (p: Planned): string[] => specs(p).map(({ model }) => model.terms.join(' '));

describe('choices', () => {
  it('of every subset of the other terms, each after those of the controls before', () => {
    expect(terms(plan('base: m, of: x, choices: {controls: subsets}'))).toEqual(['x', 'x a', 'x b', 'x a b']);
  });

  it('of subsets that the model need not have, beside terms that stay', () => {
    expect(terms(plan('base: m, of: x, choices: {controls: {subsets: [a, z]}}'))).toEqual([
      'x b',
      'x a b',
      'x b z',
      'x a b z',
    ]);
    expect(terms(plan('base: m, of: x, choices: {controls: {subsets: [[a, b], z]}}'))).toEqual([
      'x',
      'x a b',
      'x z',
      'x a b z',
    ]);
    expect(terms(plan('base: m, of: x, choices: {controls: {subsets: [$two]}}'))).toEqual(['x', 'x a', 'x b', 'x a b']);
  });

  it('of sets in turn', () => {
    expect(terms(plan('base: m, of: x, choices: {controls: {sets: [false, z, $two, [a, z]]}}'))).toEqual([
      'x',
      'x z',
      'x a b',
      'x a z',
    ]);
  });

  it('of everything else, each combination once', () => {
    const p = plan(
      'base: m, of: x, choices: {controls: subsets, samples: [all, late], outcomes: [y, z], transforms: {a: [a, a^2], x: [x, log(1 + x)]}, vcov: [iid, cluster(id)], effects: [id, id + t, false]}',
    );
    // two forms of a where it is in the model
    expect(specs(p)).toHaveLength((2 + 4) * 2 * 2 * 2 * 2 * 3);
    expect(new Set(specs(p).map(({ of }) => of))).toEqual(new Set(['x', 'log(1 + x)']));
    expect(new Set(specs(p).map(({ model }) => model.outcome))).toEqual(new Set(['y', 'z']));
  });

  it('a base and edits are the model written directly', () => {
    const choices = 'of: x, choices: {controls: subsets, effects: [id, id + t], vcov: [iid, cluster(id)]}';
    expect(specs(plan(`base: m, ${choices}`))).toEqual(
      specs(plan(`from: d, fit: y ~ x + a + b | id, vcov: cluster(id), ${choices}`)),
    );
  });

  it('each specification is the column of models that says the same', () => {
    const p = plan(
      'base: m, of: x, choices: {controls: subsets, effects: [id + t], vcov: [HC1], samples: [late]}',
      'w: {kind: models, base: m, fe: id + t, vcov: HC1, sample: late, drop: [b]}',
    );
    expect(specs(p)[1]!.model).toEqual(p.nodes.get('w')!.params);
  });

  it('a control at the end of the list adds specifications and changes none', () => {
    const [less, more] = ['[a]', '[a, z]'].map((list) =>
      specs(plan(`base: m, of: x, choices: {controls: {subsets: ${list}}, vcov: [iid, cluster(id)]}`)),
    );
    expect(more!.slice(0, less!.length)).toEqual(less);
    expect(more).toHaveLength(2 * less!.length);
  });
});

it('what all say is counted', async () => {
  const p = plan('base: m, of: x, choices: {controls: subsets, samples: [all, late]}');
  const made = await performed(p, 'k', csv);
  expect(['count', 'identified', 'of', 'outcome'].map((name) => partOf(made, name))).toEqual([8, 8, 'x', 'y']);
  expect(partOf<{ name: string }[]>(made, 'dimensions').map(({ name }) => name)).toEqual(['a', 'b', null]);
});

it('a joint test draws the clusters of the errors, the units of the panel, or what is said', async () => {
  const resampleOf = (keys: string) => {
    const p = plan(`base: m, of: x, ${keys}`);
    expect(p.problems).toEqual([]);
    return (p.nodes.get('k@draws.1')!.params as { resample: string | null }).resample;
  };
  expect(resampleOf('test: {draws: 20}, choices: {controls: subsets}')).toBe('id');
  expect(resampleOf('test: {draws: 20}, vcov: iid, choices: {controls: subsets}')).toBe('id');
  expect(resampleOf('test: {draws: 20, resample: t}, vcov: iid, choices: {controls: subsets}')).toBe('t');
  expect(resampleOf('test: {draws: 20, resample: rows}, vcov: iid, fe: false, choices: {controls: subsets}')).toBe(
    null,
  );
  const made = await performed(plan('base: m, of: x, test: {draws: 20}, choices: {controls: subsets}'), 'k', csv);
  expect(partOf(made, 'test')).toMatchObject({ draws: 20, skipped: 0, resample: 'id', units: 10 });
});

describe('weights and instruments', () => {
  const base = (rest: string) => `w: {kind: models, from: d, ${rest}}`;
  const members = ['estimate', 'stdError', 'statistic', 'pValue', 'confLow', 'confHigh'] as const;
  /** The coefficient of a single model that is written directly. */
  const written = async (keys: string, term: string) => {
    const fit = await performed(plan('base: m, of: x, choices: {}', base(keys)), 'w', csv);
    const row = partOf<({ term: string } & Record<string, unknown>)[]>(fit, 'terms').find(
      (each) => each.term === term,
    )!;
    return [...members.map((name) => row[name]), partOf(fit, 'nobs')];
  };
  const specified = async (keys: string, further: string, id: string) => {
    const made = partOf<Record<string, unknown>>(await performed(plan(keys, further), id, csv), 'specification');
    return [...members.map((name) => made[name]), made.nobs];
  };

  it.each([
    ['weights: z', 1, 'fit: y ~ x | id, vcov: cluster(id), small: areg, weights: z', 'x'],
    ['weights: z', 4, 'fit: y ~ x + a + b | id, vcov: cluster(id), small: areg, weights: z', 'x'],
    ['weights: {frequency: z}', 2, 'fit: y ~ x + a | id, vcov: cluster(id), small: areg, weights: {frequency: z}', 'x'],
    [
      'weights: {probability: z}',
      3,
      'fit: y ~ x + b | id, vcov: cluster(id), small: areg, weights: {probability: z}',
      'x',
    ],
  ])('%s: specification %i is `%s`', async (weights, number, keys, term) => {
    const further = base(`fit: y ~ x + a + b | id, vcov: cluster(id), small: areg, ${weights}`);
    const found = await specified('base: w, of: x, choices: {controls: subsets}', further, `k.${number}`);
    expect(found).toEqual(await written(keys, term));
  });

  const instrumented = 'fit: y ~ a + b | id | x ~ z, vcov: cluster(id)';
  it.each([
    ['x', 1, 'fit: y ~ 1 | id | x ~ z, vcov: cluster(id)'],
    ['x', 4, 'fit: y ~ a + b | id | x ~ z, vcov: cluster(id)'],
    ['b', 1, 'fit: y ~ b | id | x ~ z, vcov: cluster(id)'],
    ['b', 2, 'fit: y ~ a + b | id | x ~ z, vcov: cluster(id)'],
  ])('the coefficient of %s, which may be instrumented: specification %i is `%s`', async (of, number, keys) => {
    const found = await specified(
      `base: w, of: ${of}, choices: {controls: subsets}`,
      base(instrumented),
      `k.${number}`,
    );
    expect(found).toEqual(await written(keys, of));
  });

  it('chooses samples, forms, effects and errors of instrumented regressions, weighted too', async () => {
    const choices = '{samples: [all, late], effects: [id, false], vcov: [iid, cluster(id)]}';
    const further = base('fit: y ~ a | id | x ~ b, weights: z, vcov: cluster(id)');
    const keys = `base: w, of: x, choices: ${choices}`;
    expect(specs(plan(keys, further))).toHaveLength(8);
    const last = 'fit: y ~ a | 0 | x ~ b, weights: z, sample: late, vcov: cluster(id)';
    expect(await specified(keys, further, 'k.8')).toEqual(await written(last, 'x'));
    const logs = 'base: w, of: x, choices: {transforms: {x: [x, log(z)]}}';
    const unweighted = base('fit: y ~ a | id | x ~ b, vcov: cluster(id)');
    expect(await specified(logs, unweighted, 'k.2')).toEqual(
      await written('fit: y ~ a | id | log(z) ~ b, vcov: cluster(id)', 'log(z)'),
    );
  });

  it('sums them up', async () => {
    const made = await performed(plan('base: w, of: x, choices: {controls: subsets}', base(instrumented)), 'k', csv);
    expect(partOf(made, 'count')).toBe(4);
    expect(partOf(made, 'identified')).toBe(4);
    expect(partOf(made, 'instruments')).toEqual(['z']);
  });

  it('count what they warn of, each thing once', async () => {
    const warned: string[] = [];
    const clustered = base('fit: y ~ a + b | 0 | x ~ z, vcov: cluster(t)');
    const p = plan('base: w, of: x, choices: {controls: subsets}', clustered);
    await performed(p, 'k', csv, new Map(), warned);
    expect(warned.sort()).toEqual(['few-clusters', 'weak-instruments']);
    const { warnings } = partOf<Specification>(await performed(p, 'k.1', csv), 'specification');
    expect(warnings!.map(({ code }) => code).sort()).toEqual(['few-clusters', 'weak-instruments']);
  });
});

describe('what is refused', () => {
  it.each([
    ['weights: z', 'the joint test is not defined with weights'],
    ['iv: x ~ z', 'the joint test is not defined with instruments'],
  ])('a joint test with `%s`', (keys, message) => {
    const further = `w: {kind: models, from: d, fit: y ~ x + a + b | id, vcov: cluster(id), ${keys}}`;
    expect(plan('base: w, of: x, choices: {controls: subsets}, test: {draws: 20}', further).problems).toMatchObject([
      { message },
    ]);
  });

  it.each([
    ['base: m, of: q, choices: {controls: subsets}', 'unknown variable `q`'],
    ['base: m, of: z, choices: {controls: subsets}', '`z` is no term of this regression'],
    ['base: m, of: x, choices: {controls: {subsets: [q]}}', 'unknown variable `q`'],
    ['base: m, of: x, choices: {controls: {subsets: [x]}}', '`x` is what every specification is about, and no control'],
    ['base: m, of: x, choices: {controls: {subsets: [a, a]}}', '`a` stands twice among the controls that vary'],
    ['base: m, of: x, choices: {samples: [early]}', 'unknown sample `early`'],
    ['base: m, of: x, choices: {outcomes: [q]}', 'unknown variable `q`'],
    ['base: m, of: x, choices: {outcomes: [$two]}', 'an outcome is one variable, got `$two`'],
    ['base: m, of: x, choices: {vcov: [iid]}, test: {resample: q}', 'unknown variable `q`'],
    ['base: m, of: x, choices: {vcov: [cluster(q)]}', 'unknown variable `q`'],
    ['base: m, of: x, choices: {effects: [q]}', 'unknown variable `q`'],
    ['base: m, of: x, choices: {transforms: {q: [q, log(q)]}}', '`q` is no term of this regression'],
  ])('%s', (keys, message) => {
    expect(plan(keys).problems.map((problem) => problem.message)).toContain(message);
  });

  it('more specifications than a step may have nodes', () => {
    const list = Array.from({ length: 16 }, (_, i) => `z^${i + 2}`).join(', ');
    const p = plan(`base: m, of: x, choices: {controls: {subsets: [${list}]}}`);
    expect(p.problems[0]!.message).toMatch(/every subset of 16 controls/);
    const fifteen = Array.from({ length: 15 }, (_, i) => `z^${i + 2}`).join(', ');
    const q = plan(`base: m, of: x, choices: {controls: {subsets: [${fifteen}]}, vcov: [iid, HC1]}`);
    expect(q.problems[0]!.message).toBe('the choices make 65536 specifications, and a step has at most 50000 nodes');
  });
});
