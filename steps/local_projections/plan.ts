/** Plans a step of `kind: local_projections`: the regression that all horizons have in common, and its canonical spec. */
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { type ModelSpec, variablesRead } from '../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, Step } from '../../src/engine/step.ts';
import { frameInput, keyPath } from '../lib/frame-source.ts';
import {
  movesAlone,
  namedTerm,
  namedTermOf,
  type OneModel,
  oneModel,
  ownOrigins,
  termsWithout,
} from '../lib/models/one-model.ts';
import type { LocalProjectionsParams } from './keys.ts';
import { isAmong, leafOf, projectionsOf } from './projected.ts';

type LpStep = Step<LocalProjectionsParams>;
type Key = keyof LocalProjectionsParams;

/** The step's one node; none after a complaint. */
export function localProjectionsNodes(step: LpStep, plan: PlanContext): NodeSpec[] {
  const model = oneModel(step, 'local_projections', plan, { iv: true });
  const shock = model && namedTermOf(step, 'shock', model, plan);
  if (model === undefined || shock === undefined) return [];
  const params: LocalProjectionsParams = { ...step.defaults, ...step.params };
  const state = params.state === undefined ? null : namedTerm(step, 'state', model.source, plan);
  if (state === undefined || !isSound(step, params, model, shock, state, plan)) return [];
  const others = termsWithout(model.spec.terms, [shock, ...(state === null ? [] : [state])]);
  if (!movesAlone(step, 'shock', shock, others, plan)) return [];
  const spec = projectionsOf(model.spec, {
    shock,
    state,
    horizons: params.horizons,
    response: params.response ?? 'level',
    lags: params.lags ?? 0,
    errorLags: params.error_lags ?? 'written',
    commonSample: params.common_sample ?? false,
    draws: params.sup_t === true ? (params.draws ?? 10_000) : null,
    level: (params.level ?? 95) / 100,
  });
  const node: NodeSpec = {
    id: step.name as NodeId,
    params: spec as unknown as Json,
    inputs: { data: frameInput(model.source.node, variablesRead(spec.model)) },
    origins: { ...model.origins, ...ownOrigins(step, fieldsOfKey, plan) },
    ...(spec.draws === null ? {} : { seed: String(params.seed ?? 1) }),
    view: { header: params.header ?? '', number: 1, outcome: model.spec.outcome },
  };
  return [model.numbered === undefined ? node : { ...node, numbered: model.numbered }];
}

const fieldsOfKey = {
  shock: ['shock'],
  horizons: ['horizons'],
  response: ['response'],
  lags: ['model.terms'],
  state: ['state'],
  error_lags: ['errorLags'],
  common_sample: ['commonSample'],
  sup_t: ['draws'],
  draws: ['draws'],
  level: ['level'],
  header: ['view.header'],
};

/** Tells whether all keys go together, and complains about those that do not. */
function isSound(
  step: LpStep,
  params: LocalProjectionsParams,
  { spec, source }: OneModel,
  shock: string,
  state: string | null,
  plan: PlanContext,
): boolean {
  let sound = true;
  const refuse = (key: Key, message: string, hint: string, code = 'unsupported'): void => {
    sound = false;
    plan.complain({ code, message, path: keyPath(step, key), hint });
  };
  const { vcov, winsorize, iv, outcome } = spec;
  const at = step.params.fit === undefined && step.params.base !== undefined ? 'base' : 'fit';
  if (source.context.panel === null)
    refuse(
      'from',
      'local projections need the periods of a panel, and the data declares none',
      'declare `panel: {unit: …, time: …}`; a single series is a panel of one unit',
      'no-panel',
    );
  if (winsorize !== null)
    refuse('winsorize', '`local_projections` is not supported with `winsorize`', 'winsorise in a `derive` before');
  if (leafOf(outcome) === undefined)
    refuse(at, `leads of \`${outcome}\` are not defined`, 'derive a column of it, and name that');
  if (leafOf(shock) === undefined)
    refuse('shock', `lags of \`${shock}\` are not defined`, 'derive a column of it, and name that');
  if (state !== null && isAmong(state, [shock]))
    refuse('state', `\`${state}\` is the shock already`, 'name the variable that tells the states');
  if (state !== null && iv !== null && iv.endogenous.length > 1)
    refuse(
      'state',
      '`state` is not supported with several endogenous variables',
      'leave the others out of the instrumented part',
    );
  if (params.error_lags === 'horizon' && vcov.is !== 'nw' && vcov.is !== 'dk')
    refuse(
      'error_lags',
      '`error_lags: horizon` is read with `vcov: nw()` and `vcov: dk()` alone',
      'leave it out, or write `vcov: nw()`',
      'unused-option',
    );
  if (params.sup_t !== true)
    for (const key of ['draws', 'seed'] as const)
      if (step.params[key] !== undefined)
        refuse(
          key,
          `\`${key}\` is read with \`sup_t: true\` alone`,
          'leave it out, or write `sup_t: true`',
          'unused-option',
        );
  const isWild = vcov.is === 'cluster' && vcov.wild !== undefined;
  if (isWild) refuse('vcov', '`local_projections` has no wild bootstrap', 'write `vcov: cluster(a)`');
  else if (params.sup_t === true && !hasJoint(spec))
    refuse(
      'sup_t',
      'a simultaneous band needs the covariance of all horizons, which this `vcov` does not tell',
      'write `vcov: cluster(a)` of one variable, `dk()`, `nw()` or `robust`',
    );
  return sound;
}

/** Tells whether errors are sums of rows' influences over rows, one cluster variable, or neighbours in time of the panel. */
const hasJoint = ({ vcov }: ModelSpec): boolean =>
  (vcov.is === 'hc' && (vcov.type === 'HC0' || vcov.type === 'HC1')) ||
  (vcov.is === 'cluster' && vcov.by.length === 1) ||
  vcov.is === 'dk' ||
  (vcov.is === 'nw' && vcov.time === undefined);
