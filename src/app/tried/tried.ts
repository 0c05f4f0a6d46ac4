/** Knows what a node estimates: which specification, told apart from others by its meaning, and of which outcome and treatment it is. */
import { resultOfType } from '../../../steps/registry.ts';
import type { Digest, NodeId } from '../../base/brand.ts';
import { canonicalJson, sha256 } from '../../base/canonical.ts';
import type { Json } from '../../base/json.ts';
import type { ModelSpec } from '../../econ/spec.ts';
import { type Graph, type GraphNode, saidArtifact } from '../../engine/graph.ts';
import type { KnownResult } from '../../engine/ledger/recorder.ts';
import { isInternal } from '../../engine/pipeline/reference.ts';
import { modelText, objectText } from './model-text.ts';

/** A specification, and what it is of where that is known. */
export interface Tried {
  readonly spec: Digest;
  readonly outcome: string | null;
  readonly treatment: string | null;
}

/** Says whether a node's result is an estimated specification. Its kind tells, or for a project's own kind the type of the result. */
export function isTrial(node: GraphNode): boolean {
  const { kind, module } = node.loaded;
  const type = saidArtifact(node, kind);
  const own = kind.results?.find((result) => result.type === type);
  const declared = own ?? (module === null || type === null ? undefined : resultOfType(type));
  return declared?.isTrial === true;
}

interface Params {
  readonly [name: string]: Json | undefined;
}

/**
 * Gives what a node estimates. Neither names nor labels, nor the order of regressors, effects, instruments and clusters, nor what is computed from an
 * estimate make another specification; nor do values of the data and code of papermake. The names of the data's step and, of what programs estimate,
 * the files that they are given do.
 */
export function triedBy(node: GraphNode, { nodes, digest }: Pick<KnownResult, 'nodes' | 'digest'>): Tried {
  const params = node.params as Params;
  const model = modelIn(params);
  const program = programOf(node, nodes, digest);
  const said = objectText([
    ['params', meaningOf(params, node)],
    ['data', JSON.stringify(dataOf(node))],
    ...(program === undefined ? [] : [['program', canonicalJson(program)] as const]),
  ]);
  return {
    spec: sha256(said),
    outcome: model?.outcome ?? namedIn(params, ['outcome', 'outcomes', 'variable']),
    treatment:
      namedIn(params, ['of', 'treatment', 'slope', 'cohort']) ??
      (model === undefined ? null : (model.iv?.endogenous.join(', ') ?? model.terms[0] ?? null)),
  };
}

const isModel = (value: unknown): value is ModelSpec =>
  typeof value === 'object' && value !== null && 'outcome' in value && 'terms' in value && 'vcov' in value;

const modelIn = (params: Params): ModelSpec | undefined =>
  [params, params.model, params.spec].find((value) => isModel(value)) as ModelSpec | undefined;

/** Variables by the first of these names that says any. */
function namedIn(params: Params, names: readonly string[]): string | null {
  for (const name of names) {
    const value = params[name];
    if (typeof value === 'string') return value;
    if (Array.isArray(value) && value.length > 0) return value.join(', ');
  }
  return null;
}

/** Canonical JSON of what a node's parameters mean: a model of regressions is the same whichever kind estimates it, and whatever term it is read for. */
function meaningOf(params: Params, { loaded }: GraphNode): string {
  if (isModel(params)) return modelText(params);
  const said = Object.entries(params).filter(([name]) => name !== 'chunks');
  const others = said.filter(([name]) => name !== 'of');
  if (others.length === 1 && isModel(params.model)) return modelText(params.model);
  const members = said.filter(([name, value]) => name !== 'kind' && value !== undefined);
  const texts = members.map(
    ([name, value]) => [name, isModel(value) ? modelText(value) : canonicalJson(value)] as const,
  );
  return objectText([...texts, ['kind', JSON.stringify(loaded.name)]]);
}

/** Names of the steps that the data are from; of nodes that work for its step alone, such as searches, without the step. */
const dataOf = ({ dependencies }: GraphNode): string[] =>
  dependencies.map((id) => (isInternal(id) ? id.slice(id.indexOf('@')) : id)).sort();

/** Gives what else tells apart what programs of the system estimate: the call where another node made it, and the files that it is given. */
function programOf(node: GraphNode, nodes: Graph['nodes'], digest: KnownResult['digest']): Json | undefined {
  const helpers = node.dependencies.flatMap((id) => (isInternal(id) ? (nodes.get(id) ?? []) : []));
  const programs = [node, ...helpers].filter((each) => isProgram(each) && !isAboutPrograms(each));
  if (programs.length === 0) return undefined;
  return programs.map((each): Json => {
    const files = filesOf(each).map((path) => [path, digest(path)]);
    return { files, ...(each === node ? {} : { params: each.params, data: dataOf(each) }) };
  });
}

const isProgram = ({ cost, loaded }: GraphNode): boolean => (cost ?? loaded.kind.cost) === 'external';

/** Files of the project that a node reads. Programs and what belongs to them lie elsewhere. */
const filesOf = ({ sources }: GraphNode): string[] =>
  sources
    .flatMap((source) => (source.is === 'file' && !/^(\/|[A-Za-z]:)/.test(source.path) ? [source.path] : []))
    .sort();

/** Digest of the values that nodes read, themselves or through nodes that work for them. The names of steps are no part of it. */
export function dataRead(all: readonly GraphNode[], { nodes, artifact, digest }: Omit<KnownResult, 'part'>): Digest {
  const read = new Set<string>();
  const seen = new Set<GraphNode>();
  // thousands of nodes read parts of one result, each of which is told once
  const wanted = new Map<NodeId, Set<string>>();
  const look = (node: GraphNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (!isProgram(node)) for (const path of filesOf(node)) read.add(`${path} ${digest(path)}`);
    for (const { node: id, parts } of node.reads) {
      const other = nodes.get(id);
      if (isInternal(id)) {
        if (other !== undefined && !isAboutPrograms(other)) look(other);
        continue;
      }
      const names = wanted.get(id) ?? new Set();
      wanted.set(id, names);
      for (const name of parts === 'all' ? (artifact(id)?.parts ?? []).map((part) => part.name) : parts)
        names.add(name);
    }
  };
  all.forEach(look);
  for (const [id, names] of wanted)
    for (const { name, digest } of artifact(id)?.parts ?? []) if (names.has(name)) read.add(`${name} ${digest}`);
  return sha256([...read].sort().join('\n'));
}

/** Says whether a node tells which programs are on this machine. */
const isAboutPrograms = ({ loaded }: GraphNode): boolean => /(^|-)versions$/.test(loaded.name);
