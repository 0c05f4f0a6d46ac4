/** Plans a pipeline with the built-in kinds that read frames, from texts, and runs its nodes in memory. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeId } from '../../../src/base/brand.ts';
import { canonicalJson } from '../../../src/base/canonical.ts';
import type { Json } from '../../../src/base/json.ts';
import { createRng } from '../../../src/base/number/rng.ts';
import { type Problem, Refusal } from '../../../src/base/problem.ts';
import { type Artifact, type ArtifactReader, fileReader, heldBytes } from '../../../src/base/reader.ts';
import { perform } from '../../../src/engine/executors/perform.ts';
import type { GraphNode } from '../../../src/engine/graph.ts';
import type { Kinds } from '../../../src/engine/kinds.ts';
import { expand } from '../../../src/engine/pipeline/expand.ts';
import { loadSpec } from '../../../src/engine/pipeline/load.ts';
import { type Complaint, type RunContext, refusalComplaints } from '../../../src/engine/step.ts';
import { contentNamed, type MadeArtifact } from '../../../src/engine/store/artifact.ts';
import { ProjectFiles } from '../../../src/engine/system/files.ts';
import append from '../../../steps/append.ts';
import balance from '../../../steps/balance.ts';
import boundaryDistance from '../../../steps/boundary_distance.ts';
import collapse from '../../../steps/collapse.ts';
import derive from '../../../steps/derive.ts';
import differenceLevels from '../../../steps/difference/levels.ts';
import differencePairs from '../../../steps/difference/pairs.ts';
import differencePermutation from '../../../steps/difference/permutation.ts';
import difference from '../../../steps/difference/step.ts';
import figure from '../../../steps/figure.ts';
import index from '../../../steps/index/step.ts';
import ingest from '../../../steps/ingest.ts';
import levels from '../../../steps/levels.ts';
import match from '../../../steps/match/step.ts';
import mediationBootstrap from '../../../steps/mediation/bootstrap.ts';
import mediation from '../../../steps/mediation/step.ts';
import models from '../../../steps/models/step.ts';
import moderation from '../../../steps/moderation/step.ts';
import multiverseDraws from '../../../steps/multiverse/draws.ts';
import multiverse from '../../../steps/multiverse/step.ts';
import placeboDraws from '../../../steps/placebo/draws.ts';
import placebo from '../../../steps/placebo/step.ts';
import rd from '../../../steps/rd/step.ts';
import { kindNamed, plots } from '../../../steps/registry.ts';
import reshape from '../../../steps/reshape.ts';
import robustness from '../../../steps/robustness/step.ts';
import specification from '../../../steps/specification/step.ts';
import syntheticControl from '../../../steps/synthetic_control/step.ts';
import thresholdBootstrap from '../../../steps/threshold/bootstrap.ts';
import thresholdSearch from '../../../steps/threshold/search.ts';
import threshold from '../../../steps/threshold/step.ts';

const kinds: Kinds = new Map(
  [
    // with the forms of their results
    ...[
      'bootstrap',
      'bootstrap-draws',
      'describe',
      'correlate',
      'vif',
      'inequality',
      'did',
      'efficiency',
      'geodetector',
      'simar_wilson',
      'tfp',
      'local_projections',
      'report',
    ].map((name) => kindNamed(name)!),
    derive,
    ingest,
    reshape,
    collapse,
    balance,
    boundaryDistance,
    append,
    index,
    levels,
    match,
    models,
    robustness,
    threshold,
    thresholdSearch,
    thresholdBootstrap,
    mediation,
    multiverse,
    multiverseDraws,
    specification,
    mediationBootstrap,
    moderation,
    difference,
    differenceLevels,
    differencePairs,
    differencePermutation,
    placebo,
    placeboDraws,
    rd,
    syntheticControl,
    figure(plots),
  ].map((kind) => [kind.name, { kind, code: { digest: kind.name, files: {}, packages: {} }, module: null } as never]),
);

export interface Planned {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly problems: readonly Problem[];
  /** The words a problem points at. */
  pointsAt(problem: Problem): string;
  /** Parts of a node's result, and what was complained about. */
  run(id: string): Promise<{
    parts: Readonly<Record<string, Json>>;
    notes: string[];
    warnings: Complaint[];
    failures: Complaint[];
  }>;
}

