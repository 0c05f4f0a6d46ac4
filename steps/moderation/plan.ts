/** Compiles the keys of a moderation step to its one node. */
import type { NodeId } from '../../src/base/brand.ts';
import { defined } from '../../src/base/defined.ts';
import type { Json } from '../../src/base/json.ts';
import { printTerm, product, termKey } from '../../src/econ/formula/factor.ts';
import type { ModerationSpec } from '../../src/econ/moderation/moderation.ts';
import { termOf, variablesRead } from '../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, Step } from '../../src/engine/step.ts';
import { frameInput, keyPath } from '../lib/frame-source.ts';
import { movesAlone, namedTerm, namedTermOf, oneModel, ownOrigins, termsWithout } from '../lib/models/one-model.ts';
import type { ModerationParams } from './keys.ts';

/** The step's node; none after a complaint. */
export function moderationNodes(step: Step<ModerationParams>, plan: PlanContext): NodeSpec[] {
  const model = oneModel(step, 'moderation', plan);
  const treatment = model && namedTermOf(step, 'treatment', model, plan);
  const moderator = model && namedTerm(step, 'moderator', model.source, plan);
  if (model === undefined || treatment === undefined || moderator === undefined) return [];
  const { spec, source } = model;
  const is = [treatment, spec.outcome].findIndex((text) => termKey(termOf(text)) === termKey(termOf(moderator)));
  if (is >= 0) {
    const message = `\`${moderator}\` is the ${is === 0 ? 'treatment' : 'outcome'} already`;
    plan.complain({ code: 'bad-moderator', message, path: keyPath(step, 'moderator') });
    return [];
  }
  const get = <K extends keyof ModerationParams>(key: K) => step.params[key] ?? step.defaults[key];
  const interaction = printTerm(product([...termOf(treatment), ...termOf(moderator)]));
  const first = [treatment, moderator, interaction];
  const others = termsWithout(spec.terms, first);
  if (!movesAlone(step, 'treatment', treatment, others, plan)) return [];
  const params: ModerationSpec = {
    model: { ...spec, terms: [...first, ...others] },
    treatment,
    moderator,
    interaction,
    scale: get('scale') ?? 'none',
    scaleTreatment: get('scale_treatment') ?? null,
    level: (get('level') ?? 95) / 100,
  };
  const node: NodeSpec = {
    id: step.name as NodeId,
    params: params as unknown as Json,
    inputs: { data: frameInput(source.node, variablesRead(params.model)) },
    origins: { ...model.origins, ...ownOrigins(step, fieldsOfKey, plan) },
    view: defined({
      header: get('header') ?? '',
      spanner: get('spanner'),
      outcome: spec.outcome,
      fits: [['fit']],
    }),
  };
  return [model.numbered === undefined ? node : { ...node, numbered: model.numbered }];
}

const fieldsOfKey = {
  treatment: ['treatment'],
  moderator: ['moderator', 'interaction'],
  scale: ['scale'],
  scale_treatment: ['scaleTreatment'],
  level: ['level'],
  header: ['view.header'],
  spanner: ['view.spanner'],
};
