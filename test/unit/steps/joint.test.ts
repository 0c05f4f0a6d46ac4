/** The joint test of the differences of two groups, and differences by clusters, held to values of R. */
import { describe, expect, it } from 'vitest';
import { planned } from './planned.ts';

// i <- 0:39; t <- (i*3)%%7 < 3; v <- (i*5)%%9; x <- (i*7)%%11 + t; z <- ((i*13)%%17)/2; w <- ((i*i)%%23)/3, NA at 3, 17, 28; y <- ((i*i)%%19)/4
const csv = [
  'i,t,v,x,z,w,y,s,c,g,k,u,o',
  ...Array.from({ length: 40 }, (_, i) => {
    const t = (i * 3) % 7 < 3 ? 1 : 0;
    const [x, z] = [((i * 7) % 11) + t, ((i * 13) % 17) / 2];
    const w = [3, 17, 28].includes(i) ? '' : ((i * i) % 23) / 3;
    return [
      i,
      t,
      (i * 5) % 9,
      x,
      z,
      w,
      ((i * i) % 19) / 4,
      x + 2 * z,
      7,
      1 + (i % 3),
      i % 3 === 0 ? '' : i % 2,
      x + t,
      t === 0 ? 7 : 7 + (i % 2),
    ].join(',');
  }),
].join('\n');

interface Joint {
  readonly [name: string]: unknown;
  readonly left: readonly { readonly variable: string; readonly why: string }[];
}
const plan = (keys: string) =>
  planned(
    `papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv}\n  s: {kind: describe, from: d, by: t, ${keys}}\n`,
    csv,
  );
const run = async (keys: string) => {
  const p = plan(keys);
  expect(p.problems).toEqual([]);
  const { parts, failures } = await p.run('s');
  expect(failures).toEqual([]);
  return parts as unknown as { readonly joint: Joint; readonly rows: readonly Joint[] };
};
const near = (found: unknown, expected: Readonly<Record<string, number>>): void => {
  for (const [name, value] of Object.entries(expected))
    expect(Math.abs((found as Record<string, number>)[name]! / value - 1), name).toBeLessThan(1e-10);
};

