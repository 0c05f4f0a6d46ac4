/** Decides whether a node is stale: the one function that `run`, `status`, `why`, `graph` and `watch` ask. */
import type { Digest, Key, NodeId } from '../../base/brand.ts';
import { memo, memoByIdentity } from '../../base/memo.ts';
import { type GraphNode, paramsText } from '../graph.ts';
import type { InputSpec } from '../step.ts';
import { inputReasons, reasonsFor } from '../store/reasons.ts';
import { type InputText, keyOf, readRecipe, recipeText } from '../store/recipe.ts';
import type { NodeStanding, Reason, Recipe, StoredArtifact, Trace } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { ProjectFiles } from '../system/files.ts';
import { type SystemRefusal, tryLook } from '../system/system-refusal.ts';

export type Decision =
  | ({ readonly is: 'fresh' } & NodeStanding)
  /** The result was recorded before and is restored without running. `reasons` say why it is not where the last run left it. */
  | ({ readonly is: 'cached'; readonly reasons: readonly [Reason, ...Reason[]] } & NodeStanding)
  | {
      readonly is: 'stale';
      readonly key: Key;
      /** The recipe as canonical JSON. */
      readonly recipe: string;
      readonly reasons: readonly [Reason, ...Reason[]];
    }
  | { readonly is: 'pending'; readonly on: readonly [NodeId, ...NodeId[]] }
  /** An input cannot be had: a file that vanished, a column the frame turned out not to have. */
  | { readonly is: 'impossible'; readonly missing: readonly [MissingInput, ...MissingInput[]] };

export type Stale = Extract<Decision, { is: 'stale' }>;

export interface MissingInput {
  readonly input: string;
  /** The part that the upstream artifact lacks, or null for a file. */
  readonly part: string | null;
  /** Why a file that is there cannot be read. */
  readonly refused?: SystemRefusal;
  readonly from: string;
  readonly available: readonly string[];
}

export interface World {
  readonly store: Store;
  readonly files: ProjectFiles;
  /** Path of the template of that name: the project's own, or the built-in one. */
  template(name: string): string | undefined;
  /** Artifacts of nodes found fresh, restored or run; undefined while a node is stale or pending. */
  artifact(node: NodeId): StoredArtifact | undefined;
  /** Returns the state in which the last run left the node, if nothing that it is, reads or writes can have changed since. */
  standing(node: GraphNode): NodeStanding | undefined;
  /** Artifact at which the last run left a node, whatever has changed since. */
  before(node: NodeId): StoredArtifact | undefined;
  readonly forced: boolean;
}

export function decide(node: GraphNode, world: World): Decision {
  const waiting = node.dependencies.filter((id) => world.artifact(id) === undefined);
  if (waiting.length > 0) return { is: 'pending', on: waiting as [NodeId, ...NodeId[]] };
  const standing = world.forced ? undefined : world.standing(node);
  if (standing) return { is: 'fresh', ...standing };
  const missing: MissingInput[] = [];
  const made = recipeOf(node, world, missing);
  if (missing.length > 0) return { is: 'impossible', missing: missing as [MissingInput, ...MissingInput[]] };
  const key = keyOf(made.recipe);
  if (world.forced) return { is: 'stale', key, recipe: made.recipe, reasons: [{ is: 'forced' }] };
  return decideKey(node, key, made, world);
}

function decideKey(node: GraphNode, key: Key, made: MadeRecipe, world: World): Decision {
  const { store } = world;
  const { recipe } = made;
  const current = store.current(node.id);
  const recorded = store.trace(key);
  const trace = recorded && writesDeclared(node, recorded) && store.holds(recorded) ? recorded : undefined;
  const spoiled = trace ? outputReasons(node, trace, world.files) : [];
  if (trace && current === key && spoiled.length === 0) return { is: 'fresh', ...standingAt(trace) };
  const changes = current === key || current === undefined ? [] : changesSince(node, current, made, world);
  if (trace) {
    const reasons = current === key ? spoiled : changes.length > 0 ? changes : ([{ is: 'first-run' }] as Reason[]);
    return { is: 'cached', ...standingAt(trace), reasons: reasons as [Reason, ...Reason[]] };
  }
  const reasons: Reason[] = current === key ? [{ is: 'record-lost' }] : changes;
  return {
    is: 'stale',
    key,
    recipe,
    reasons: (reasons.length > 0 ? reasons : [{ is: 'first-run' }]) as [Reason, ...Reason[]],
  };
}

const standingAt = ({ key, artifact, milliseconds }: Trace): NodeStanding => ({ key, artifact, milliseconds });

