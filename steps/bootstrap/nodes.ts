/** The nodes that draw samples, whatever is made of these, and the keys that say how they are drawn. */
import type { NodeId } from '../../src/base/brand.ts';
import { defined } from '../../src/base/defined.ts';
import type { Json } from '../../src/base/json.ts';
import type { InputSpec, NodeSpec, PlanContext, Step } from '../../src/engine/step.ts';
import { chunksOf } from '../lib/chunks.ts';
import { frameSource, keyPath } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import type { BootstrapParams, Drawn, PieceParams, ResultParams } from './keys.ts';
import type { Scheme } from './numbers/spec.ts';
import { type Method, methodNamed } from './schemes.ts';

export type BootstrapStep = Step<BootstrapParams>;

/** Samples that one node draws: of copied rows, each of which estimates the model anew, and of sums by cluster. */
const DRAWS_OF_A_NODE = { rows: 50, sums: 250 };
/** Nodes that leave out clusters between them. */
const PARTS = 8;

/** Holds the members that nodes of samples share, and the view of their result. */
interface Made {
  /** The method whose code makes what is drawn. */
  readonly method: string;
  readonly data: InputSpec;
  readonly origins: NonNullable<NodeSpec['origins']>;
  /** Is true where samples are weights of sums, and cost little. */
  readonly bySums: boolean;
  readonly artifact?: string;
  readonly view: Readonly<Record<string, Json | undefined>>;
}

/** The nodes `STEP@draws.1` …, `STEP@without.1` …, `STEP`. */
export function sampleNodes(step: BootstrapStep, drawn: Drawn, made: Made): NodeSpec[] {
  const get = <K extends keyof BootstrapParams>(key: K) => step.params[key] ?? step.defaults[key];
  const { bySums, artifact, data, origins, view } = made;
  const name = get('method') ?? 'pairs';
  const { keys } = methodNamed(name);
  const interval = get('interval') ?? 'normal';
  const shared = { method: made.method, inputs: { data }, origins };
  const pieceNode = (name: string, piece: PieceParams['piece']): NodeSpec => ({
    ...shared,
    id: `${step.name}@${name}` as NodeId,
    kind: 'bootstrap-draws',
    params: { drawn, piece } satisfies PieceParams as unknown as Json,
    cost: bySums ? { passes: get('draws') ?? 1000 } : 'long',
    ...(piece.is === 'draws' ? { seed: String(get('seed') ?? 1) } : {}),
  });
  const draws = keys.includes('draws')
    ? chunksOf(get('draws') ?? 1000, DRAWS_OF_A_NODE[bySums ? 'sums' : 'rows']).map(([from, to], k) =>
        pieceNode(`draws.${k + 1}`, { is: 'draws', from, to }),
      )
    : [];
  const isLeftOut = !keys.includes('draws') || interval === 'bca';
  const without = Array.from({ length: isLeftOut ? PARTS : 0 }, (_, part) =>
    pieceNode(`without.${part + 1}`, { is: 'without', part, of: PARTS }),
  );
  const idsOf = (nodes: readonly NodeSpec[]): string[] => nodes.map(({ id }) => id);
  const params: ResultParams = { drawn, method: name, interval, draws: idsOf(draws), without: idsOf(without) };
  const pieces = [...draws, ...without].map(({ id }) => [id, { is: 'node', node: id, parts: 'all' } as const]);
  const result: NodeSpec = {
    ...shared,
    id: step.name as NodeId,
    params: params as unknown as Json,
    ...(artifact !== undefined && { artifact }),
    inputs: { ...shared.inputs, ...Object.fromEntries(pieces) },
    view: defined({ number: 1, header: get('header') ?? '', ...view }) as Record<string, Json>,
  };
  return [...draws, ...without, result];
}

/** The way of drawing, with the keys that it reads; undefined after a complaint. */
export function schemeOf(step: BootstrapStep, method: Method, root: NodeId, plan: PlanContext): Scheme | undefined {
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

/** The places that say what is drawn, and of what. */
export function originsOf(step: BootstrapStep, plan: PlanContext): NonNullable<NodeSpec['origins']> {
  const at = originAt(keyPath(step, 'base'), plan);
  return {
    drawn: at,
    clusters: step.params.cluster === undefined ? at : originAt(keyPath(step, 'cluster'), plan),
    ...(step.params.statistics && { statistics: originAt(keyPath(step, 'statistics'), plan) }),
  };
}
