/** A paper of two steps, whose errors `kind: bootstrap` has of both: predictions, what is derived of them, and the model that reads these. */
import { afterEach, expect, it } from 'vitest';
import { createRng } from '../../src/base/number/rng.ts';
import { Project } from './harness.ts';

let project: Project | undefined;
afterEach(() => project?.dispose());

const draw = createRng('two steps').stream('rows', 0);
const rows = Array.from({ length: 120 }, (_, i) => {
  const [z, u] = [draw.normal(), draw.normal()];
  const x = z + u;
  return [`u${i % 24}`, Math.floor(i / 24), z, x, x + u * u + draw.normal()].join(',');
});
const start = (derive: string, second: string, more = ''): Project => {
  project = new Project({
    'd.csv': `id,t,z,x,y\n${rows.join('\n')}\n`,
    'pipeline.yaml': `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}
  first: {kind: models, from: d, fit: x ~ z, vcov: cluster(id)}
  left: {kind: predict, base: first, columns: {v: residual}}
${derive}
  second: {kind: models, ${second}, vcov: cluster(id)}
  again: {kind: bootstrap, base: second, draws: 60, seed: 3}
${more}`,
  });
  return project;
};
interface Shown {
  readonly terms: readonly { readonly term: string; readonly estimate: number; readonly stdError: number }[];
}
const shown = async (node: string): Promise<Shown['terms']> =>
  (JSON.parse((await project!.run('show', node, '--json')).stdout) as Shown).terms;

const squares = '  squares: {kind: derive, from: left, columns: {w: v * x, s: v^2 + w - w}}';

it('has the same errors where a square stands in the formula and where a step derives it', async () => {
  await start(
    squares,
    'from: squares, fit: y ~ x + s',
    `  t: {kind: report, tables: {main: {from: [second, again], formats: [markdown]}}}
claims:
  wider: again.s.stdError > 0 and again.s.stdError != second.s.stdError
`,
  ).make();
  const derived = await shown('again');
  project!.dispose();
  await start('', 'from: left, fit: y ~ x + log(exp(v^2))').make();
  const written = await shown('again');
  expect(derived.length).toBe(3);
  for (const [i, { estimate, stdError }] of derived.entries()) {
    expect(estimate).toBeCloseTo(written[i]!.estimate, 9);
    expect(stdError).toBeCloseTo(written[i]!.stdError, 9);
  }
});

it.each([
  ['{w: v * x}, where: x > 0', '`squares` leaves rows out by `where`'],
  ['{w: "mean(v, by=[t])"}', '`squares` makes `w` of other rows'],
  ['{w: L.v}', '`squares` makes `w` of other rows'],
])('refuses a step behind predictions that derives %s', async (columns, message) => {
  const made = start(`  squares: {kind: derive, from: left, columns: ${columns}}`, 'from: squares, fit: y ~ x + w');
  const { code, stderr } = await made.run('run', '--dry-run');
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
