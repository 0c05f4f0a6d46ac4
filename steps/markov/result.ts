/** Declares the result of Markov chains: a row of the transition matrix for each class, alone and by the class of the neighbours. */
import { type Form, members, type PlannedNode, type Result, values } from '../../src/base/result.ts';

const matrix: Form = { each: { each: 'value' } };

/** Classes by their numbers, `1`; by that of the neighbours, `2|1`. */
function classes({ params }: PlannedNode) {
  const { states } = params as unknown as { readonly states: number };
  const of = Array.from({ length: states }, (_, i) => String(i + 1));
  const isOfNeighbours = (name: string): boolean => name.split('|').every((each) => of.includes(each));
  return { listed: of, others: { is: isOfNeighbours } };
}

export const markovResult: Result = {
  type: 'markov',
  list: 'rows',
  fromParams: true,
  parts: {
    rows: {
      each: {
        members: { ...values('n', 'neighbours'), counts: { each: 'value' } },
        further: (name) => /^to\d+$/.test(name),
      },
      planned: classes,
    },
    markov: { members: { n: 'value', cuts: 'any', ergodic: { each: 'value' }, counts: matrix, p: matrix } },
    homogeneity: members('lr', 'q', 'df', 'lrP', 'qP', 'dfNominal'),
    rule: members('states', 'cuts', 'lag'),
    of: 'value',
  },
};
