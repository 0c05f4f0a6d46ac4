/** Checks by what specifications are told apart. */
import { expect, it } from 'vitest';
import { formerDigests } from '../../../src/app/trials/former-trials.ts';
import { dataRead, triedBy } from '../../../src/app/tried/tried.ts';
import { sha256 } from '../../../src/base/canonical.ts';
import type { GraphNode } from '../../../src/engine/graph.ts';

const MODEL = {
  ...{ outcome: 'y', terms: ['x', 'a', 'b'], constant: true, absorb: ['i', 't'], iv: null },
  ...{ sample: null, exclude: null, split: null, common: null, winsorize: null, small: null, singletons: null },
  vcov: { is: 'cluster', by: ['i', 't'] },
};

const node = (params: unknown, more: object = {}): GraphNode =>
  ({
    ...{ id: 'm.1', step: 'm', params, dependencies: ['panel'], reads: [], sources: [] },
    loaded: { name: 'models', kind: {} },
    ...more,
  }) as never;
const known = { nodes: new Map() as never, digest: () => null };
const tried = (params: unknown, more: object = {}) => triedBy(node(params, more), known);
const { spec } = tried(MODEL);

it.each([
  ['controls in another order', { terms: ['x', 'b', 'a'] }],
  ['effects in another order', { absorb: ['t', 'i'] }],
  ['clusters in another order', { vcov: { is: 'cluster', by: ['t', 'i'] } }],
  [
    'tests of what was estimated',
    { tests: [{ name: 'a', of: 'a = b', restrictions: [] }], lincom: [], nlcom: [], margins: {} },
  ],
])('%s is the same specification', (_, change) => {
  expect(tried({ ...MODEL, ...change }).spec).toBe(spec);
});

it.each([
  ['another outcome', { outcome: 'z' }],
  ['a control less', { terms: ['x', 'a'] }],
  ['another sample', { sample: 'x > 0' }],
  ['other rows left out', { exclude: 'x > 0' }],
  ['winsorized variables', { winsorize: { at: [1, 99] } }],
  ['an effect less', { absorb: ['i'] }],
  ['other errors', { vcov: { is: 'iid' } }],
  ['another estimator', { estimator: { is: 'poisson' } }],
  ['weights', { weights: { is: 'analytic', of: 'w' } }],
  ['instruments', { iv: { endogenous: ['x'], instruments: ['z'] } }],
])('%s is another specification', (_, change) => {
  expect(tried({ ...MODEL, ...change }).spec).not.toBe(spec);
});

it('is the same in whatever kind of step a model stands, and another on the data of another step', () => {
  expect(tried(MODEL, { loaded: { name: 'robustness', kind: {} } }).spec).toBe(spec);
  expect(tried({ model: MODEL, of: 'a' }, { loaded: { name: 'specification', kind: {} } })).toEqual({
    ...{ spec, outcome: 'y', treatment: 'a' },
  });
  expect(tried(MODEL, { dependencies: ['matched'] }).spec).not.toBe(spec);
});

it('says the treatment: what is instrumented, what a step names, else the first regressor', () => {
  expect(tried(MODEL)).toMatchObject({ outcome: 'y', treatment: 'x' });
  expect(tried({ ...MODEL, iv: { endogenous: ['d'], instruments: ['z'] } }).treatment).toBe('d');
  expect(tried({ model: MODEL, slope: ['b', 'a'], chunks: ['m@1'] }).treatment).toBe('b, a');
  expect(tried({ outcomes: ['p', 'q'], treatment: 'd' })).toMatchObject({ outcome: 'p, q', treatment: 'd' });
  expect(tried({ ...MODEL, terms: [] }).treatment).toBeNull();
});

it('names nodes of a step’s own without the step', () => {
  const threshold = (step: string) =>
    tried(
      { model: MODEL, chunks: [`${step}@search`] },
      { id: step, step, dependencies: ['panel', `${step}@search`], loaded: { name: 'threshold', kind: {} } },
    ).spec;
  expect(threshold('jump')).toBe(threshold('leap'));
});

it('reads values themselves and through nodes that work for it, whatever steps are called', () => {
  const artifact = (digest: string) => () => ({
    type: 'frame',
    parts: [{ name: 'x', digest: sha256(digest), size: 1 }],
  });
  const reading = (step: string, digest: string) => {
    const search = node(
      {},
      { id: 'm@search', dependencies: [step], reads: [{ is: 'node', node: step, parts: ['x'] }] },
    );
    const asking = node({}, { dependencies: ['m@search'], reads: [{ is: 'node', node: 'm@search', parts: 'all' }] });
    const nodes = new Map([['m@search', search]]) as never;
    return dataRead([asking], { nodes, artifact: artifact(digest) as never, digest: () => null });
  };
  expect(reading('panel', '1')).toBe(reading('data', '1'));
  expect(reading('panel', '1')).not.toBe(reading('panel', '2'));
});

it('knows by which digests earlier versions counted a node', () => {
  const threshold = (step: string) =>
    formerDigests(node({ chunks: [`${step}@search`] }, { dependencies: ['panel', `${step}@search`] }));
  expect(threshold('jump')).toContain(sha256('[{"chunks":["jump@search"]},["panel","jump@search"]]').slice(0, 20));
  expect(threshold('leap')).toContain(threshold('jump')[0]);
});
