/** Declares the result of mediation: the regressions of its steps, the effects, and the tests of the indirect one. */
import { type Form, members, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import { fitInside, namesOfTerms } from '../../src/check/fit-result.ts';
import type { Mediation } from './numbers/mediation.ts';
import type { MediationSpec } from './numbers/spec.ts';

const specOf = ({ params }: PlannedNode) => params as unknown as MediationSpec;

/** A regression on the treatment and the controls, with the mediator where it is one of the regressors. */
const regression = (withMediator: boolean): Form =>
  fitInside((node) => {
    const { model, mediator } = specOf(node);
    return namesOfTerms(withMediator ? model : { terms: model.terms.filter((term) => term !== mediator) });
  });

const regressions = { total: regression(false), mediator: regression(false), outcome: regression(true) };

/** Two steps leave out the regression on the mediator. */
const steps = (node: PlannedNode) => ({ listed: Object.keys(regressions).slice(0, specOf(node).steps) });

const test = members('stdError', 'statistic', 'pValue');
const interval: Form = { each: 'value' };

export const mediationResult: Result = {
  type: 'mediation',
  list: 'steps',
  fromParams: true,
  isTrial: true,
  parts: {
    treatment: 'value',
    // The name means the regression of the mediator.
    mediator: 'unnamed',
    steps: { members: regressions, planned: steps },
    ...values('a', 'b', 'indirect', 'direct', 'total', 'shareMediated', 'ratioIndirectDirect', 'suppression'),
    sobel: test,
    aroian: test,
    goodman: test,
    bootstrap: {
      members: {
        ...values('mean', 'stdError', 'reps', 'failed', 'level', 'z0'),
        ...{ percentile: interval, bc: interval, normal: interval },
        clusters: members('name', 'count'),
      },
    },
  } satisfies Record<keyof Mediation, Form>,
};
