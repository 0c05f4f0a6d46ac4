/** Names of terms in claims, tables and figures, as far as a plan knows them: of factors, of parameters, of marginal effects. */
import { afterAll, expect, it } from 'vitest';
import { Project } from './harness.ts';

const rows = Array.from({ length: 60 }, (_, i) => {
  const [x, g] = [((i * 37) % 61) / 10, 'abc'[i % 3]];
  return `${x},${g},${Math.max(0, x - 2 + ((i * 29) % 17) / 4)},${(i * 7) % 5 > 1 ? 1 : 0}`;
});
const pipeline = (claim: string, keep: string, terms: string): string => `papermake: 1
steps:
  d: {kind: ingest, file: d.csv}
  m:
    kind: models
    from: d
    columns:
      - {id: f, fit: y ~ x + i(g)}
      - {id: t, fit: y ~ x, estimator: {is: tobit, lower: 0}}
      - {id: l, fit: b ~ x, estimator: logit, margins: true}
  tables: {kind: report, formats: [markdown], tables: {m: {from: m, keep: [${keep}]}}}
  plot: {kind: figure, plot: coefficients, from: m.f, terms: [${terms}], formats: [svg]}
claims: {c: '${claim}'}
`;
const project = new Project({ 'd.csv': `x,g,y,b\n${rows.join('\n')}\n` });
afterAll(() => project.dispose());

const run = ([claim, keep, terms]: readonly [string, string, string]) => {
  project.write('pipeline.yaml', pipeline(claim, keep, terms));
  return project.run();
};
const GOOD = ['m.f["i(g)::b"] < 99', '"i(g)::b", "/lnsigma", "dydx(x)"', '"i(g)::c"'] as const;

it('may be levels of factors, parameters of a distribution and marginal effects', async () => {
  const { code, stderr } = await run(GOOD);
  expect(stderr).not.toContain('no term');
  expect(code).toBe(0);
  expect(project.read('out/tables/m.md')).toContain('ln σ');
});

it.each([
  ['a claim', ['m.f["i(h)::b"] < 99', GOOD[1], GOOD[2]], '`m.f` has no `i(h)::b`'],
  ['a table', [GOOD[0], '"i(h)::b"', GOOD[2]], '`i(h)::b` is no term of this table'],
  ['a figure', [GOOD[0], GOOD[1], '"i(h)::b"'], 'no result has a term `i(h)::b`'],
] as const)('are refused by the plan where no run can give them: %s', async (_, given, message) => {
  const { code, stderr } = await run(given);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});
