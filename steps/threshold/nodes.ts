/** Makes the nodes of a threshold step: the search, chunks of replications of each test, and the result. */
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import type { InputSpec, NodeSpec, Origin } from '../../src/engine/step.ts';
import { chunksOf } from '../lib/chunks.ts';
import type { ChunkParams, SearchParams, ThresholdResultParams } from './keys.ts';
import { type ThresholdSpec, testNames } from './numbers/spec.ts';

export interface PlannedThreshold extends Omit<ThresholdResultParams, keyof ThresholdSpec | 'chunks'> {
  /** Name of the step. */
  readonly name: string;
  readonly spec: ThresholdSpec;
  /** Number of replications of each test. */
  readonly replications: readonly number[];
  readonly seed: string;
  readonly header: string;
  readonly data: InputSpec;
  readonly origins: Readonly<Record<string, Origin>>;
}

/** The nodes `STEP@search`, `STEP@boot.single.1` …, `STEP`. No replication depends on vcov, level, or what is shown. */
export function nodesOfThreshold(planned: PlannedThreshold): NodeSpec[] {
  const { name, spec, data, origins, convention, vcov, level, use } = planned;
  const id = `${name}@search` as NodeId;
  const search: InputSpec = { is: 'node', node: id, parts: 'all' };
  const passes = planned.replications.reduce((a, b) => a + b, 0);
  // Where replications go to workers all nodes do, since they prepare the same.
  const cost = passes > 0 ? { cost: { passes } } : {};
  const chunks = planned.replications.map((_, j) =>
    chunksOfTest(planned, j, search).map((node) => ({ ...node, ...cost })),
  );
  const costOfSearch = passes > 0 ? { cost: { passes, before: chunks.flat().length } } : {};
  const inputs = Object.fromEntries(
    chunks.flat().map(({ id: node }) => [node, { is: 'node', node, parts: 'all' } as const]),
  );
  const names = chunks.map((list) => list.map((chunk) => chunk.id));
  return [
    { id, kind: 'threshold-search', params: json(spec), inputs: { data }, origins, ...costOfSearch },
    ...chunks.flat(),
    {
      id: name as NodeId,
      params: json({ ...spec, convention, vcov, level, use, chunks: names }),
      inputs: { data, search, ...inputs },
      origins,
      ...cost,
      view: { header: planned.header, outcome: spec.model.outcome },
    },
  ];
}

function chunksOfTest(planned: PlannedThreshold, j: number, search: InputSpec): NodeSpec[] {
  const { name, data, origins, seed, replications } = planned;
  // The search holds what was refined.
  const { refinement: _, ...spec } = planned.spec;
  const test = testNames[j]!;
  const quirk = test === 'triple' && planned.convention === 'xthreg';
  return chunksOf(replications[j]!).map(([from, to], k) => ({
    id: `${name}@boot.${test}.${k + 1}` as NodeId,
    kind: 'threshold-bootstrap',
    params: json({ ...spec, test, quirk, from, to }),
    inputs: { data, search },
    seed,
    origins,
  }));
}

const json = (params: SearchParams | ChunkParams | ThresholdResultParams): Json => params as unknown as Json;
