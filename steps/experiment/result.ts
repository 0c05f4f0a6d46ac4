/** What an experiment holds: effects by outcome and arm, and what they are made of. */
import { type Form, members, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import type { ExperimentResult } from './numbers/experiment.ts';
import type { Inferred } from './numbers/inferred.ts';
import type { ExperimentSpec } from './numbers/spec.ts';
import { adjustedFields, inferenceParts } from './result-inference.ts';

const specOf = ({ params }: PlannedNode) => params as unknown as ExperimentSpec;

/** Outcomes, and where the data tell several arms `outcome:arm`. */
const effects = (node: PlannedNode) => {
  const { outcomes } = specOf(node);
  const is = (name: string): boolean => outcomes.some((outcome) => name.startsWith(`${outcome}:`));
  return { listed: outcomes, others: { is, as: 'outcomes with their arms, as in `["score:small"]`' } };
};

export const contrast = ['estimate', 'stdError', 'statistic', 'df', 'pValue', 'confLow', 'confHigh'] as const;

export const experimentResult: Result = {
  type: 'experiment',
  list: 'effects',
  fromParams: true,
  isTrial: true,
  parts: {
    effects: {
      each: {
        members: values(...contrast, 'outcome', 'arm', 'controlMean', 'controlSd', 'n', 'clusters', ...adjustedFields),
        usual: 'estimate',
      },
      planned: effects,
    },
    joint: { each: members('f', 'df1', 'df2', 'pValue'), planned: (node) => ({ listed: specOf(node).outcomes }) },
    design: {
      members: { ...values('nobs', 'strata', 'clusters', 'clustered'), arms: { each: members('n') } },
    },
    method: members('estimator', 'errors', 'strata', 'cluster', 'weighted', 'covariates'),
    ...inferenceParts,
    ...{ rowsLost: 'unnamed', warnings: 'unnamed' },
  } satisfies Record<keyof ExperimentResult | keyof Inferred, Form>,
};
