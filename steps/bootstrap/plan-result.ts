/** Plans samples of another kind's result: which of its numbers are drawn, and by what. */
import { parseExpression } from '../../src/base/expression/parser.ts';
import { columnsOfLevels } from '../../src/econ/spec.ts';
import type { InputSpec, NodeSpec, PlanContext } from '../../src/engine/step.ts';
import { columnPart, frameParts } from '../../src/frame/stored/artifact.ts';
import { frameSource, keyPath } from '../lib/frame-source.ts';
import { namedLevels } from '../lib/models/one-model.ts';
import { hintFor, misnamed, plannedTerms } from '../lib/planned-results.ts';
import type { Resampled, ResampledKinds } from '../lib/resampled.ts';
import { partOfNode, resultLabel } from '../lib/result-path.ts';
import type { DrawnResult, Place } from './keys.ts';
import { type BootstrapStep, originsOf, sampleNodes, schemeOf } from './nodes.ts';
import { methodNamed } from './schemes.ts';

type FrameInput = Extract<InputSpec, { readonly is: 'node' }>;

/** The nodes of a step whose base is no column of models; none after a complaint. */
export function resultNodes(step: BootstrapStep, node: NodeSpec, plan: PlanContext, kinds: ResampledKinds): NodeSpec[] {
  const name = plan.kind(node);
  const kind = kinds.of(name);
  const data = dataOf(node, kind);
  if (kind === undefined || data === undefined) {
    const hint = `drawn are columns of models and results of ${kinds.names.map((each) => `\`${each}\``).join(', ')}`;
    const message = `\`${step.params.base}\` is no column of models, and samples of \`kind: ${name}\` are not drawn`;
    plan.complain({ code: 'not-a-model', message, path: keyPath(step, 'base'), hint });
    return [];
  }
  const get = <K extends keyof BootstrapStep['params']>(key: K) => step.params[key] ?? step.defaults[key];
  const method = methodNamed(get('method') ?? 'pairs');
  if (!method.ofResults) {
    const message = `\`method: ${get('method')}\` draws residuals or periods of a model, and \`${node.id}\` is none`;
    const hint = 'draw rows or clusters: `method: pairs` or `method: jackknife`';
    plan.complain({ code: 'unsupported', message, path: keyPath(step, 'method'), hint });
    return [];
  }
  if (!isDrawable(step, node, data, kind, plan) || schemeOf(step, method, data.node, plan) === undefined) return [];
  const places = placesOf(step, node, plan);
  const source = frameSource(data.node, keyPath(step, 'base'), plan);
  if (places === undefined || source === undefined) return [];
  const clusters =
    get('cluster') === undefined ? (source.context.panel?.unit ?? null) : namedLevels(step, 'cluster', source, plan);
  if (clusters === undefined) return [];
  const parts = frameParts(clusters === null ? [] : columnsOfLevels(clusters));
  const drawn: DrawnResult = { kind: name, params: node.params, places, clusters };
  return sampleNodes(step, drawn, {
    method: kinds.methodFor(name),
    data: data.parts === 'all' ? data : { ...data, parts: [...new Set([...data.parts, ...parts])] },
    origins: { ...node.origins, ...originsOf(step, plan) },
    bySums: false,
    artifact: 'resampled',
    view: {},
  });
}

/** The data that the result is made of. */
function dataOf({ inputs, params }: NodeSpec, kind: Resampled | undefined): FrameInput | undefined {
  const { data } = inputs;
  if (data?.is !== 'node') return undefined;
  const read = kind?.reads?.(params);
  return read === undefined ? data : { ...data, parts: frameParts(read) };
}

/** Refuses results of which samples tell nothing, and those that read predictions, since these are not made anew. */
function isDrawable(
  step: BootstrapStep,
  node: NodeSpec,
  data: FrameInput,
  kind: Resampled,
  plan: PlanContext,
): boolean {
  const reads = (name: string): boolean => data.parts === 'all' || data.parts.includes(columnPart(name));
  const old = plan.columns(data.node)?.find(({ name, predictedBy }) => predictedBy !== undefined && reads(name));
  const misfit =
    old === undefined
      ? kind.misfit?.(node.params)
      : {
          message: `\`${old.name}\` is made of predictions of \`${old.predictedBy}\`, which samples of \`${node.id}\` do not make anew`,
          hint: 'let it read the data alone',
        };
  if (misfit === undefined) return true;
  plan.complain({ code: 'unsupported', path: keyPath(step, 'base'), ...misfit });
  return false;
}

/** Where the numbers stand that are named; undefined after a complaint. */
function placesOf(step: BootstrapStep, node: NodeSpec, plan: PlanContext): Place[] | undefined {
  const names = step.params.statistics ?? step.defaults.statistics;
  if (names === undefined) {
    const message = `expected \`statistics\`, the numbers of \`${node.id}\` that are drawn, got none`;
    return void plan.complain({
      code: 'missing-statistics',
      message,
      path: step.path,
      key: true,
      hint: 'as claims name them behind the step: `statistics: [x.mean]`',
    });
  }
  const path = keyPath(step, 'statistics');
  const wrong = names.findIndex((name, k) => names.indexOf(name) < k || isWrong(name, node, plan));
  if (wrong < 0)
    return names.map((name) => ({ name, ...partOfNode(node, namesIn(name)!, plannedTerms(node, plan), plan) }));
  const name = names[wrong]!;
  if (names.indexOf(name) < wrong) {
    const message = `\`statistics\` names \`${name}\` twice`;
    return void plan.complain({ code: 'unknown-statistic', message, path: [...path, wrong] });
  }
  const rest = namesIn(name);
  if (rest === undefined) {
    const hint = 'as in `x.mean`, or `["2010"].gini`';
    const message = `\`${name}\` is not the path of one number`;
    return void plan.complain({ code: 'unknown-statistic', path: [...path, wrong], hint, message });
  }
  const fault = misnamed(node, rest, plan)!;
  const hint = hintFor(fault.name, [fault]);
  const message = `\`${resultLabel(node.id, fault.within)}\` has no \`${fault.name}\``;
  return void plan.complain({ code: 'unknown-statistic', message, path: [...path, wrong], hint });
}

function isWrong(text: string, node: NodeSpec, plan: PlanContext): boolean {
  const names = namesIn(text);
  return names === undefined || misnamed(node, names, plan) !== undefined;
}

/** The names of a path behind its step; undefined of anything else. */
function namesIn(text: string): readonly string[] | undefined {
  const parsed = parseExpression(text.startsWith('[') ? `of${text}` : `of.${text}`);
  if (!parsed.ok || parsed.ast.is !== 'path') return undefined;
  const names = parsed.ast.segments.map((segment) =>
    segment.is === 'any' ? undefined : String(segment.is === 'position' ? segment.number : segment.text),
  );
  return names.includes(undefined) ? undefined : (names as string[]);
}
