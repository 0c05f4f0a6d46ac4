/** Plans a step of `kind: bootstrap`: the model with the predictions that it reads, what is drawn, and its nodes. */
import type { NodeId } from '../../src/base/brand.ts';
import { defined } from '../../src/base/defined.ts';
import type { Json } from '../../src/base/json.ts';
import { ownValue } from '../../src/base/own-value.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import type { FitWords } from '../../src/econ/estimator.ts';
import { statNames } from '../../src/econ/fit.ts';
import { estimatorOf } from '../../src/econ/registry.ts';
import { columnsOfLevels, type ModelSpec } from '../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, Step } from '../../src/engine/step.ts';
import { chunksOf } from '../lib/chunks.ts';
import { frameInput, frameSource, keyPath } from '../lib/frame-source.ts';
import { baseOf } from '../lib/models/columns.ts';
import { modelAlone } from '../lib/models/model-alone.ts';
import { namedLevels } from '../lib/models/one-model.ts';
import { originAt } from '../lib/origin.ts';
import { ANY_ESTIMATOR, predictMethod } from '../lib/predict/method.ts';
import type { BootstrapParams, PieceParams, ResultParams } from './keys.ts';
import { columnsRead, type DrawnModel, isLinearInRows, modelsOf, type Scheme } from './numbers/spec.ts';
import { rowOfStatistic } from './numbers/statistics.ts';
import { drawnErrors, type Method, type MethodName, methodNamed } from './schemes.ts';
import { stagesOf } from './stages.ts';

type BootstrapStep = Step<BootstrapParams>;

/** Samples that one node draws: of copied rows, each of which estimates the model anew, and of sums by cluster. */
const DRAWS_OF_A_NODE = { rows: 50, sums: 250 };
/** Nodes that leave out clusters between them. */
const PARTS = 8;

/** The nodes `STEP@draws.1` …, `STEP@without.1` …, `STEP`; none after a complaint. */
export function bootstrapNodes(step: BootstrapStep, plan: PlanContext): NodeSpec[] {
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
  const interval = get('interval') ?? 'normal';
  const shared = {
    method: methodOf(drawn),
    inputs: { data: frameInput(traced.root, columnsRead(drawn)) },
    origins: originsOf(step, base, plan),
  };
  const bySums =
    scheme.is === 'residual' ||
    scheme.is === 'wild' ||
    (traced.stages.length === 0 && statistics === undefined && isLinearInRows(model));
  const pieceNode = (name: string, piece: PieceParams['piece']): NodeSpec => ({
    ...shared,
    id: `${step.name}@${name}` as NodeId,
    kind: 'bootstrap-draws',
    params: { drawn, piece } satisfies PieceParams as unknown as Json,
    cost: bySums ? { passes: get('draws') ?? 1000 } : 'long',
    ...(piece.is === 'draws' ? { seed: String(get('seed') ?? 1) } : {}),
  });
  const draws = method.keys.includes('draws')
    ? chunksOf(get('draws') ?? 1000, DRAWS_OF_A_NODE[bySums ? 'sums' : 'rows']).map(([from, to], k) =>
        pieceNode(`draws.${k + 1}`, { is: 'draws', from, to }),
      )
    : [];
  const isLeftOut = !method.keys.includes('draws') || interval === 'bca';
  const without = Array.from({ length: isLeftOut ? PARTS : 0 }, (_, part) =>
    pieceNode(`without.${part + 1}`, { is: 'without', part, of: PARTS }),
  );
  const idsOf = (nodes: readonly NodeSpec[]): string[] => nodes.map(({ id }) => id);
  const params: ResultParams = {
    drawn,
    method: name,
    interval,
    draws: idsOf(draws),
    without: idsOf(without),
  };
  const pieces = [...draws, ...without].map(({ id }) => [id, { is: 'node', node: id, parts: 'all' } as const]);
  const { words, parameters, outcome } = base.view ?? {};
  const result: NodeSpec = {
    ...shared,
    id: step.name as NodeId,
    params: params as unknown as Json,
    inputs: { ...shared.inputs, ...Object.fromEntries(pieces) },
    view: defined({
      number: 1,
      header: get('header') ?? '',
      ...{ outcome, words: withStatistics(words as FitWords | undefined, statistics), parameters },
      ...(traced.stages.length > 0 && { labelledBy: [input.node] }),
    }) as Record<string, Json>,
  };
  return [...draws, ...without, result];
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

/** The way of drawing, with the keys that it reads; undefined after a complaint. */
function schemeOf(step: BootstrapStep, method: Method, root: NodeId, plan: PlanContext): Scheme | undefined {
  const name = step.params.method ?? step.defaults.method ?? 'pairs';
  for (const key of ['draws', 'interval', 'seed', 'cluster', 'length'] as const) {
    if (step.params[key] === undefined || method.keys.includes(key)) continue;
    const message = `\`method: ${name}\` reads no \`${key}\``;
    plan.complain({ code: 'unsupported', message, path: keyPath(step, key), hint: 'leave it out' });
    return undefined;
  }
  if ((step.params.interval ?? step.defaults.interval) === 'bca' && !method.leavesOut) {
    const message = `\`method: ${name}\` leaves out no clusters, by which an interval is accelerated`;
    plan.complain({ code: 'unsupported', message, path: keyPath(step, 'interval'), hint: 'write `interval: bc`' });
    return undefined;
  }
  if (!method.keys.includes('length')) return method.scheme(1);
  const length = step.params.length ?? step.defaults.length;
  if (length === undefined) {
    const message = 'expected `length`, the periods of a block, got none';
    plan.complain({ code: 'missing-length', message, path: step.path, key: true, hint: 'as in `length: 4`' });
    return undefined;
  }
  const source = frameSource(root, keyPath(step, 'base'), plan);
  if (source === undefined) return undefined;
  if (source.context.panel !== null && source.context.panel !== undefined) return method.scheme(length);
  const message = 'blocks are of consecutive periods, and the data have no panel';
  const hint = 'declare it where they are read: `panel: {unit: id, time: year}`';
  return void plan.complain({ code: 'needs-panel', message, path: keyPath(step, 'method'), hint });
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

function originsOf(step: BootstrapStep, base: NodeSpec, plan: PlanContext): NonNullable<NodeSpec['origins']> {
  const at = originAt(keyPath(step, 'base'), plan);
  const fields = Object.entries(base.origins ?? {}).flatMap(([field, origin]) => [
    [field, origin],
    [`drawn.model.${field}`, origin],
  ]);
  return {
    ...Object.fromEntries(fields),
    drawn: at,
    clusters: step.params.cluster === undefined ? at : originAt(keyPath(step, 'cluster'), plan),
    ...(step.params.statistics && { statistics: originAt(keyPath(step, 'statistics'), plan) }),
  };
}
