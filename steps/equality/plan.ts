/** Plans a step of `kind: equality`: two columns of models, what is compared of them, and the data that both are estimated on. */
import type { NodeId } from '../../src/base/brand.ts';
import { unknownVariable } from '../../src/base/expression/check.ts';
import type { Json } from '../../src/base/json.ts';
import { isOneOf } from '../../src/base/result.ts';
import { quoted } from '../../src/base/text/quoted.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import { namesOfTerms } from '../../src/check/fit-result.ts';
import { scopeOf } from '../../src/econ/compile/keys.ts';
import { parseTerm } from '../../src/econ/formula/formula.ts';
import { estimatorOf } from '../../src/econ/registry.ts';
import { termName } from '../../src/econ/sample/terms.ts';
import { type ModelSpec, variablesRead } from '../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, Step } from '../../src/engine/step.ts';
import { frameInput, frameSource, keyPath } from '../lib/frame-source.ts';
import { baseOf } from '../lib/models/columns.ts';
import { modelAlone } from '../lib/models/model-alone.ts';
import { originAt } from '../lib/origin.ts';
import { ANY_ESTIMATOR, predictMethod } from '../lib/predict/method.ts';
import type { EqualityParams } from './keys.ts';
import type { EqualitySpec, EqualityTest } from './numbers/spec.ts';

type EqualityStep = Step<EqualityParams>;

export function equalityNodes(step: EqualityStep, plan: PlanContext): NodeSpec[] {
  const columns = step.params.columns as [string, string];
  const places = columns.map((_, i) => [...keyPath(step, 'columns'), i]);
  const bases = columns.map((column, i) => baseOf(column, places[i]!, plan));
  const [first, second] = bases;
  if (first === undefined || second === undefined) return [];
  const [data, others] = [first.inputs.data, second.inputs.data];
  if (data?.is !== 'node' || others?.is !== 'node') return [];
  if (data.node !== others.node) {
    const message = `\`${columns[0]}\` and \`${columns[1]}\` are estimated on the data of \`${data.node}\` and \`${others.node}\`, whose rows are not matched`;
    plan.complain({ code: 'unsupported', message, path: places[1]!, hint: 'estimate both on the data of one step' });
    return [];
  }
  const models = bases.map((base) => modelAlone(base!.params as unknown as ModelSpec)) as [ModelSpec, ModelSpec];
  const asked = step.params.by ?? step.defaults.by ?? 'suest';
  const by: readonly EqualityTest[] = typeof asked === 'string' ? [asked] : asked;
  const isSound = models.map((model, i) => !by.includes('suest') || hasScores(model, columns[i]!, places[i]!, plan));
  const of = termsOf(step, models, plan);
  const cluster = clusterOf(step, by, data.node, plan);
  if (isSound.includes(false) || of === undefined || cluster === undefined) return [];
  const params: EqualitySpec = { models, columns, of, by, cluster };
  const read = [...new Set([...models.flatMap(variablesRead), ...listOf(cluster)])].sort();
  return [
    {
      id: step.name as NodeId,
      params: params as unknown as Json,
      method: methodOf(models, by),
      inputs: { data: frameInput(data.node, read) },
      origins: Object.fromEntries(models.map((_, i) => [`models.${i}`, originAt(places[i]!, plan)])),
    },
  ];
}

/** The code that the node runs: the numerics of its estimators, with their predictions where scores are asked for. */
function methodOf(models: readonly ModelSpec[], by: readonly EqualityTest[]): string {
  const [one, ...more] = new Set(models.map((model) => estimatorOf(model)));
  if (more.length > 0) return predictMethod(ANY_ESTIMATOR);
  return by.includes('suest') ? predictMethod(one!.name) : one!.name;
}

/** Refuses an estimator that is not compared by scores, and errors that are not sums of them over rows or clusters. */
function hasScores(model: ModelSpec, column: string, path: readonly (string | number)[], plan: PlanContext): boolean {
  const { name, unstacked } = estimatorOf(model);
  const { vcov } = model;
  const why = unstacked?.(model) ?? null;
  const refuse = (message: string, hint: string): false => {
    plan.complain({ code: 'unsupported', message, path: [...path], hint });
    return false;
  };
  if (why !== null)
    return refuse(
      `\`suest\` stacks scores, and \`${column}\` is by \`${name}\`: ${why}`,
      '`by: hausman` compares by conventional covariances',
    );
  const isSum = vcov.is === 'iid' || vcov.is === 'hc' || vcov.is === 'cluster';
  if (isSum) return true;
  return refuse(
    `\`suest\` sums scores over rows or clusters, and the errors of \`${column}\` are others`,
    'give the column `vcov: cluster(a)`',
  );
}

/** The terms named; null where all are meant, undefined after a complaint. */
function termsOf(
  step: EqualityStep,
  models: readonly ModelSpec[],
  plan: PlanContext,
): readonly string[] | null | undefined {
  const written = step.params.of ?? step.defaults.of;
  if (written === undefined) return null;
  const texts = typeof written === 'string' ? [written] : written;
  const names = texts.map((text) => {
    const parsed = text.includes('::') ? undefined : parseTerm(text);
    return parsed?.ok ? termName(parsed.term) : text;
  });
  const known = models.map((model) => namesOfTerms(model));
  const lost = names.find((name) => known.some((each) => !isOneOf(each, name)));
  if (lost === undefined) return names;
  const listed = known[0]!.listed.filter((name) => known[1]!.listed.includes(name));
  const hint = didYouMean(lost, listed) ?? `both have ${quoted(listed)}`;
  plan.complain({
    code: 'no-such-term',
    message: `\`${lost}\` is no term of both columns`,
    path: keyPath(step, 'of'),
    hint,
  });
  return undefined;
}

const listOf = (cluster: EqualitySpec['cluster']): readonly string[] =>
  cluster === null ? [] : typeof cluster === 'string' ? [cluster] : cluster;

/** The variable or the variables named; null where the columns say, undefined after a complaint. */
function clusterOf(
  step: EqualityStep,
  by: readonly EqualityTest[],
  from: NodeId,
  plan: PlanContext,
): EqualitySpec['cluster'] | undefined {
  const cluster = step.params.cluster ?? step.defaults.cluster;
  if (cluster === undefined) return null;
  const path = keyPath(step, 'cluster');
  if (!by.includes('suest')) {
    const message = '`cluster` says what scores are summed over, and `hausman` alone stacks none';
    return void plan.complain({ code: 'unused-option', message, path, hint: 'add `suest` to `by`' });
  }
  const source = frameSource(from, path, plan);
  if (source === undefined) return undefined;
  const scope = scopeOf(source.context);
  const names = [...new Set(listOf(cluster))];
  const unknown = names.find((name) => scope.type(name) === undefined);
  if (unknown === undefined) return names.length === 1 ? names[0]! : names;
  const { code, message, hint } = unknownVariable(unknown, scope, { start: 0, end: 0 });
  return void plan.complain({ code, message, path, hint });
}
