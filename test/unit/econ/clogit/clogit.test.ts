import { expect, it } from 'vitest';
import { b, type Columns, drawn, fitOf, problemsOf, refusalOf, se, shuffled } from '../../../support/likelihood.ts';

const data: Columns = drawn('clogit', 120, (draw, i) => {
  const [x, z, id] = [draw.normal(), draw.normal(), Math.floor(i / 4)];
  return { y: Math.sin(id) + x - z + Math.log(1 / draw.uniform() - 1) > 0 ? 1 : 0, x, z, id, big: id % 6, s: id % 3 };
});
const keys = { fit: 'y ~ x + z | id', estimator: 'clogit' } as const;
const near = (value: unknown, expected: number, relative = 1e-8): void =>
  expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-13);

it('of pairs is logit of differences without a constant', () => {
  const pairs = drawn('pairs', 60, (draw) => ({ x: draw.normal(), w: draw.normal() + 0.5 }));
  const n = 60;
  const long = {
    id: [...Array.from({ length: n }, (_, i) => i), ...Array.from({ length: n }, (_, i) => i)],
    y: [...new Array(n).fill(1), ...new Array(n).fill(0)],
    x: [...pairs.w!, ...pairs.x!],
  };
  const fit = fitOf(long, { fit: 'y ~ x | id', estimator: 'clogit' });
  // signs are turned at random, since a logit of ones alone does not vary
  const flips = pairs.x!.map((_, i) => (i % 2 === 0 ? 1 : -1));
  const differences = {
    y: flips.map((flip) => (flip === 1 ? 1 : 0)),
    x: flips.map((flip, i) => flip * ((pairs.w![i] as number) - (pairs.x![i] as number))),
  };
  const plain = fitOf(differences, { fit: 'y ~ x - 1', estimator: 'logit' });
  near(b(fit, 'x'), b(plain, 'x'));
  near(se(fit, 'x'), se(plain, 'x'));
  near(fit.stats.ll, plain.stats.ll as number);
});

it('does not depend on order, or on what is constant within groups', () => {
  const fit = fitOf(data, { ...keys, vcov: 'cluster(big)' });
  const other = fitOf(shuffled(data, 'rows'), { ...keys, fit: 'y ~ z + x + s | id', vcov: 'cluster(big)' });
  for (const term of ['x', 'z']) {
    near(b(other, term), b(fit, term));
    near(se(other, term), se(fit, term));
  }
  expect(other.dropped).toMatchObject([{ term: 's', why: 'absorbed' }]);
  const shifted = { ...data, x: data.x!.map((x, i) => (x as number) + 10 * (data.id![i] as number)) };
  near(b(fitOf(shifted, keys), 'x'), b(fit, 'x'));
});

it('drops groups of one outcome and counts them, and has robust errors by group', () => {
  const columns = { y: [...data.y!, 1, 1], x: [...data.x!, 0, 1], z: [...data.z!, 1, 2], id: [...data.id!, 99, 99] };
  const [fit, plain] = [fitOf(columns, keys), fitOf(data, keys)];
  expect(fit.nobs).toBe(plain.nobs);
  expect(fit.stats.nDroppedGroups).toBe((plain.stats.nDroppedGroups as number) + 1);
  // tables say `Yes` in the row of these effects
  expect(fit.absorbed).toEqual([{ name: 'id', levels: fit.ngroups }]);
  expect(fitOf(data, { ...keys, vcov: 'robust' }).vcovInfo.text).toBe('cluster(id)');
});

it('has errors by two clusters of whole groups: those of both less those of their combination', () => {
  const ids = data.id as readonly number[];
  // pairs of groups, and pairs that begin one later: each combination is a group
  const own = { ...data, even: ids.map((id) => Math.floor(id / 2)), odd: ids.map((id) => Math.floor((id + 1) / 2)) };
  const meat = (by: string): number => {
    const fit = fitOf(own, { ...keys, vcov: `cluster(${by})` });
    const g = fit.nclusters!;
    return (se(fit, 'x') ** 2 * (g - 1)) / g;
  };
  const twice = fitOf(own, { ...keys, vcov: 'cluster(even + odd)' });
  near(se(twice, 'x') ** 2, (15 / 14) * (meat('even') + meat('odd') - meat('id')));
  expect(twice.nclusters).toBe(15);
  expect(twice.warnings.map(({ code }) => code)).not.toContain('vcov-mended');
  expect(refusalOf({ ...own, c: data.x!.map((_, i) => i % 5) }, { ...keys, vcov: 'cluster(id + c)' }).code).toBe(
    'not-nested',
  );
});

it('refuses separation, clusters that cut groups, and what is not defined', () => {
  const apart = { y: [0, 1, 0, 1, 0, 1], x: [1, 2, 3, 5, 2, 3], id: [1, 1, 2, 2, 3, 3] };
  expect(refusalOf(apart, { fit: 'y ~ x | id', estimator: 'clogit' }).code).toBe('separation');
  const cut = { ...data, c: data.x!.map((_, i) => i % 5) };
  expect(refusalOf(cut, { ...keys, vcov: 'cluster(c)' }).code).toBe('not-nested');
  expect(
    refusalOf({ y: [0, 0, 1, 1], x: [1, 2, 3, 4], id: [1, 1, 2, 2] }, { fit: 'y ~ x | id', estimator: 'clogit' }).code,
  ).toBe('no-variation');
  expect(problemsOf({ fit: 'y ~ x | id', estimator: 'clogit', vcov: 'HC1' })).toHaveLength(1);
  expect(problemsOf({ fit: 'y ~ x', estimator: 'clogit' })).toEqual([
    '`clogit` needs a group, and the data declares no panel',
  ]);
});
