/** Compiles the keys of a magnitudes step to its one node. */
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { quoted } from '../../src/base/text/quoted.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import { isIndicators, printTerm } from '../../src/econ/formula/factor.ts';
import { parseTerm } from '../../src/econ/formula/formula.ts';
import { estimatorOf } from '../../src/econ/registry.ts';
import type { AskedMoments } from '../../src/econ/shown/sample-moments.ts';
import { estimatedAlone, type ModelSpec, termOf } from '../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, Step, YamlPath } from '../../src/engine/step.ts';
import { baseOf } from '../lib/models/columns.ts';
import { originAt } from '../lib/origin.ts';
import type { MagnitudesParams } from './keys.ts';
import { meansOf, slopeOf } from './numbers/slope.ts';
import { isLogarithm, type MagnitudeSpec, type MagnitudesSpec } from './numbers/spec.ts';

/** Parts of a fit that combinations of coefficients are made of. */
const PARTS = ['dfResid', 'dropped', 'nclusters', 'nobs', 'outcome', 'terms', 'vcov', 'vcovInfo'];

export function magnitudesNodes(step: Step<MagnitudesParams>, plan: PlanContext): NodeSpec[] {
  const at: YamlPath = [...step.path, 'base'];
  const base = baseOf(step.params.base, at, plan);
  if (base === undefined) return [];
  const model = estimatedAlone(base.params as unknown as ModelSpec);
  const estimator = estimatorOf(model);
  if (estimator.magnitudes !== true) {
    const message = `coefficients of \`${estimator.name}\` are not in units of the outcome, and have no magnitudes`;
    plan.complain({ code: 'unsupported', message, path: at, hint: 'ask the column for `margins`' });
    return [];
  }
  const names = plan.keys([...step.path, 'effects']);
  const effects = names.map((name) => effectOf(name, step, model, plan));
  if (!effects.every((effect) => effect !== undefined)) return [];
  const params: MagnitudesSpec = {
    model,
    effects,
    moments: momentsOf(effects, model),
    isLogOutcome: isLogarithm(model.outcome),
  };
  const named = names.map((name, i) => [`effects.${i}`, originAt([...step.path, 'effects', name], plan)] as const);
  return [
    {
      id: step.name as NodeId,
      params: params as unknown as Json,
      inputs: { data: base.inputs.data!, fit: { is: 'node', node: base.id, parts: PARTS } },
      origins: { model: originAt(at, plan), ...Object.fromEntries(named) },
    },
  ];
}

/** The effect in canonical form; undefined after a complaint. */
function effectOf(
  name: string,
  step: Step<MagnitudesParams>,
  model: ModelSpec,
  plan: PlanContext,
): MagnitudeSpec | undefined {
  const { of: said, per, share_of: shareOf = null, elasticity = false } = step.params.effects[name]!;
  const path: YamlPath = [...step.path, 'effects', name];
  const refuse = (key: string, code: string, message: string, hint?: string): undefined =>
    void plan.complain({ code, message, path: [...path, key], hint });
  const parsed = parseTerm(said);
  const of = parsed.ok ? printTerm(parsed.term) : said;
  const terms = [...(model.iv?.endogenous ?? []), ...model.terms];
  const isVariable =
    parsed.ok && parsed.term.length === 1 && !isIndicators(parsed.term[0]) && parsed.term[0].is !== 'power';
  const parts = isVariable ? slopeOf(of, terms) : [];
  if ('odd' in parts) {
    const message = `the effect of \`${of}\` is not that of products: \`${parts.odd}\` moves with it`;
    return refuse('of', 'unsupported', message, 'ask the column for `margins`, or name the function as the variable');
  }
  if (parts.length === 0) {
    const known = terms.filter((text) => termOf(text).length === 1);
    return refuse(
      'of',
      'unknown-term',
      `\`${said}\` is no variable of the model`,
      didYouMean(said, known) ?? `it has ${quoted(known)}`,
    );
  }
  if (elasticity && (per !== undefined || shareOf !== null))
    return refuse('elasticity', 'both-keys', '`elasticity` stands without `per` and `share_of`', 'keep one of them');
  if (shareOf === 'mean' && isLogarithm(model.outcome)) {
    const message = 'the outcome is a logarithm, whose change is relative already';
    return refuse('share_of', 'unsupported', message, 'leave `share_of` out');
  }
  return { name, of, per: elasticity ? null : (per ?? 'sd'), shareOf, parts };
}

/** Moments of every variable that an effect depends on, each once, in one order. */
function momentsOf(effects: readonly MagnitudeSpec[], { outcome }: ModelSpec): readonly AskedMoments[] {
  const names = effects.flatMap(({ of, parts }) => [of, ...meansOf(of, parts)]);
  return [...new Set([outcome, ...names])].sort().map((of) => ({ of, where: null }));
}
