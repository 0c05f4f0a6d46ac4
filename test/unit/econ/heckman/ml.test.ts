import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { b, type Columns, drawn, fitOf, problemsOf, refusalOf, se, shuffled } from '../../../support/likelihood.ts';

/** Wooldridge's working women: 753 rows, 428 with wages. */
function mroz(): Columns {
  const text = readFileSync('test/reference/cases/mroz-select/data.csv', 'utf8').trim();
  const [head, ...lines] = text.split('\n').map((line) => line.split(','));
  return Object.fromEntries(
    head!.map((name, j) => [name, lines.map((cells) => (cells[j] === '' ? null : Number(cells[j])))]),
  );
}
const near = (value: unknown, expected: number, relative = 1e-6): void =>
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-12);
const select = 'inlf ~ nwifeinc + educ + exper + expersq + age + kidslt6 + kidsge6';
const keys = { fit: 'lwage ~ educ + exper + expersq', estimator: { is: 'heckman', select, method: 'ml' } } as const;

// the estimates and conventional errors are those that Stata prints for Wooldridge's example (log likelihood -832.8851, educ .1083502 (.0148607), athrho
// .0266139, LR test .03); all digits, robust and clustered errors are of the likelihood written in numpy, with numerical derivatives
const outcome = ['_cons', 'educ', 'exper', 'expersq'];
const chosen = ['_cons', 'nwifeinc', 'educ', 'exper', 'expersq', 'age', 'kidslt6', 'kidsge6'];
const estimates = [
  [-0.552696292, 0.108350191, 0.0428368207, -0.000837425864],
  [0.266449073, -0.0121321447, 0.13134145, 0.123281838, -0.00188625257, -0.0528286857, -0.867398739, 0.0358723508],
  [0.0266132506, -0.410380813],
] as const;
const errors = {
  iid: [
    [0.260378511, 0.0148607055, 0.014878541, 0.000417467745],
    [0.508957817, 0.00487670462, 0.0253823056, 0.0187241936, 0.000600387905, 0.00847917885, 0.118650947, 0.0434752988],
    [0.147182129, 0.0342290943],
  ],
  robust: [
    [0.216406506, 0.013583575, 0.0143238222, 0.000398416573],
    [0.506345837, 0.00536274841, 0.0260501092, 0.018880056, 0.000601727278, 0.00834994037, 0.11635353, 0.04518213],
    [0.130486321, 0.0585549048],
  ],
  'cluster(age)': [
    [0.240649054, 0.0125429949, 0.0147903951, 0.000413080316],
    [0.451963191, 0.00585883963, 0.0276057994, 0.0172224903, 0.000477907457, 0.00723023743, 0.113834472, 0.0465630441],
    [0.139319967, 0.0570930828],
  ],
} as const;

it.each(['iid', 'robust', 'cluster(age)'] as const)('is Stata’s of working women, with %s errors', (vcov) => {
  const fit = fitOf(mroz(), { ...keys, vcov });
  near(fit.stats.ll, -832.8850807255254, 1e-12);
  expect(fit.terms.map(({ term }) => term)).toEqual(['educ', 'exper', 'expersq', '_cons', '/athrho', '/lnsigma']);
  const parts = [
    [fit, outcome],
    [fit.selection!, chosen],
    [fit, ['/athrho', '/lnsigma']],
  ] as const;
  for (const [i, [own, names]] of parts.entries()) {
    for (const [j, name] of names.entries()) {
      near(b(own, name), estimates[i]![j]!, 1e-5);
      near(se(own, name), errors[vcov][i]![j]!, 1e-4);
    }
  }
  const { rho, sigma, lambda, rhoSe, sigmaSe } = fit.stats as Record<string, number>;
  near(rho, 0.0266069675, 1e-5);
  near(sigma, 0.66339756, 1e-5);
  near(lambda, rho! * sigma!);
  near(rhoSe, (1 - rho! * rho!) * se(fit, '/athrho'));
  near(sigmaSe, sigma! * se(fit, '/lnsigma'));
  expect(fit.nobs).toBe(753);
  const test = fit.tests.find(({ name }) => name === 'independent-equations')!;
  const a = b(fit, '/athrho') / se(fit, '/athrho');
  if (vcov === 'iid') expect(test.statistic).toBeCloseTo(0.0321, 3);
  else near(test.statistic, a * a);
});

const data = drawn('heckman ml', 300, (draw) => {
  const [x, z, u] = [draw.normal(), draw.normal(), draw.normal()];
  const work = 0.3 + 0.5 * x + z + u > 0 ? 1 : 0;
  return { x, z, work, big: 1e6 * x + 30, y: work === 1 ? 1 + x + 0.9 * u + 0.5 * draw.normal() : Number.NaN };
});
const seen: Columns = { ...data, y: data.y!.map((value) => (Number.isNaN(value) ? null : value)) };
const ml = { fit: 'y ~ x', estimator: { is: 'heckman', select: 'work ~ x + z', method: 'ml' } } as const;

it('is near two steps, and depends neither on order nor on units', () => {
  const fit = fitOf(seen, ml);
  const steps = fitOf(seen, { ...ml, estimator: { ...ml.estimator, method: 'twostep' } });
  expect(Math.abs((fit.stats.rho as number) - (steps.stats.rho as number))).toBeLessThan(0.15);
  expect(Math.abs(b(fit, 'x') - b(steps, 'x'))).toBeLessThan(se(fit, 'x'));
  near(se(fitOf(shuffled(seen, 'rows'), ml), 'x'), se(fit, 'x'), 1e-8);
  const scaled = fitOf(seen, { fit: 'y ~ big', estimator: { ...ml.estimator, select: 'work ~ big + z' } });
  near(b(scaled, 'big') * 1e6, b(fit, 'x'), 1e-8);
  near(se(scaled, 'big') * 1e6, se(fit, 'x'), 1e-8);
});

it('refuses an outcome that is fitted without error', () => {
  const exact = { ...seen, y: data.work!.map((work, i) => (work === 1 ? 1 + (data.x![i] as number) : null)) };
  expect(refusalOf(exact, ml).code).toMatch(/no-convergence|perfect/);
});

it('refuses errors that two steps have not, and takes them with its likelihood', () => {
  const steps = { ...ml, estimator: { is: 'heckman', select: 'work ~ x + z' } } as const;
  expect(problemsOf({ ...steps, vcov: 'robust' })).toHaveLength(1);
  expect(problemsOf({ ...ml, vcov: 'robust' })).toEqual([]);
  expect(problemsOf({ ...ml, vcov: 'HC3' })).toHaveLength(1);
});
