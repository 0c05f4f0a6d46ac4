/** Plans a step of `kind: bootstrap`: the model with the predictions that it reads, what is drawn, and its nodes. */
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { ownValue } from '../../src/base/own-value.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import type { FitWords } from '../../src/econ/estimator.ts';
import { statNames } from '../../src/econ/fit.ts';
import { estimatorOf } from '../../src/econ/registry.ts';
import { columnsOfLevels, type ModelSpec } from '../../src/econ/spec.ts';
import type { NodeSpec, PlanContext } from '../../src/engine/step.ts';
import { frameInput, frameSource, keyPath } from '../lib/frame-source.ts';
import { baseOf, isModel } from '../lib/models/columns.ts';
import { modelAlone } from '../lib/models/model-alone.ts';
import { namedLevels } from '../lib/models/one-model.ts';
import { ANY_ESTIMATOR, predictMethod } from '../lib/predict/method.ts';
import type { ResampledKinds } from '../lib/resampled.ts';
import type { BootstrapParams } from './keys.ts';
import { type BootstrapStep, originsOf, sampleNodes, schemeOf } from './nodes.ts';
import { columnsRead, type DrawnModel, isLinearInRows, modelsOf } from './numbers/spec.ts';
import { rowOfStatistic } from './numbers/statistics.ts';
import { resultNodes } from './plan-result.ts';
import { drawnErrors, type Method, type MethodName, methodNamed } from './schemes.ts';
import { stagesOf } from './stages.ts';

/** The nodes of a step; none after a complaint. */
export function bootstrapNodes(step: BootstrapStep, plan: PlanContext, kinds: ResampledKinds): NodeSpec[] {
  const node = plan.node(step.params.base, keyPath(step, 'base'));
  if (node === undefined) return [];
  if (!isModel(node)) return resultNodes(step, node, plan, kinds);
  const base = baseOf(step.params.base, keyPath(step, 'base'), plan);
  const input = base?.inputs.data;
  if (base === undefined || input?.is !== 'node') return [];
  const model = modelAlone(base.params as unknown as ModelSpec);
  const get = <K extends keyof BootstrapParams>(key: K) => step.params[key] ?? step.defaults[key];
  const name = get('method') ?? 'pairs';
  const method = methodNamed(name);
  const traced = stagesOf(step, model, input.node, method.keepsRegressors === true, plan);
  if (traced === undefined || !isDrawable(step, model, method, plan)) return [];
  const clusters = method.keys.includes('cluster') ? clustersOf(step, model, name, traced.root, plan) : null;
  if (clusters === undefined) return [];
  const scheme = schemeOf(step, method, traced.root, plan);
  if (scheme === undefined) return [];
  const statistics = get('statistics');
  const asked = statistics === undefined ? undefined : askedOf(step, statistics, base, method, plan);
  if (statistics !== undefined && asked === undefined) return [];
  const drawn: DrawnModel = {
    ...{ scheme, model: { ...drawnErrors(model), ...asked }, stages: traced.stages, clusters },
    ...(statistics && { statistics }),
  };
  if (!readsPredictionsAlone(step, drawn, traced.root, plan)) return [];
  const misfit = method.misfit(drawn);
  if (misfit !== undefined) {
    plan.complain({ code: 'unsupported', path: keyPath(step, 'method'), ...misfit });
    return [];
  }
  const bySums =
    scheme.is === 'residual' ||
    scheme.is === 'wild' ||
    (traced.stages.length === 0 && statistics === undefined && isLinearInRows(model));
  const { words, parameters, outcome } = base.view ?? {};
  return sampleNodes(step, drawn, {
    method: methodOf(drawn),
    data: frameInput(traced.root, columnsRead(drawn)),
    origins: { ...ofModel(base), ...originsOf(step, plan) },
    bySums,
    view: {
      ...{ outcome, words: withStatistics(words as FitWords | undefined, statistics), parameters },
      ...(traced.stages.length > 0 && { labelledBy: [input.node] }),
    },
  });
}

/** Statistics of the covariance that the column has, and counts: samples tell nothing of them. */
const UNDRAWN =
  /^(?:n|f|fDf\d|fP|kCounted|df\w*|group\w+|kp\w+|cdWaldF|effectiveF|andersonLm|sargan|hansenJ|wuHausmanF|pretrendF)$/;

