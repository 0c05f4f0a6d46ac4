/** A plan comes back from its file as it was written. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { GraphNode } from '../../../../src/engine/graph.ts';
import { PLAN } from '../../../../src/engine/resume/ids-left.ts';
import { readPlan, writePlan } from '../../../../src/engine/resume/plan-file.ts';
import type { PlannedGraph } from '../../../../src/engine/resume/planned.ts';
import { STORE } from '../../../../src/engine/system/files.ts';
import { builtInKinds } from '../../../support/built-in.ts';
import { Plans } from '../../../support/plans.ts';
import { scratchFolder } from '../../../support/scratch.ts';

const root = join(import.meta.dirname, '../../../..');
const text = readFileSync(join(root, 'pipeline.yaml'), 'utf8');
/** The column by which models are split holds what is declared. */
const planned = new Plans(root, builtInKinds, () => ['East', 'Central', 'West', 'Northeast']).whole(
  text,
) as PlannedGraph;

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(scratchFolder(), 'papermake-plan-'));
});
afterEach(() => rmSync(store, { recursive: true }));

/** Members are named, since a kept node answers for them by accessors. */
function saidOf(node: GraphNode) {
  const { id, step, loaded, method, params, artifact, inputs, reads, sources, dependencies } = node;
  const { origins, at, outputs, seed, cost, how, view, numbered } = node;
  const said = { id, step, kind: loaded.name, method, params, artifact, inputs, reads, sources, dependencies };
  return { ...said, origins, at, outputs, seed, cost, how, view, numbered };
}

function written({ graph, levels, services, warnings, looked, project }: PlannedGraph): unknown {
  const nodes = [...graph.nodes.values()].map(saidOf);
  const plan = { nodes, steps: [...graph.levels], levels: [...levels], services, warnings, project };
  return JSON.parse(JSON.stringify({ ...plan, looked: looked.kept }));
}

it('with its nodes in order and all that it was made of', () => {
  const sum = writePlan(store, 'pipeline.yaml', builtInKinds, planned);
  const kept = readPlan(store, 'pipeline.yaml', builtInKinds)!;
  expect(kept.sum).toBe(sum);
  expect(planned.graph.nodes.size).toBeGreaterThan(50);
  expect(written(kept.planned)).toEqual(written(planned));
  expect([...kept.nodes.keys()].map((id) => kept.nodes.placeOf(id))).toEqual([...kept.nodes.keys()].map((_, i) => i));
});

it('for its own pipeline and kinds alone, and undamaged', () => {
  writePlan(store, 'pipeline.yaml', builtInKinds, planned);
  expect(readPlan(store, 'other.yaml', builtInKinds)).toBeUndefined();
  expect(readPlan(store, 'pipeline.yaml', new Map([...builtInKinds].slice(1)))).toBeUndefined();
  const file = join(store, STORE, PLAN);
  const bytes = readFileSync(file);
  bytes[bytes.length - 3]! ^= 1;
  writeFileSync(file, bytes);
  expect(readPlan(store, 'pipeline.yaml', builtInKinds)).toBeUndefined();
});