/** `known` holds levels as if their nodes had run. */
export function planned(yaml: string, csv: string, known: Readonly<Record<string, readonly string[]>> = {}): Planned {
  const root = mkdtempSync(join(tmpdir(), 'papermake-plan-'));
  try {
    writeFileSync(join(root, 'd.csv'), csv);
    const files = new ProjectFiles(root, []);
    const { spec, problems, misfits } = loadSpec('pipeline.yaml', yaml, kinds);
    if (misfits.length > 0)
      throw new Error(`the pipeline of this test does not fit the schema at ${misfits.map((m) => m.path.join('.'))}`);
    const plan = spec && expand(spec, kinds, files, new Map(Object.entries(known)) as Map<NodeId, readonly string[]>);
    const nodes = new Map<string, GraphNode>(plan ? [...plan.graph.nodes] : []);
    return {
      nodes,
      problems: [...problems, ...(plan?.problems ?? []), ...(plan?.warnings ?? [])],
      pointsAt: ({ at: [place] }) => (place?.is === 'text' ? yaml.slice(place.start, place.end) : ''),
      run: (id) => runNode(nodes, id, csv),
    };
  } finally {
    rmSync(root, { recursive: true });
  }
}

class Failed extends Error {}

async function runNode(nodes: ReadonlyMap<string, GraphNode>, id: string, csv: string) {
  const notes: string[] = [];
  const warnings: Complaint[] = [];
  const failures: Complaint[] = [];
  const node = nodes.get(id)!;
  const context: RunContext<unknown> = {
    params: node.params,
    artifact: (input) => {
      const from = node.inputs[input]!;
      if (from.is !== 'node') throw new Error(`${input} is no node`);
      return readerOf(artifactOf(nodes, from.node, csv), from.parts);
    },
    shared: (_input, make) => make(),
    file: () => fileReader('d.csv', heldBytes(new TextEncoder().encode(csv))),
    inputs: Object.keys(node.inputs),
    rng: createRng(''),
    signal: new AbortController().signal,
    report: () => {},
    how: null,
    root: '',
    log: () => {},
    warn: (complaint) => warnings.push(complaint),
    note: (text) => notes.push(text),
    fail: (...complaints) => {
      failures.push(...complaints);
      throw new Failed();
    },
  };
  let parts: Record<string, Json> = {};
  try {
    parts = JSON.parse(canonicalJson(await node.loaded.kind.run(context)));
  } catch (error) {
    // As the engine takes what numerics refuse (engine/executors/perform.ts).
    if (error instanceof Refusal) failures.push(...refusalComplaints(error, null));
    else if (!(error instanceof Failed)) throw error;
  }
  return { parts, notes, warnings, failures };
}

function artifactOf(nodes: ReadonlyMap<string, GraphNode>, id: string, csv: string): Artifact {
  const node = nodes.get(id)!;
  const context = {
    params: node.params,
    artifact: (input: string) => {
      const from = node.inputs[input]!;
      if (from.is !== 'node') throw new Error(`${input} is no node`);
      return readerOf(artifactOf(nodes, from.node, csv), from.parts);
    },
    inputs: Object.keys(node.inputs),
    file: () => fileReader('d.csv', heldBytes(new TextEncoder().encode(csv))),
    warn: () => {},
    note: () => {},
  };
  return node.loaded.kind.run(context as never) as Artifact;
}

/** Reading a part that was not declared throws, as it does in a run. */
function readerOf(artifact: Artifact, declared: readonly string[] | 'all'): ArtifactReader {
  const bytes = (part: string): Uint8Array => {
    if (declared !== 'all' && !declared.includes(part)) throw new Error(`undeclared part ${part}`);
    return artifact.parts.get(part)!;
  };
  const parts = declared === 'all' ? [...artifact.parts.keys()] : declared;
  return { type: artifact.type, parts, bytes, json: (part) => JSON.parse(new TextDecoder().decode(bytes(part))) };
}

/** Performs a node and all it reads, as executors do; codes of warnings are added to `warned`. */
export async function performed(
  p: Planned,
  id: string,
  csv: string,
  done = new Map<string, MadeArtifact>(),
  warned: string[] = [],
): Promise<MadeArtifact> {
  const known = done.get(id);
  if (known) return known;
  const node = p.nodes.get(id)!;
  const inputs: Record<string, unknown> = {};
  for (const [name, input] of Object.entries(node.inputs)) {
    if (input.is === 'file') inputs[name] = { is: 'file', path: 'd.csv', bytes: new TextEncoder().encode(csv) };
    else if (input.is === 'node') {
      const made = await performed(p, input.node, csv, done, warned);
      const names = made.artifact.parts.map((part) => part.name);
      const wanted = names.filter((part) => input.parts === 'all' || input.parts.includes(part));
      const parts = wanted.map((name) => ({ name, bytes: contentNamed(made, name) }));
      inputs[name] = { is: 'artifact', type: made.artifact.type, parts };
    }
  }
  const job = { node: node.id, params: node.params, inputs, seed: node.seed };
  const result = await perform(node.loaded.kind, job as never, new AbortController().signal, () => {});
  if (result.is !== 'done') throw new Error(JSON.stringify(result));
  warned.push(...result.warnings.map(({ code }) => code));
  done.set(id, result.made);
  return result.made;
}
