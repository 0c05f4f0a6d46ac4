/** Refusals of likelihoods without a maximum, against an exact linear programme. */
import { expect, it } from 'vitest';
import { Refusal } from '../../../../src/base/problem.ts';
import { withoutPerfect } from '../../../../src/econ/likelihood/perfect.ts';
import { fitOf } from '../../../support/likelihood.ts';
import { separatedExactly } from '../../../support/separated-exactly.ts';
import { separatedAmong, smallPanel } from '../../../support/small-panels.ts';

interface Case {
  readonly y: readonly number[];
  readonly x: readonly (readonly number[])[];
  readonly group: readonly number[];
}

const cases: readonly Case[] = Array.from({ length: 150 }, (_, i) => {
  const { y, x } = smallPanel(`refused ${i}`, 0);
  return { y, x, group: y.map((_, row) => row % 4) };
});
const one = ({ y }: Case): readonly number[] => y.map((value) => (value > 0 ? 1 : 0));
const namesOf = ({ x }: Case): readonly string[] => x.map((_, j) => `x${j}`);

/** Whether the likelihood has no maximum; null where the model is refused for another reason. */
type Judge = (given: Case) => boolean | null;

const ofCounts: Judge = ({ y, x }) => separatedAmong({ y, x, effects: [], constant: true }, [...y.keys()]).length > 0;

/** Rows in which a term of 0 and 1 predicts the outcome perfectly go first, with that term. */
const ofBinary: Judge = (given) => {
  const outcome = one(given);
  const terms = given.x.map((values, j) => ({ name: `x${j}`, values: Float64Array.from(values) }));
  const design = { nobs: outcome.length, terms, constant: true, absorb: [] };
  let left: ReturnType<typeof withoutPerfect>;
  try {
    left = withoutPerfect({ ...design, outcome: { name: 'one', values: Float64Array.from(outcome) } });
  } catch {
    return true;
  }
  const rows = [...(left.rows ?? outcome.keys())];
  if (new Set(rows.map((row) => outcome[row])).size < 2 || left.design.terms.length === 0) return null;
  const signed = rows.map((row) =>
    [1, ...left.design.terms.map(({ values }) => values[row]!)].map((value) => (outcome[row] === 1 ? value : -value)),
  );
  return separatedExactly([signed[0]!.map(() => 0)], signed).length > 0;
};

/** Differences of rows with 1 and with 0 in one group. */
const ofGroups: Judge = (given) => {
  const outcome = one(given);
  const pairs = [...outcome.keys()].flatMap((i) =>
    [...outcome.keys()]
      .filter((j) => outcome[i] === 1 && outcome[j] === 0 && given.group[i] === given.group[j])
      .map((j) => given.x.map((values) => values[i]! - values[j]!)),
  );
  return pairs.length === 0 ? null : separatedExactly([given.x.map(() => 0)], pairs).length > 0;
};

it.each([
  ['poisson', 'y', '', ofCounts],
  ['negbin', 'y', '', ofCounts],
  ['logit', 'one', '', ofBinary],
  ['probit', 'one', '', ofBinary],
  ['clogit', 'one', ' | group', ofGroups],
] as const)(
  '%s is refused for separation where there is some, and nowhere else',
  (estimator, outcome, absorbed, judge) => {
    const met = { separated: 0, kept: 0 };
    for (const [i, given] of cases.entries()) {
      const isSeparated = judge(given);
      if (isSeparated === null) continue;
      const columns = Object.fromEntries([
        ['y', given.y],
        ['one', one(given)],
        ['group', given.group],
        ...given.x.map((values, j) => [`x${j}`, values]),
      ]);
      let found = 'estimated';
      try {
        fitOf(columns, { fit: `${outcome} ~ ${namesOf(given).join(' + ')}${absorbed}`, estimator });
      } catch (problem) {
        if (!(problem instanceof Refusal)) throw problem;
        found = problem.code;
      }
      if (['no-terms', 'no-variation', 'too-few-rows'].includes(found)) continue;
      met[isSeparated ? 'separated' : 'kept']++;
      // a count's variance may have no maximum of its own
      if (isSeparated) expect(found, `${i}`).toBe('separation');
      else expect(estimator === 'negbin' ? ['estimated', 'no-convergence'] : ['estimated'], `${i}`).toContain(found);
    }
    expect(Math.min(met.separated, met.kept)).toBeGreaterThan(20);
  },
);
