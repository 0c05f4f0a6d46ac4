/** Makes the nodes that compare groups of a split column: chunks of permutations, the tests of each pair, and the table of several. */
import type { NodeId } from '../../../src/base/brand.ts';
import type { Json } from '../../../src/base/json.ts';
import { ownValue } from '../../../src/base/own-value.ts';
import type { DifferenceSpec, OrderedPair, PermutationSpec } from '../../../src/econ/difference/spec.ts';
import { estimatedAlone, type ModelSpec, variablesRead } from '../../../src/econ/spec.ts';
import { type InputSpec, MOST_NODES, type NodeSpec, type PlanContext } from '../../../src/engine/step.ts';
import { frameParts, orderPart } from '../../../src/frame/stored/artifact.ts';
import { chunksOf } from '../chunks.ts';
import type { LevelPair } from '../pairs.ts';
import { asksForPairs, ofKey, originsOf, pairsCompared, type SplitRequest, workerId } from './compared.ts';
import type { DifferenceParams, PairsParams, PermutationParams, Way } from './keys.ts';

const waysOf = ({ key: { by } }: SplitRequest): readonly Way[] => (typeof by === 'string' ? [by] : (by ?? ['chow']));

/** The nodes `STEP@permutation.1` … and `STEP.difference`, before which those of several pairs stand; none after a complaint. */
export function differenceNodes(compared: SplitRequest, plan: PlanContext): NodeSpec[] {
  const { id, key, path } = compared;
  const pairs = pairsCompared(compared, plan);
  const of = ofKey(compared, plan);
  if (pairs === undefined || of === undefined || !isTestable(compared, plan)) return [];
  const view = { header: compared.header, byNameAlone: true };
  if (!asksForPairs(key)) {
    if (key.adjust !== undefined) return refuseIdle(compared, plan);
    return pairNodes(compared, { id, chunk: workerId(compared, 'permutation'), of, pair: pairs[0]!, view }, plan);
  }
  if (pairs.length > MOST_NODES) return refuseMany(compared, pairs.length, plan);
  const each = pairs.map((pair, k) => {
    const [own, chunk] = ['difference', 'permutation'].map((name) => `${workerId(compared, name)}.${k + 1}`);
    return pairNodes(compared, { id: own as NodeId, chunk: chunk!, of, pair, view: { byNameAlone: true } }, plan);
  });
  const nodes = each.map((made) => made.at(-1)!.id);
  const by = waysOf(compared);
  const params: PairsParams = { of, group: compared.split, by, adjust: key.adjust ?? null, pairs, nodes };
  const table: NodeSpec = {
    id,
    kind: 'difference-pairs',
    params: params as unknown as Json,
    artifact: 'pairwise',
    inputs: Object.fromEntries(nodes.map((node) => [node, { is: 'node', node, parts: partsRead(by) }])),
    origins: { ...compared.origins, ...originsOf(compared, plan) },
    at: path,
    view,
  };
  return [...each.flat(), table];
}

const partsRead = (by: readonly Way[]): readonly string[] => ['difference', 'groups', ...by].sort();

function refuseIdle({ path }: SplitRequest, plan: PlanContext): [] {
  const message = '`adjust` allows for several pairs, and one is compared';
  plan.complain({ code: 'idle-adjust', message, path: [...path, 'adjust'], key: true, hint: '`between: all`' });
  return [];
}

function refuseMany({ path, split }: SplitRequest, pairs: number, plan: PlanContext): [] {
  const message = `\`${split}\` has ${pairs} pairs of levels, more than ${MOST_NODES}`;
  plan.complain({ code: 'too-many-pairs', message, path, hint: 'name the pairs in `between`, or a `reference`' });
  return [];
}

/** One pair, and the nodes that compare it. */
interface OnePair {
  readonly id: NodeId;
  /** Begins the ids of chunks of permutations. */
  readonly chunk: string;
  readonly of: string;
  readonly pair: LevelPair;
  readonly view: NonNullable<NodeSpec['view']>;
}

function pairNodes(compared: SplitRequest, { id, chunk, of, pair, view }: OnePair, plan: PlanContext): NodeSpec[] {
  const { key, path, spec, split, source } = compared;
  const model = estimatedAlone(spec);
  const isSaid = key.between !== undefined || key.reference !== undefined;
  const isOrdered = isSaid || ownValue(plan.project.variables, split)?.levels !== undefined;
  const tested: DifferenceSpec & OrderedPair = { model, group: split, between: pair, isOrdered, of };
  const by = waysOf(compared);
  const unit = source.context.panel?.unit ?? null;
  const draws = key.draws ?? 1000;
  const read = new Set([...variablesRead(model), split]);
  const permuted = by.includes('permutation');
  const origins = { ...compared.origins, ...originsOf(compared, plan) };
  const input = (columns: Iterable<string>): InputSpec => {
    const parts = frameParts([...columns].sort());
    return { is: 'node', node: source.node, parts: isOrdered ? parts : [...parts, orderPart] };
  };
  const chunks = (permuted ? chunksOf(draws) : []).map(([from, to], k): NodeSpec => {
    const permutation: PermutationSpec & OrderedPair = { ...tested, permute: key.permute ?? null, unit };
    return {
      id: `${chunk}.${k + 1}` as NodeId,
      kind: 'difference-permutation',
      params: { ...permutation, from, to, draws } satisfies PermutationParams as unknown as Json,
      inputs: { data: input(unit === null ? read : [...read, unit]) },
      seed: String(key.seed ?? 1),
      origins,
      at: path,
      cost: { passes: draws },
    };
  });
  const params: DifferenceParams = { ...tested, by, draws, chunks: chunks.map((each) => each.id) };
  const drawn = chunks.map((each) => [each.id, { is: 'node', node: each.id, parts: 'all' } as const]);
  const result: NodeSpec = {
    id,
    kind: 'difference',
    params: params as unknown as Json,
    artifact: 'difference',
    inputs: { data: input(read), ...Object.fromEntries(drawn) },
    origins,
    at: path,
    view,
  };
  return [...chunks, result];
}

/** Tells whether groups of such a model can be compared, and complains where not. */
function isTestable({ spec, path }: SplitRequest, plan: PlanContext): boolean {
  const refused = reasonAgainst(spec);
  if (refused === undefined) return true;
  plan.complain({ code: 'unsupported', message: `a difference between groups ${refused}`, path, key: true });
  return false;
}

function reasonAgainst({ iv, slopes, estimator, trim, weights, vcov }: ModelSpec): string | undefined {
  if (iv !== null) return 'is not defined with instruments';
  if (estimator !== undefined) return `is of linear models, and \`${estimator.is}\` is none`;
  if (slopes !== undefined) return 'is not supported with slopes by group';
  if (trim !== undefined) return 'is not supported with `trim`';
  if (weights !== undefined) return 'is not supported with weights';
  if (vcov.is === 'iid' || (vcov.is === 'hc' && (vcov.type === 'HC0' || vcov.type === 'HC1'))) return undefined;
  if (vcov.is === 'cluster' && vcov.by.length === 1 && vcov.wild === undefined) return undefined;
  return 'has errors that are `iid`, `HC0`, `HC1` or clustered on one variable';
}
