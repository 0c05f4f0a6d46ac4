/** Declares the parts that draws from its design add to the result of an experiment. */
import { type Form, members, type PlannedNode, values } from '../../src/base/result.ts';
import type { Inferred } from './numbers/inferred.ts';
import { fieldOfMethod, type InferenceSpec } from './numbers/redrawn/spec.ts';
import type { ExperimentSpec } from './numbers/spec.ts';

/** Fields of effects by which they are tested besides. */
export const adjustedFields = ['family', 'pRandomisation', ...Object.values(fieldOfMethod)];

const test = [
  'observed',
  'pValue',
  'pUpper',
  'pLower',
  'mean',
  'sd',
  'assignments',
  'exact',
  'draws',
  'skipped',
] as const;

/** Outcomes, and the indices of them. */
function outcomesIn(params: PlannedNode['params']): readonly string[] {
  const { outcomes, indices } = params as unknown as ExperimentSpec;
  return [...outcomes, ...indices.map(({ name }) => name)];
}

/** `score:t`, and with several arms `score:small:t`. */
const tests = ({ params }: PlannedNode) => {
  const { inference } = params as unknown as { readonly inference?: InferenceSpec };
  const outcomes = outcomesIn(params);
  const { statistics = [] } = inference ?? {};
  const listed = outcomes.flatMap((outcome) => statistics.map((statistic) => `${outcome}:${statistic}`));
  const is = (name: string): boolean => outcomes.some((outcome) => name.startsWith(`${outcome}:`));
  return { listed, others: { is, as: 'outcomes with their arms and statistics, as in `["score:small:t"]`' } };
};

const power = ({ params }: PlannedNode) => {
  const outcomes = outcomesIn(params);
  const is = (name: string): boolean => outcomes.some((outcome) => name.startsWith(`${outcome}:`));
  return { listed: outcomes, others: { is, as: 'outcomes with their arms, as in `["score:small"]`' } };
};

export const inferenceParts = {
  randomisation: {
    each: { members: { ...values(...test, 'outcome', 'arm', 'statistic', 'null'), drawn: 'unnamed' }, usual: 'pValue' },
    planned: tests,
  },
  families: { each: members('method', 'draws', 'exact') },
  power: {
    each: {
      members: {
        ...values('outcome', 'arm', 'nArm', 'nControl', 'sd', 'icc', 'mde', 'mdeFormula', 'target', 'size', 'draws'),
        ...{ effects: 'unnamed', power: 'unnamed' },
      },
      usual: 'mde',
    },
    planned: power,
  },
} satisfies Record<Exclude<keyof Inferred, 'effects'>, Form>;
