/** Magnitudes: as closed forms and marginal effects have them, whatever the units and the order of the rows, and as numbers of the text. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';

interface Row {
  readonly id: number;
  readonly year: number;
  readonly y: number;
  readonly x: number;
  readonly z: number;
}
const wobble = (i: number, j: number): number => ((i * 7919 + j * 104_729 + i * j * 31) % 1009) / 1009;
const ROWS: readonly Row[] = Array.from({ length: 80 }, (_, i) => {
  const [x, z] = [1 + 3 * wobble(i, 1), 2 * wobble(i, 2)];
  return { id: i % 8, year: 2000 + Math.floor(i / 8), x, z, y: 5 + 0.7 * x - 0.4 * z + 0.2 * x * z + wobble(i, 3) };
});
const csv = (rows: readonly Row[]): string =>
  `id,year,y,x,z,d,zero\n${rows.map(({ id, year, y, x, z }) => [id, year, y, x, z, y > 7 ? 1 : 0, y - meanOf(rows.map((row) => row.y))].join(',')).join('\n')}\n`;

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  main: {kind: models, from: panel, fit: y ~ x + z | id, vcov: robust}
  curved: {kind: models, from: panel, fit: y ~ x + x^2 + z + x:z, margins: {at: means}}
  logs: {kind: models, from: panel, fit: log(y) ~ log(x) + z}
  binary: {kind: models, from: panel, fit: d ~ x, estimator: logit}
  centred: {kind: models, from: panel, fit: zero ~ x + z}
  sizes:
    kind: magnitudes
    base: main
    effects:
      whole: {of: x}
      share: {of: x, share_of: mean}
      beta: {of: x, share_of: sd}
      tenth: {of: x, per: -0.1}
      elastic: {of: x, elasticity: true}
  bends: {kind: magnitudes, base: curved, effects: {one: {of: x, per: 1}, other: {of: z, per: 1}}}
  loglog: {kind: magnitudes, base: logs, effects: {a: {of: log(x), elasticity: true}, b: {of: z, elasticity: true}}}
  nothing: {kind: magnitudes, base: centred, effects: {share: {of: x, share_of: mean}, whole: {of: x}}}
numbers:
  size: {of: sizes.share, percent: true, digits: 2}
`;

const projects: Project[] = [];
function project(rows = ROWS, pipeline = PIPELINE, files: Readonly<Record<string, string>> = {}): Project {
  const made = new Project({ 'pipeline.yaml': pipeline, 'data.csv': csv(rows), ...files });
  projects.push(made);
  return made;
}
afterEach(() => {
  for (const each of projects.splice(0)) each.dispose();
});

interface Estimate {
  readonly name: string;
  readonly term: string;
  readonly estimate: number;
  readonly stdError: number;
  readonly pValue: number;
  readonly confLow: number;
  readonly confHigh: number;
}
interface Shown {
  readonly effects: readonly Estimate[];
  readonly terms: readonly Estimate[];
  readonly margins: readonly Estimate[];
}

async function shown(made: Project, node: string): Promise<Shown> {
  const { stdout, code } = await made.run('show', node, '--json');
  expect(code).toBe(0);
  return JSON.parse(stdout) as Shown;
}
const named = (effects: readonly Estimate[], name: string): Estimate => effects.find((each) => each.name === name)!;

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
function sdOf(values: readonly number[]): number {
  const centre = meanOf(values);
  return Math.sqrt(values.reduce((all, value) => all + (value - centre) ** 2, 0) / (values.length - 1));
}
const column = (name: 'x' | 'y' | 'z'): number[] => ROWS.map((row) => row[name]);
const STEPS = ['main', 'sizes', 'curved', 'bends', 'logs', 'loglog', 'nothing'];

describe('magnitudes', () => {
  it('are the coefficient times the change, over the scale of the outcome, and so are their errors', async () => {
    const one = project();
    expect((await one.run(...STEPS)).code).toBe(0);
    const b = (await shown(one, 'main')).terms.find(({ term }) => term === 'x')!;
    const { effects } = await shown(one, 'sizes');
    const [sd, mean] = [sdOf(column('x')), meanOf(column('y'))];
    const factors = {
      whole: sd,
      share: sd / mean,
      beta: sd / sdOf(column('y')),
      tenth: -0.1,
      elastic: meanOf(column('x')) / mean,
    };
    for (const [name, factor] of Object.entries(factors)) {
      const found = named(effects, name);
      expect(found.estimate).toBeCloseTo(b.estimate * factor, 12);
      expect(found.stdError).toBeCloseTo(b.stdError * Math.abs(factor), 12);
      expect(found.pValue).toBeCloseTo(b.pValue, 12);
      const ends = [b.confLow * factor, b.confHigh * factor].sort((p, q) => p - q);
      expect(found.confLow).toBeCloseTo(ends[0]!, 12);
      expect(found.confHigh).toBeCloseTo(ends[1]!, 12);
    }
  });

  it('of powers and products are marginal effects at the means', async () => {
    const one = project();
    await one.run('bends');
    const { margins } = await shown(one, 'curved');
    const { effects } = await shown(one, 'bends');
    for (const [name, variable] of [
      ['one', 'x'],
      ['other', 'z'],
    ] as const) {
      const margin = margins.find(({ term }) => term.includes(variable))!;
      expect(named(effects, name).estimate).toBeCloseTo(margin.estimate, 10);
      expect(named(effects, name).stdError).toBeCloseTo(margin.stdError, 10);
    }
  });

  it('of logarithms are the coefficient, or that times the mean', async () => {
    const one = project();
    await one.run('loglog');
    const { terms } = await shown(one, 'logs');
    const { effects } = await shown(one, 'loglog');
    const b = (name: string): number => terms.find(({ term }) => term === name)!.estimate;
    expect(named(effects, 'a').estimate).toBeCloseTo(b('log(x)'), 12);
    expect(named(effects, 'b').estimate).toBeCloseTo(b('z') * meanOf(column('z')), 12);
  });

  it('are not moved by units and the order of the rows', async () => {
    const others = [...ROWS].reverse().map((row) => ({ ...row, x: row.x * 1000, y: row.y * 50 }));
    const found = await Promise.all(
      [project(), project(others)].map(async (one) => {
        await one.run('sizes');
        const { effects } = await shown(one, 'sizes');
        return ['share', 'beta', 'elastic'].flatMap((name) => {
          const { estimate, stdError } = named(effects, name);
          return [estimate, stdError];
        });
      }),
    );
    found[0]!.forEach((value, i) => void expect(value).toBeCloseTo(found[1]![i]!, 10));
  });

  it('are no share of a mean that is about zero', async () => {
    const one = project();
    await one.run('nothing');
    const { effects } = await shown(one, 'nothing');
    expect(named(effects, 'share').estimate).toEqual({
      invalid: expect.stringMatching(/^the mean of the outcome is (?:not above|within two standard errors of) zero/),
    });
    expect(named(effects, 'whole').estimate).toBeGreaterThan(0);
  });

  it('are numbers of the text', async () => {
    const one = project(ROWS, `${PIPELINE}  error: sizes.share.se\n`, { 'p.md': 'It is {{pm sizes.share "0.1"}}.\n' });
    expect((await one.run('numbers')).code).toBe(0);
    const { effects } = await shown(one, 'sizes');
    const { size } = JSON.parse(readFileSync(one.path('out/numbers.json'), 'utf8')) as { size: { text: string } };
    expect(size.text.replace(/[%\\]/g, '')).toBe((named(effects, 'share').estimate * 100).toFixed(2));
  });

  it.each([
    [
      'base: binary, effects: {a: {of: x}}',
      'coefficients of `logit` are not in units of the outcome, and have no magnitudes',
    ],
    ['base: main, effects: {a: {of: q}}', '`q` is no variable of the model'],
    ['base: main, effects: {a: {of: x, elasticity: true, per: 1}}', '`elasticity` stands without `per` and `share_of`'],
    [
      'base: logs, effects: {a: {of: z, share_of: mean}}',
      'the outcome is a logarithm, whose change is relative already',
    ],
    ['base: logs, effects: {a: {of: x}}', 'the effect of `x` is not that of products: `log(x)` moves with it'],
    ['base: panel, effects: {a: {of: x}}', '`panel` is no column of models'],
  ])('are refused by name: %s', async (keys, message) => {
    const one = project(
      ROWS,
      PIPELINE.replace('base: curved, effects: {one: {of: x, per: 1}, other: {of: z, per: 1}}', keys),
    );
    const { code, stderr } = await one.run('bends');
    expect(code).not.toBe(0);
    expect(stderr).toContain(message);
    expect(stderr).toContain('pipeline.yaml:18:');
  });
});
