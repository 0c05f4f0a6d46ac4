/** Compiles the keys of a mediation step, and makes its nodes: chunks of bootstrap samples, and the result. */
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { columnsOfLevels, termOf, variablesRead } from '../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, Step } from '../../src/engine/step.ts';
import { chunksOf } from '../lib/chunks.ts';
import { frameInput, keyPath } from '../lib/frame-source.ts';
import {
  movesAlone,
  namedLevels,
  namedTerm,
  namedTermOf,
  type OneModel,
  oneModel,
  ownOrigins,
  termsWithout,
} from '../lib/models/one-model.ts';
import type { IndirectParams, MediationParams, MediationResultParams } from './keys.ts';
import { type MediationSpec, mediationModels } from './numbers/spec.ts';

type MediationStep = Step<MediationParams>;

/** The nodes `STEP@boot.1` …, `STEP`; none after a complaint. */
export function mediationNodes(step: MediationStep, plan: PlanContext): NodeSpec[] {
  const model = oneModel(step, 'mediation', plan);
  const treatment = model && namedTermOf(step, 'treatment', model, plan);
  const mediator = model && mediatorOf(step, model, plan);
  if (model === undefined || treatment === undefined || mediator === undefined) return [];
  const { spec, source } = model;
  const get = <K extends keyof MediationParams>(key: K) => step.params[key] ?? step.defaults[key];
  if (mediator === treatment || mediator === spec.outcome) {
    const message = `\`${mediator}\` is the ${mediator === treatment ? 'treatment' : 'outcome'} already`;
    plan.complain({ code: 'bad-mediator', message, path: keyPath(step, 'mediator') });
    return [];
  }
  const steps = get('steps') ?? 3;
  const reps = get('bootstrap') ?? 0;
  if (steps === 2 && reps > 0) {
    const message = 'two steps have no indirect effect to bootstrap';
    plan.complain({ code: 'unsupported', message, path: keyPath(step, 'bootstrap'), hint: 'write `steps: 3`' });
    return [];
  }
  if (reps > 0 && spec.weights !== undefined) {
    const message = 'a bootstrap of a mediation with weights is not supported';
    const hint = 'leave `bootstrap` out: the tests have the weights';
    plan.complain({ code: 'unsupported', message, path: keyPath(step, 'bootstrap'), hint });
    return [];
  }
  const clusters = reps === 0 ? undefined : clustersOf(step, model, plan);
  if (reps > 0 && clusters === undefined) return [];
  const controls = termsWithout(spec.terms, [treatment, mediator]);
  const isClear = [
    movesAlone(step, 'treatment', treatment, controls, plan),
    movesAlone(step, 'mediator', mediator, controls, plan),
  ];
  if (isClear.includes(false)) return [];
  const mediation: MediationSpec = {
    model: { ...spec, terms: [treatment, mediator, ...controls] },
    treatment,
    mediator,
    steps,
    ...(clusters === undefined ? {} : { clusters }),
  };
  const read = new Set(variablesRead(mediationModels(mediation).outcome));
  const data = frameInput(source.node, [...read].sort());
  const origins = { ...model.origins, ...ownOrigins(step, fieldsOfKey, plan) };
  const chunks = chunksOf(reps).map(([from, to], k): NodeSpec => {
    return {
      id: `${step.name}@boot.${k + 1}` as NodeId,
      kind: 'mediation-bootstrap',
      params: { ...mediation, from, to } satisfies IndirectParams as unknown as Json,
      inputs: { data },
      seed: String(get('seed') ?? 1),
      origins,
      cost: { passes: reps },
    };
  });
  const level = (get('level') ?? 95) / 100;
  const params: MediationResultParams = { ...mediation, level, chunks: chunks.map(({ id }) => id) };
  const drawn = chunks.map(({ id }) => [id, { is: 'node', node: id, parts: 'all' } as const]);
  const result: NodeSpec = {
    id: step.name as NodeId,
    params: params as unknown as Json,
    inputs: { data, ...Object.fromEntries(drawn) },
    origins,
    view: { header: get('header') ?? '', outcome: spec.outcome, fits: fitsOf(steps) },
  };
  const nodes = [...chunks, result];
  return model.numbered === undefined ? nodes : nodes.map((node) => ({ ...node, numbered: model.numbered! }));
}

/** Names of the regressions in the result, as tables show them side by side. */
const fitsOf = (steps: 2 | 3): string[][] =>
  ['total', 'mediator', 'outcome'].slice(0, steps).map((name) => ['steps', name]);

/** The mediator is the outcome of a regression too. */
function mediatorOf(step: MediationStep, { source }: OneModel, plan: PlanContext): string | undefined {
  const named = namedTerm(step, 'mediator', source, plan);
  if (named === undefined) return undefined;
  const factors = termOf(named);
  if (factors.length === 1 && factors[0].is !== 'power') return named;
  const message = `\`${named}\` cannot be the outcome of a regression: expected one variable`;
  return void plan.complain({ code: 'bad-outcome', message, path: keyPath(step, 'mediator') });
}

/** Returns the column of clusters that the bootstrap draws; null for rows, undefined after a complaint. */
function clustersOf(step: MediationStep, { spec, source }: OneModel, plan: PlanContext): string | null | undefined {
  if (step.params.cluster !== undefined || step.defaults.cluster !== undefined)
    return namedLevels(step, 'cluster', source, plan);
  const { vcov, absorb } = spec;
  const by = vcov.is === 'cluster' ? vcov.by : [];
  if (by.length === 1) return by[0]!;
  const unit = source.context.panel?.unit;
  if (by.length === 0 && absorb.length === 0) return null;
  if (by.length === 0 && unit !== undefined && absorb.some((text) => columnsOfLevels(text).includes(unit))) return unit;
  const message = 'expected `cluster`, what the bootstrap draws, got none';
  const path = keyPath(step, 'bootstrap');
  return void plan.complain({ code: 'missing-cluster', message, path, hint: 'as in `cluster: province`' });
}

const fieldsOfKey = {
  treatment: ['treatment'],
  mediator: ['mediator'],
  steps: ['steps'],
  bootstrap: ['chunks', 'from', 'to'],
  cluster: ['clusters'],
  level: ['level'],
  header: ['view.header'],
};
