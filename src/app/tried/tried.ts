/** Knows what a node estimates: which specification, told apart from others by its meaning, and of which outcome and treatment it is. */
import { resultOfType } from '../../../steps/registry.ts';
import type { Digest } from '../../base/brand.ts';
import { canonicalJson, digestJson, sha256 } from '../../base/canonical.ts';
import type { Json } from '../../base/json.ts';
import type { ModelSpec } from '../../econ/spec.ts';
import { type Graph, type GraphNode, saidArtifact } from '../../engine/graph.ts';
import type { KnownResult } from '../../engine/ledger/recorder.ts';
import { isInternal } from '../../engine/pipeline/reference.ts';

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
  const said = { params: meaningOf(params, node), data: dataOf(node), ...programOf(node, nodes, digest) };
  return {
    spec: digestJson(said),
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

/** A model of regressions is the same whichever kind estimates it, and whatever term it is read for. */
function meaningOf(params: Params, { loaded }: GraphNode): Json {
  if (isModel(params)) return sameModel(params);
  const members = Object.entries(params).filter(([name]) => name !== 'chunks');
  const said = Object.fromEntries(members.map(([name, value]) => [name, isModel(value) ? sameModel(value) : value]));
  const { of: _, ...others } = said;
  if (Object.keys(others).length === 1 && isModel(params.model)) return others.model!;
  return { ...said, kind: loaded.name } as Json;
}

/** Parts of a model's specification that are computed from its estimates. */
const AFTER: ReadonlySet<string> = new Set(['uTest', 'margins', 'oster', 'tests', 'lincom']);

function sameModel(spec: ModelSpec): Json {
  const { iv, slopes, vcov, estimator } = spec;
  const estimation: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(spec)) if (!AFTER.has(name)) estimation[name] = value;
  return {
    ...estimation,
    terms: sorted(spec.terms),
    absorb: sorted(spec.absorb),
    ...(slopes === undefined ? {} : { slopes: sorted(slopes) }),
    iv: iv && { endogenous: sorted(iv.endogenous), instruments: sorted(iv.instruments) },
    vcov: vcov.is === 'cluster' ? { ...vcov, by: sorted(vcov.by) } : vcov,
    ...(estimator === undefined ? {} : { estimator }),
  } as unknown as Json;
}

/** In the order of their canonical JSON, which is written once for each: a multiverse has thousands of lists. */
function sorted<T>(list: readonly T[]): readonly T[] {
  if (list.length < 2) return list;
  const keyed = list.map((item) => ({
    key: typeof item === 'string' ? JSON.stringify(item) : canonicalJson(item),
    item,
  }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item);
}

/** Names of the steps that the data are from; of nodes that work for its step alone, such as searches, without the step. */
const dataOf = ({ dependencies }: GraphNode): string[] =>
  dependencies.map((id) => (isInternal(id) ? id.slice(id.indexOf('@')) : id)).sort();

/** Gives what else tells apart what programs of the system estimate: the call where another node made it, and the files that it is given. */
function programOf(node: GraphNode, nodes: Graph['nodes'], digest: KnownResult['digest']): { program?: Json } {
  const helpers = node.dependencies.flatMap((id) => (isInternal(id) ? (nodes.get(id) ?? []) : []));
  const programs = [node, ...helpers].filter((each) => isProgram(each) && !isAboutPrograms(each));
  if (programs.length === 0) return {};
  const said = programs.map((each): Json => {
    const files = filesOf(each).map((path) => [path, digest(path)]);
    return { files, ...(each === node ? {} : { params: each.params, data: dataOf(each) }) };
  });
  return { program: said };
}

const isProgram = ({ cost, loaded }: GraphNode): boolean => (cost ?? loaded.kind.cost) === 'external';

/** Files of the project that a node reads. Programs and what belongs to them lie elsewhere. */
const filesOf = ({ sources }: GraphNode): string[] =>
  sources
    .flatMap((source) => (source.is === 'file' && !/^(\/|[A-Za-z]:)/.test(source.path) ? [source.path] : []))
    .sort();

/** Digest of the values that a node reads, itself or through nodes that work for it. The names of steps are no part of it. */
export function dataRead(all: readonly GraphNode[], { nodes, artifact, digest }: Omit<KnownResult, 'part'>): Digest {
  const read = new Set<string>();
  const seen = new Set<GraphNode>();
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
      for (const { name, digest } of artifact(id)?.parts ?? [])
        if (parts === 'all' || parts.includes(name)) read.add(`${name} ${digest}`);
    }
  };
  all.forEach(look);
  return sha256([...read].sort().join('\n'));
}

/** Says whether a node tells which programs are on this machine. */
const isAboutPrograms = ({ loaded }: GraphNode): boolean => /(^|-)versions$/.test(loaded.name);
