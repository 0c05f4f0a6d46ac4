/** Declares the result of an experiment: effects by outcome and arm, and their parts. */
import { type Form, members, type Names, type PlannedNode, type Result, values } from '../../src/base/result.ts';
import { termNames } from '../../src/check/fit-result.ts';
import type { ExperimentResult } from './numbers/experiment.ts';
import type { Inferred } from './numbers/inferred.ts';
import type { ExperimentSpec } from './numbers/spec.ts';
import { adjustedFields, inferenceParts } from './result-inference.ts';
import { fieldsByHeader } from './view.ts';
import { views } from './views.ts';

const specOf = ({ params }: PlannedNode) => params as unknown as ExperimentSpec;

const outcomesOf = (node: PlannedNode): readonly string[] => {
  const { outcomes, indices } = specOf(node);
  return [...outcomes, ...indices.map(({ name }) => name)];
};

/** Names of records that begin with one of these, which the data lead on: `outcome:arm`. */
const ledOn = (listed: readonly string[], as: string): Names => ({
  listed,
  others: { is: (name) => listed.some((first) => name.startsWith(`${first}:`)), as },
});

/** Outcomes, and where the data tell several arms `outcome:arm`. */
const effects = (node: PlannedNode): Names =>
  ledOn(outcomesOf(node), 'outcomes with their arms, as in `["score:small"]`');

const contrast = ['estimate', 'stdError', 'statistic', 'df', 'pValue', 'confLow', 'confHigh'] as const;
const effect = values(...contrast, 'outcome', 'controlMean', 'controlSd', 'n', 'clusters');
const jointTest = members('f', 'df1', 'df2', 'pValue');

export const experimentResult: Result = {
  type: 'experiment',
  list: 'effects',
  printed: { fields: fieldsByHeader(views.effects!.columns), records: {} },
  fromParams: true,
  isTrial: true,
  parts: {
    effects: {
      each: { members: { ...effect, ...values('arm', ...adjustedFields) }, usual: 'estimate' },
      planned: effects,
    },
    joint: { each: jointTest, planned: (node) => ({ listed: outcomesOf(node) }) },
    selection: {
      each: { members: { ...values('candidates'), byOutcome: 'unnamed', byArms: 'unnamed' }, usual: 'candidates' },
      planned: (node) => ({ listed: outcomesOf(node) }),
    },
    late: {
      each: { members: { ...effect, ...values('takeUp', 'firstStage', 'firstStageF') }, usual: 'estimate' },
      planned: (node) => ({ listed: outcomesOf(node) }),
    },
    subgroups: {
      each: { members: { ...effect, ...values('arm', 'by', 'level', 'from') }, usual: 'estimate' },
      planned: (node) => ledOn(outcomesOf(node), 'subgroups, as in `["score:female=1"]` and `["score:female=1-0"]`'),
    },
    indices: {
      each: { members: { weights: { each: members('weight') } } },
      planned: (node) => ({ listed: specOf(node).indices.map(({ name }) => name) }),
    },
    balance: {
      each: {
        members: values(
          ...contrast,
          ...(['covariate', 'arm', 'meanControl', 'sdControl', 'meanTreated', 'sdTreated', 'normalised', 'n'] as const),
        ),
        usual: 'estimate',
      },
      planned: (node) => withFactors(specOf(node).balance),
    },
    balanceTests: { each: { members: { ...values('n'), iid: jointTest, robust: jointTest } } },
    attrition: {
      each: {
        members: values(...contrast, ...(['outcome', 'arm', 'rateControl', 'rate', 'n'] as const)),
        usual: 'estimate',
      },
      planned: effects,
    },
    attritionTests: { each: { members: { ...values('n'), interactions: jointTest } } },
    bounds: {
      each: {
        members: {
          ...values('outcome', 'arm', 'method', 'lower', 'upper', 'lowerError', 'upperError', 'confLow', 'confHigh'),
          ...values('trimShare', 'trimmed', 'keepAbove', 'keepBelow', 'keptAbove', 'keptBelow', 'n', 'known'),
          cells: { each: members('lower', 'upper', 'trimShare', 'trimmed', 'weight') },
        },
      },
      planned: (node) => ledOn(outcomesOf(node), 'outcomes with a method, as in `["score:lee"]`'),
    },
    design: {
      members: { ...values('nobs', 'strata', 'clusters', 'clustered'), arms: { each: members('n') } },
    },
    method: members('estimator', 'errors', 'strata', 'cluster', 'weighted', 'covariates', 'candidates'),
    ...inferenceParts,
    ...{ rowsLost: 'unnamed', warnings: 'unnamed' },
  } satisfies Record<keyof ExperimentResult | keyof Inferred, Form>,
};

/** Terms, levels of their factors, and both with arms. */
function withFactors(terms: readonly string[]): Names {
  const { listed, others } = termNames(terms);
  const bare = (name: string): string => name.replace(/:[^:]*$/, '');
  return {
    listed,
    others: { is: (name) => others!.is(name) || listed.includes(bare(name)) || others!.is(bare(name)) },
  };
}
