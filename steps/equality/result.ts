/** Declares the result of tests of equality: a record for each coefficient, and the tests of all together. */
import { members, type Names, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import { namesOfTerms } from '../../src/check/fit-result.ts';
import type { EqualitySpec } from './numbers/spec.ts';

const specOf = ({ params }: PlannedNode) => params as unknown as EqualitySpec;

/** The terms that are named, or those that both models list, whatever the data say of factors. */
function terms(node: PlannedNode): Names {
  const { of, models } = specOf(node);
  if (of !== null) return { listed: of };
  const [a, b] = models.map((model) => namesOfTerms(model)) as [Names, Names];
  const listed = a.listed.filter((name) => name !== '_cons' && !name.startsWith('/') && b.listed.includes(name));
  const [first, second] = [a.others, b.others];
  if (first === undefined || second === undefined) return { listed };
  const as = first.as;
  return { listed, others: { is: (name) => first.is(name) && second.is(name), ...(as !== undefined && { as }) } };
}

const counted = ['n', 'nFirst', 'nSecond', 'overlap'];
const ofTests = { suest: ['groups', 'chi2', 'df', 'p'], hausman: ['hausmanChi2', 'hausmanDf', 'hausmanP'] } as const;

export const equalityResult: Result = {
  type: 'equality',
  list: 'rows',
  map: 'stats',
  fromParams: true,
  parts: {
    rows: { each: members('first', 'second', 'difference', 'stdError', 'statistic', 'pValue'), planned: terms },
    stats: {
      ...members(...counted, ...ofTests.suest, ...ofTests.hausman),
      planned: (node) => ({ listed: [...counted, ...specOf(node).by.flatMap((test) => ofTests[test])] }),
    },
    ...values('clusters'),
    columns: 'unnamed',
  },
};
