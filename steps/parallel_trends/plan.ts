/** Plans a step of `kind: parallel_trends`: the fit that it reads, and its canonical spec. */
import type { NodeId } from '../../src/base/brand.ts';
import { parseExpression } from '../../src/base/expression/parser.ts';
import type { Json } from '../../src/base/json.ts';
import type { NodeSpec, PlanContext, Step, YamlPath } from '../../src/engine/step.ts';
import { keyPath } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import { locateNode } from '../lib/result-path.ts';
import type { ParallelTrendsParams } from './keys.ts';
import { PARTS } from './numbers/from-fit.ts';
import type { ParallelTrendsSpec } from './numbers/spec.ts';

type Key = keyof ParallelTrendsParams;

/** The step's one node; none after a complaint. */
export function parallelTrendsNodes(step: Step<ParallelTrendsParams>, plan: PlanContext): NodeSpec[] {
  const params: ParallelTrendsParams = { ...step.defaults, ...step.params };
  const at = (key: Key): YamlPath => keyPath(step, key);
  const node = fitAt(params.from, at('from'), plan);
  if (node === undefined) return [];
  const ascending = (values: readonly number[]): readonly number[] => [...new Set(values)].sort((a, b) => a - b);
  const spec: ParallelTrendsSpec = {
    effect: params.effect ?? 'first',
    relative: ascending(params.relative ?? [0.5, 1, 1.5, 2]),
    smooth: ascending(params.smooth ?? []),
    power: ascending(params.power ?? [0.5, 0.8]),
    slope: params.slope ?? null,
    equivalence: params.equivalence ?? null,
  };
  const keys = Object.keys(params) as Key[];
  const study = Object.hasOwn(plan.result(node)?.result.parts ?? {}, 'eventStudy') ? 'did' : 'column';
  return [
    {
      id: step.name as NodeId,
      params: { ...spec, study } as unknown as Json,
      inputs: { fit: { is: 'node', node: node.id, parts: [...PARTS[study]] } },
      origins: Object.fromEntries(keys.map((key) => [key, originAt(at(key), plan)])),
      seed: String(params.seed ?? 1),
      view: { header: '', number: 1, outcome: node.view?.outcome ?? '' },
    },
  ];
}

/** The node of a fit; undefined after a complaint. */
function fitAt(said: string, path: YamlPath, plan: PlanContext): NodeSpec | undefined {
  const parsed = parseExpression(said);
  const written = parsed.ok ? parsed.ast : undefined;
  const named =
    written?.is === 'name' ? { ...written, is: 'path' as const, head: written.name, segments: [] } : written;
  const hint = 'an event study is a column with `event(…)`, or a step of kind `did`';
  if (named?.is !== 'path')
    return void plan.complain({ code: 'not-a-path', message: `expected an event study, got \`${said}\``, path, hint });
  const found = locateNode(named, path, plan);
  if (found === undefined) return undefined;
  const type = plan.artifact(found.node);
  if (type === 'fit' && found.names.length === 0) return found.node;
  const message = `expected an event study, got \`${said}\`${found.names.length === 0 ? `, a \`${type}\`` : ''}`;
  return void plan.complain({ code: 'not-a-fit', message, path, hint });
}