/** Lists what differs from the recipe with the key `current`. */
function changesSince(node: GraphNode, current: Key, made: MadeRecipe, world: World): Reason[] {
  const before = inputsAt(node, current, world);
  if (before) return inputReasons(node, besides(before, made.inputs), besides(made.inputs, before));
  const last = world.store.trace(current);
  return last ? reasonsFor(node, readRecipe(made.recipe), last, world.store) : [];
}

/**
 * The inputs at a key, where the node's recipe has that key with the artifacts that the last run left. The key proves them, so that thousands
 * of nodes that read one changed column need not read their last records. Undefined where anything else of the recipe is another.
 */
function inputsAt(node: GraphNode, key: Key, { before, template, files }: World): readonly InputText[] | undefined {
  if (node.sources.length > 0 || !node.dependencies.every((id) => before(id))) return undefined;
  const missing: MissingInput[] = [];
  const { recipe, inputs } = recipeOf(node, { artifact: before, template, files }, missing);
  return missing.length === 0 && keyOf(recipe) === key ? inputs : undefined;
}

/** Gives those of the inputs that are not among the others. */
function besides(inputs: readonly InputText[], others: readonly InputText[]): Recipe['inputs'] {
  const known = new Set(others.map(({ member }) => member));
  return Object.fromEntries(inputs.flatMap(({ name, digest, member }) => (known.has(member) ? [] : [[name, digest]])));
}

/** Tells whether a record holds only files that the node declares, so that a store from elsewhere cannot choose what is written. */
const writesDeclared = ({ outputs }: GraphNode, { artifact }: Trace): boolean =>
  !outputs || artifact.parts.every((part) => outputs.includes(part.name));

/** Reasons to restore or rerun a node whose outputs were edited by hand or deleted. */
function outputReasons(node: GraphNode, trace: Trace, files: ProjectFiles): Reason[] {
  if (!node.outputs) return [];
  return trace.artifact.parts.flatMap((part): Reason[] => {
    // A file that another program keeps from being read may hold anything.
    const look = tryLook(() => (files.holds(part.name, part.digest) ? part.digest : files.digest(part.name)));
    const digest = 'found' in look ? look.found : undefined;
    if (digest === part.digest) return [];
    return [{ is: digest === null ? 'output-missing' : 'output-modified', path: part.name }];
  });
}

/** A recipe as canonical JSON, and its inputs. */
interface MadeRecipe {
  readonly recipe: string;
  readonly inputs: readonly InputText[];
}

type ReadableWorld = Pick<World, 'artifact' | 'files' | 'template'>;

function recipeOf(node: GraphNode, world: ReadableWorld, missing: MissingInput[]): MadeRecipe {
  const inputs: InputText[] = [];
  for (const [name, input] of Object.entries(node.inputs)) addInput(inputs, name, input, world, missing);
  const { name: kind, code } = node.loaded;
  const params = paramsText(node.params);
  return { recipe: recipeText({ code: code.digest, kind, params, inputs, seed: node.seed }), inputs };
}

const inputText = (name: string, digest: Digest): InputText => ({
  name,
  digest,
  member: `${JSON.stringify(name)}:"${digest}"`,
});

/** Parts of an artifact as entries of a recipe's inputs, `data/column:NQP`, by the part's name. */
const partsAs = ({ parts }: StoredArtifact, input: string): ReadonlyMap<string, InputText> =>
  new Map(parts.map(({ name, digest }) => [name, inputText(`${input}/${name}`, digest)]));

/** An artifact with more parts than this is described once: artifacts do not change, and thousands of nodes may read one. */
const SMALL = 4;
const knownPartsAs = memoByIdentity((artifact: StoredArtifact) => memo((input: string) => partsAs(artifact, input)));

const partsOf = (artifact: StoredArtifact, input: string): ReadonlyMap<string, InputText> =>
  artifact.parts.length <= SMALL ? partsAs(artifact, input) : knownPartsAs(artifact)(input);

function addInput(
  inputs: InputText[],
  name: string,
  input: InputSpec,
  world: ReadableWorld,
  missing: MissingInput[],
): void {
  if (input.is === 'node') {
    const parts = partsOf(world.artifact(input.node)!, name);
    for (const wanted of input.parts === 'all' ? parts.keys() : input.parts) {
      const part = parts.get(wanted);
      if (part !== undefined) inputs.push(part);
      else missing.push({ input: name, part: wanted, from: input.node, available: [...parts.keys()] });
    }
    return;
  }
  const look = tryLook(() => {
    const path = input.is === 'file' ? input.path : world.template(input.name);
    return path === undefined ? null : world.files.digest(path);
  });
  if ('found' in look && look.found !== null) inputs.push(inputText(name, look.found));
  else {
    const from = input.is === 'file' ? input.path : input.name;
    missing.push({ input: name, part: null, from, available: [], ...('refused' in look ? look : {}) });
  }
}
