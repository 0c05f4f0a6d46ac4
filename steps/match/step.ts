/** The kind `match`: treated rows matched with controls, or controls weighed to balance them, as a column of weights beside the data. */

import { defineStep, type RunContext } from '../../src/engine/step.ts';
import { extendFrame, readFrame } from '../../src/frame/stored/artifact.ts';
import { frameChangeLines } from '../../src/frame/stored/changes.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { matchSchema } from './keys.ts';
import type { MatchSpec } from './numbers/spec.ts';
import { matchReads } from './numbers/spec.ts';
import { matchNodes, weightName } from './plan.ts';

const scoreLabel = { labels: { en: 'Propensity score', zh: '倾向得分' } };
const weightLabel = { labels: { en: 'Matching weight', zh: '匹配权重' } };

export default defineStep({
  name: 'match',
  summary:
    'Matching by scores, covariates or strata, inverse probabilities and entropy balancing: weights as a column of the data, effects, and how alike both sides are',
  params: matchSchema,
  artifact: 'match',
  lineage: (params) => {
    const spec = params as unknown as MatchSpec;
    return Object.fromEntries(
      [spec.name, spec.scoreAs].flatMap((name) => (name === undefined ? [] : [[name, matchReads(spec)]])),
    );
  },
  judges: (params) => matchReads(params as unknown as MatchSpec),
  explain: (before, after, source) => frameChangeLines(before, after, source?.hides),
  expand: (step, plan) => matchNodes(step, plan),
  columns: (step, plan) => {
    const params = { ...step.defaults, ...step.params };
    const made = [{ name: weightName(params), type: 'number', ...weightLabel } as const];
    if (params.score_as !== undefined) made.push({ name: params.score_as, type: 'number', ...scoreLabel });
    const columns = plan.columns(step.params.from);
    return columns && [...columns.filter(({ name }) => made.every((column) => column.name !== name)), ...made];
  },
  panel: (step, plan) => plan.panel(step.params.from),
  run: (context) => run(context as RunContext<unknown>),
});

async function run(context: RunContext<unknown>) {
  const spec = context.params as MatchSpec;
  const [{ match }, { scoreModel }] = await Promise.all([import('./numbers/match.ts'), import('./numbers/score.ts')]);
  const stored = context.artifact('data');
  const found = match(spec, readFrame(stored), await scoreModel(spec));
  warnAll(context, found.warnings);
  noteLost(context, found.rowsLost);
  const { method, name, treatment, by, metric, estimand, adjust } = spec;
  const made = [{ name, column: { type: 'number', values: found.weights } as const }];
  if (spec.scoreAs !== undefined) made.push({ name: spec.scoreAs, column: { type: 'number', values: found.scores! } });
  return extendFrame(stored, 'match', made, {
    match: {
      method,
      name,
      treatment,
      ...(by && { by }),
      ...(metric && { metric }),
      ...(estimand && { estimand }),
      ...(adjust && { adjust }),
    },
    ...found.records,
    rowsLost: found.rowsLost,
  });
}