describe('the joint test', () => {
  it('of means with unequal variances is d’(S₁/n₁ + S₂/n₂)⁻¹d, a χ²', async () => {
    // m <- colMeans(a) - colMeans(b); W <- m %*% solve(cov(a)/nrow(a) + cov(b)/nrow(b)) %*% m; pchisq(W, 3, lower=FALSE)
    const { joint } = await run('variables: [x, z, y], joint: true');
    near(joint, { chi2: 4.4616339751908161, df: 3, hypotheses: 3, pValue: 0.2157380851044658 });
  });

  it('of means with equal variances is Hotelling’s, the F of a regression of the groups on the variables', async () => {
    // summary(manova(cbind(x, z, y) ~ t), test="Hotelling-Lawley"); summary(lm(t ~ x + z + y))$fstatistic
    const { joint } = await run('variables: [x, z, y], joint: true, variances: equal');
    near(joint, { f: 1.291221891191398, df1: 3, df2: 36, pValue: 0.292232070139735 });
  });

  it('stacks scores of variables that have other missing values', async () => {
    const { joint, rows } = await run('variables: [x, z, w], joint: true');
    near(joint, { chi2: 1.3510709974351565, pValue: 0.7170429457389356 });
    near(rows[2], { difference: 0.08178053830227727 });
  });

  it('is clustered as the differences are, and is an F of G − 1 degrees of freedom', async () => {
    // estfun(r) %*% bread(r)/nobs(r) of lm(y ~ I(1-t)) by cluster, with sqrt(G/(G-1)*(N-1)/(N-2)); vcovCL(r, v, type="HC1") gives the first error
    const { joint, rows } = await run('variables: [x, z, w], joint: true, cluster: v');
    const errors = [1.1543303949598329, 1.125298053301127, 0.6942381070000445];
    for (const [i, stdError] of errors.entries()) near(rows[i], { stdError, df: 8 });
    near(joint, { f: 0.3578524149465842, df1: 3, df2: 8, pValue: 0.7851409337365396 });
  });

  it('takes weights', async () => {
    // the same with lm(y ~ I(1-t), weights=g)
    const { joint, rows } = await run('variables: [x, z], joint: true, cluster: v, weights: g');
    near(rows[0], { difference: -1.3176470588235287 });
    near(joint, { f: 1.0394723847647682, df2: 8, pValue: 0.3969169874888139 });
    const doubled = await run('variables: [x, z], joint: true, weights: {analytic: g}');
    expect(doubled.joint).toMatchObject({ df: 2 });
  });

  it('of one variable is the test of its difference', async () => {
    for (const how of ['variances: equal', 'cluster: v', 'variances: unequal']) {
      const { joint, rows } = await run(`variables: [w], joint: true, weights: {frequency: g}, ${how}`);
      const { f, chi2 = f } = joint;
      near({ chi2 }, { chi2: (rows[0]!.statistic as number) ** 2 });
    }
  });

  it('leaves out collinear variables and those without a test, and counts the rest', async () => {
    const { joint } = await run('variables: [x, z, s, c, y], joint: true');
    near(joint, { chi2: 4.4616339751908161, hypotheses: 3 });
    expect(joint.left).toEqual([
      { variable: 'c', why: 'no variation' },
      { variable: 's', why: 'collinear' },
    ]);
  });

  it('is undefined where no finite statistic tests the differences, or there are too few clusters', async () => {
    // u is x + t: within groups they are one, between groups they are not
    const apart = await run('variables: [x, u], joint: true');
    expect(apart.joint).toMatchObject({ chi2: { invalid: 'the covariance is singular' }, hypotheses: 2, left: [] });
    const many = await run('variables: [x, y, z], joint: true, cluster: g');
    expect(many.joint.pValue).toEqual({
      invalid: '3 restrictions are more than 2 degrees of freedom can test',
    });
    const none = await run('variables: [c], joint: true, variances: equal');
    expect(none.joint).toMatchObject({ f: { invalid: 'no differences to test' }, hypotheses: 0 });
  });

  it('of several pairs goes by their names', async () => {
    const p = planned(
      `papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv}\n  s: {kind: describe, from: d, by: g, variables: [x, z], between: all, joint: true}\n`,
      csv,
    );
    const { parts } = await p.run('s');
    expect((parts.joint as unknown as { pairs: { name: string }[] }).pairs.map(({ name }) => name)).toEqual([
      '1 - 2',
      '1 - 3',
      '2 - 3',
    ]);
  });

  it('counts the clusters of a group that has one value', async () => {
    // o is 7 where t is 0
    const { rows } = await run('variables: [o], cluster: i');
    expect(rows[0]).toMatchObject({ df: 39 });
  });

  it('refuses groups of which none are compared', async () => {
    for (const keys of ['joint: true', 'cluster: v']) {
      const p = planned(
        `papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv}\n  s: {kind: describe, from: d, by: g, variables: [x], ${keys}}\n`,
        csv,
      );
      expect((await p.run('s')).failures).toMatchObject([{ code: 'nothing-compared', param: keys.split(':')[0] }]);
    }
  });

  it('leaves out rows without a cluster, and refuses what has no meaning', async () => {
    const { rows } = await run('variables: [x], cluster: k');
    expect((rows[0]!.groups as unknown as { n: number }[]).reduce((total, { n }) => total + n, 0)).toBe(26);
    const told = (keys: string) => plan(keys).problems.map(({ code }) => code);
    expect(told('variables: [x], cluster: nn')).toEqual(['unknown-variable']);
    expect(told('variables: [x], cluster: v, variances: equal')).toEqual(['clustered-variances']);
    const without = planned(
      `papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv}\n  s: {kind: describe, from: d, variables: [x], joint: true, cluster: v}\n`,
      csv,
    );
    expect(without.problems.map(({ code }) => code)).toEqual(['missing-by', 'missing-by']);
  });
});
