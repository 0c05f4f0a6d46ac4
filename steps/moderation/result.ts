/** Declares the result of moderation: the regression, and the effect of the treatment along the moderator. */
import type { Json } from '../../src/base/json.ts';
import { members, type PlannedNode, type Result, usually, values } from '../../src/base/result.ts';
import { fitInside, namesOfTerms } from '../../src/check/fit-result.ts';
import type { ModelSpec } from '../../src/econ/spec.ts';

const at = () => ({ listed: ['mean-sd', 'mean', 'mean+sd'] });

const model = ({ params }: PlannedNode) => (params as { readonly model: Json }).model;
const terms = (node: PlannedNode) => namesOfTerms(model(node) as unknown as ModelSpec);

export const moderationResult: Result = {
  type: 'moderation',
  list: 'marginalEffects',
  fromParams: true,
  isTrial: true,
  model,
  parts: {
    marginalEffects: {
      each: usually('estimate', 'at', 'value', 'stdError', 'statistic', 'pValue', 'confLow', 'confHigh'),
      planned: at,
    },
    fit: fitInside(terms),
    johnsonNeyman: {
      members: { ...values('significant', 'shareSignificant'), roots: { each: 'value' }, range: { each: 'value' } },
    },
    means: members('x', 'w', 'sdX', 'sdW'),
    ...values('scale', 'treatment', 'moderator', 'interaction', 'level', 'scaledTreatment'),
  },
};