/** The combinations and functions among the statistics; undefined after a complaint. */
function askedOf(step: BootstrapStep, names: readonly string[], base: NodeSpec, method: Method, plan: PlanContext) {
  const { lincom = [], nlcom = [] } = base.params as unknown as ModelSpec;
  const words = base.view?.words as FitWords | undefined;
  const own = [...lincom, ...nlcom].map(({ name }) => name);
  const ofFits: readonly string[] = statNames.filter((name) => !UNDRAWN.test(name));
  const known = [...own, ...ofFits, ...Object.keys(words?.stats ?? {})];
  const path = keyPath(step, 'statistics');
  if (method.keepsRegressors === true) {
    const message = 'draws of residuals tell coefficients alone';
    return void plan.complain({ code: 'unsupported', message, path, hint: 'write `method: pairs`' });
  }
  const wrong = names.findIndex((name, i) => !known.includes(name) || names.indexOf(name) < i);
  if (wrong >= 0) {
    const name = names[wrong]!;
    const message = known.includes(name)
      ? `\`statistics\` names \`${name}\` twice`
      : `no statistic, combination or function of \`${base.id}\` is \`${name}\``;
    const hint =
      didYouMean(name, known) ??
      `statistics that samples tell of are ${ofFits.map((each) => `\`${each}\``).join(', ')}`;
    return void plan.complain({ code: 'unknown-statistic', message, path: [...path, wrong], hint });
  }
  const isAsked = ({ name }: { readonly name: string }): boolean => names.includes(name);
  const asked = { lincom: lincom.filter(isAsked), nlcom: nlcom.filter(isAsked) };
  return {
    ...(asked.lincom.length > 0 && { lincom: asked.lincom }),
    ...(asked.nlcom.length > 0 && { nlcom: asked.nlcom }),
  };
}

/** An estimator's words with the labels of its own statistics that are drawn. */
function withStatistics(words: FitWords | undefined, names: readonly string[] = []): Json | undefined {
  if (words === undefined) return undefined;
  const labels = names.flatMap((name) => {
    const label = ownValue(words.stats, name);
    return label === undefined ? [] : [[rowOfStatistic(name), { en: label.en, zh: label.zh }] as const];
  });
  return { ...words, names: { ...words.names, ...Object.fromEntries(labels) } } as unknown as Json;
}

/** Refuses errors that need an order of rows, and weights that stand for several rows. */
function isDrawable(step: BootstrapStep, { vcov, weights }: ModelSpec, method: Method, plan: PlanContext): boolean {
  const path = keyPath(step, 'base');
  if (vcov.is === 'dk' || (vcov.is === 'nw' && !method.keepsOrder) || vcov.is === 'conley') {
    const message =
      'samples of rows or clusters keep no order in time or space, on which the errors of this column rest';
    plan.complain({ code: 'unsupported', message, path, hint: 'start from a column with other `vcov`' });
    return false;
  }
  if (weights?.is === 'frequency') {
    const message = 'a row with a frequency stands for several, which would be drawn together';
    plan.complain({ code: 'unsupported', message, path, hint: 'write such rows several times, with `kind: expand`' });
    return false;
  }
  return true;
}

/** Refuses a model that reads what was made of predictions, since that is not made anew. */
function readsPredictionsAlone(step: BootstrapStep, drawn: DrawnModel, root: NodeId, plan: PlanContext): boolean {
  const read = columnsRead(drawn);
  const old = plan.columns(root)?.find(({ name, predictedBy }) => predictedBy !== undefined && read.includes(name));
  if (old === undefined) return true;
  const message = `\`${old.name}\` is made of predictions of \`${old.predictedBy}\`, and \`${root}\` is not made anew in a sample`;
  const hint = 'steps `predict`, and `derive` of what they predict, are made anew: let the model read these';
  plan.complain({ code: 'unsupported', message, path: keyPath(step, 'base'), hint });
  return false;
}

/** The effect whose levels are drawn; null for rows, undefined after a complaint. */
function clustersOf(
  step: BootstrapStep,
  { vcov, absorb }: ModelSpec,
  method: MethodName,
  root: NodeId,
  plan: PlanContext,
): string | null | undefined {
  const source = frameSource(root, keyPath(step, 'base'), plan);
  if (source === undefined) return undefined;
  if (step.params.cluster !== undefined || step.defaults.cluster !== undefined)
    return namedLevels(step, 'cluster', source, plan);
  const by = vcov.is === 'cluster' ? vcov.by : [];
  if (by.length === 1) return by[0]!;
  const unit = source.context.panel?.unit;
  if (by.length === 0 && (absorb.length === 0 || method === 'wild')) return null;
  if (by.length === 0 && unit !== undefined && absorb.some((text) => columnsOfLevels(text).includes(unit))) return unit;
  const message = 'expected `cluster`, what is drawn, got none';
  return void plan.complain({
    code: 'missing-cluster',
    message,
    path: step.path,
    key: true,
    hint: 'as in `cluster: province`',
  });
}

/** The numerics of one estimator, or of all where stages have others. */
function methodOf(drawn: DrawnModel): string {
  const estimators = new Set(modelsOf(drawn).map(estimatorOf));
  const [one] = estimators;
  if (estimators.size > 1) return predictMethod(ANY_ESTIMATOR);
  return one!.predictions === undefined ? one!.name : predictMethod(one!.name);
}

const ofModel = ({ origins = {} }: NodeSpec): NonNullable<NodeSpec['origins']> =>
  Object.fromEntries(
    Object.entries(origins).flatMap(([field, origin]) => [
      [field, origin],
      [`drawn.model.${field}`, origin],
    ]),
  );
