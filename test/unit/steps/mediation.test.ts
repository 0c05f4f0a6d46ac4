import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { contentNamed, type MadeArtifact } from '../../../src/engine/store/artifact.ts';
import type { Mediation } from '../../../steps/mediation/numbers/mediation.ts';
import { type Planned, performed, planned } from './planned.ts';

const draw = createRng('mediation').stream('steps', 0);
const rows = Array.from({ length: 60 }, (_, i) => {
  const [x, w] = [draw.normal(), draw.normal()];
  const m = x + draw.normal();
  return ['abcdefghij'[i % 10], 2000 + Math.floor(i / 10), x, w, m, m - x + w + draw.normal(), i % 10 < 5 ? 'N' : 'S'];
});
const csv = ['id,t,x,w,m,y,r', ...rows.map((row) => row.join(','))].join('\n');
const plan = (keys: string, base = 'vcov: cluster(id)'): Planned =>
  planned(
    `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}
  m: {kind: models, from: d, fit: y ~ x + w | id, ${base}}
  iv: {kind: models, base: m, iv: x ~ w, drop: w}
  k: {kind: mediation, treatment: x, mediator: m, ${keys}}
`,
    csv,
  );
const idsOf = (p: Planned): string[] => [...p.nodes.keys()].filter((id) => id.startsWith('k'));
const paramsOf = (p: Planned, id: string) => p.nodes.get(id)!.params as Record<string, unknown>;
const partOf = <T>(made: MadeArtifact, name: string): T =>
  JSON.parse(new TextDecoder().decode(contentNamed(made, name))) as T;

describe('the nodes', () => {
  it('are chunks of samples and the result', () => {
    const p = plan('base: m, bootstrap: 1200, seed: 7');
    expect(p.problems).toEqual([]);
    expect(idsOf(p)).toEqual(['k@boot.1', 'k@boot.2', 'k@boot.3', 'k']);
    expect(p.nodes.get('k@boot.3')!.seed).toBe('7');
    expect(paramsOf(p, 'k@boot.3')).toMatchObject({ from: 800, to: 1200, clusters: 'id' });
    expect(paramsOf(p, 'k')).toMatchObject({ level: 0.95, steps: 3, model: { terms: ['x', 'm', 'w'] } });
  });

  it('draw the same samples however they are cut', async () => {
    const few = plan('base: m, bootstrap: 40');
    const whole = partOf<number[]>(await performed(few, 'k@boot.1', csv), 'draws');
    const many = plan('base: m, bootstrap: 1200');
    const first = partOf<number[]>(await performed(many, 'k@boot.1', csv), 'draws');
    expect(whole).toHaveLength(40);
    expect(first.slice(0, 40)).toEqual(whole);
  });

  it('draw what is said, the clusters of the errors, the units, or rows', () => {
    const of = (keys: string, base?: string) => {
      const p = plan(`${keys}, bootstrap: 10`, base);
      return p.problems.length > 0 ? p.problems[0]!.message : paramsOf(p, 'k').clusters;
    };
    expect(of('base: m, cluster: r')).toBe('r');
    expect(of('base: m')).toBe('id');
    expect(of('base: m', 'vcov: iid')).toBe('id');
    expect(of('base: m, fe: false', 'vcov: iid')).toBeNull();
    expect(of('base: m', 'vcov: cluster(id + t)')).toBe('expected `cluster`, what the bootstrap draws, got none');
  });
});

describe('the result', () => {
  it('has the steps, the tests and the bootstrap', async () => {
    const warned: string[] = [];
    const made = await performed(plan('base: m, bootstrap: 60'), 'k', csv, new Map(), warned);
    const steps = partOf<Mediation['steps']>(made, 'steps');
    expect(steps.outcome!.terms.map(({ term }) => term)).toEqual(['x', 'm', 'w', '_cons']);
    const boot = partOf<Mediation['bootstrap']>(made, 'bootstrap')!;
    expect(boot).toMatchObject({ reps: 60, failed: 0, level: 0.95, clusters: { name: 'id', count: 10 } });
    expect(boot.percentile[0] as number).toBeLessThan(partOf<number>(made, 'indirect'));
    expect(warned).toContain('few-replications');
  });

  it('counts samples that do not identify the effect', async () => {
    const p = planned(
      `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, derive: {one: "if(id == \\"a\\", 1, 0)"}}
  k: {kind: mediation, from: d, fit: y ~ one + w, treatment: one, mediator: m, bootstrap: 200, cluster: id}
`,
      csv,
    );
    const warned: string[] = [];
    const made = await performed(p, 'k', csv, new Map(), warned);
    const { reps, failed } = partOf<NonNullable<Mediation['bootstrap']>>(made, 'bootstrap');
    expect(reps + failed).toBe(200);
    expect(failed).toBeGreaterThan(40);
    expect(warned).toContain('failed-draws');
  });
});

describe('what is refused', () => {
  it.each([
    ['base: m, treatment: v', 'unknown variable `v`'],
    ['base: m, treatment: m', '`m` is no term of this regression'],
    ['base: iv', '`mediation` is not defined with instruments'],
    ['base: m, mediator: y', '`y` is the outcome already'],
    ['base: m, mediator: x', '`x` is the treatment already'],
    ['base: m, mediator: m:w', '`m:w` cannot be the outcome of a regression: expected one variable'],
    ['base: m, mediator: $none', undefined],
    ['base: m, add: [x^2, m:w]', 'the effect of `x` also hangs on `x^2`'],
    ['base: m, add: m:w', 'the effect of `m` also hangs on `m:w`'],
    ['base: m, steps: 2, bootstrap: 5', 'two steps have no indirect effect to bootstrap'],
    ['base: m, bootstrap: 5, cluster: idd', 'unknown variable `idd`'],
    ['base: m, bootstrap: 5, cluster: id + r', 'expected one variable, got `id + r`'],
    ['from: d', 'expected `fit` or `base`, got neither'],
    ['from: d, fit: "y ~ csw(x, w)"', 'expected one model, got 2'],
  ])('%s', (keys, message) => {
    const own = /treatment|mediator: /.test(keys) ? keys.replace(/^base: m, /, '') : null;
    const key = own?.split(':')[0];
    const text =
      own === null
        ? `treatment: x, mediator: m, ${keys}`
        : `base: m, ${key === 'treatment' ? 'mediator: m' : 'treatment: x'}, ${own.replace(/: (.*)/, ': "$1"')}`;
    const p = planned(
      `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}
  m: {kind: models, from: d, fit: y ~ x + w | id, vcov: cluster(id)}
  iv: {kind: models, base: m, iv: x ~ L.x, drop: w}
  k: {kind: mediation, ${text}}
`,
      csv,
    );
    const [problem] = p.problems;
    expect(problem).toBeDefined();
    if (message !== undefined) expect(problem!.message).toBe(message);
  });
});
