/**
 * Carries the last complete run's plan over an edit of the pipeline: only the entries whose words changed are read, checked and expanded,
 * and the steps that saw something of them. Where anything is out of the ordinary or wrong, there is no such plan: the whole text is read
 * then, and complained of.
 */
import { isDeepStrictEqual } from 'node:util';
import type { NodeId } from '../../base/brand.ts';
import { canonicalJson } from '../../base/canonical.ts';
import { memo } from '../../base/memo.ts';
import { type Graph, type GraphNode, nodesHaving } from '../graph.ts';
import type { Kinds } from '../kinds.ts';
import { mayLoop } from '../pipeline/each/pipeline.ts';
import { expandSome, type PartOfPlan } from '../pipeline/expand.ts';
import type { Expansion } from '../pipeline/expansion.ts';
import { loadPieces, type PipelineSpec } from '../pipeline/load.ts';
import { outputProblems } from '../pipeline/outputs.ts';
import type { Asked } from '../pipeline/plan-dependencies.ts';
import { isSection, sectionNames } from '../pipeline/sections.ts';
import { type Edit, type Entry, editOf, type Pieces } from '../pipeline/source/entries.ts';
import { EntrySource, readEntry, readRest } from '../pipeline/source/entry-source.ts';
import { LONGEST, meaningOf, type YamlSource } from '../pipeline/source/yaml.ts';
import type { ProjectFiles } from '../system/files.ts';
import { AmendedNodes, unamended } from './amended-nodes.ts';
import type { AskedSteps } from './asked-steps.ts';
import type { DescribedNodes } from './described-nodes.ts';
import type { KeptNodes } from './kept-nodes.ts';
import { type Making, type NodeLevels, type PlannedGraph, servicesOf } from './planned.ts';

export interface Replanned {
  readonly planned: PlannedGraph;
  readonly spec: PipelineSpec;
  /** Nodes that are described otherwise than before. */
  readonly anew: ReadonlySet<NodeId>;
}

/** A plan that came back from its files. */
export interface KeptPlanned extends PlannedGraph {
  readonly graph: Graph & { readonly nodes: KeptNodes | AmendedNodes };
  readonly described: DescribedNodes;
}

type Made = KeptPlanned & { readonly making: Making };

/**
 * The plan of `text`, made from `last`, which was planned from `last.making.text`: the same plan where both texts mean the same, as where a comment
 * was edited; undefined where the whole text must be read.
 */
export function replan(
  last: Made,
  file: string,
  text: string,
  kinds: Kinds,
  files: ProjectFiles,
): Replanned | Made | undefined {
  const { pieces, asked } = last.making;
  const edit = pieces === undefined || text.length > LONGEST ? undefined : editOf(pieces, text);
  const edited = edit && readEdit(file, pieces!, edit);
  if (!edited) return undefined;
  if (meansSame(edited) && last.warnings.length === 0)
    return { ...last, making: { text, pieces: edited.pieces, asked } };
  // A loop's entries are written out of the whole text.
  if (mayLoop(text) || mayLoop(last.making.text)) return undefined;
  return replanChanged(last, file, text, edited, kinds, files);
}

/** An edit of a text, of which the entries that it touched were held against each other. */
interface Edited {
  readonly pieces: Pieces;
  /** Holds what stands around the entries. */
  readonly rest: YamlSource;
  /** Sections other than the steps that mean something else than before; undefined where they stand in another order. */
  readonly sections: ReadonlySet<string> | undefined;
  /** Entries that mean something else than before, and those that went. */
  readonly changed: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
  /** Says whether the entries have the names that they had, in that order. */
  readonly inOrder: boolean;
}

function readEdit(file: string, before: Pieces, { pieces, from, to, oldTo }: Edit): Edited | undefined {
  const [old, now] = [before.names.slice(from, oldTo), pieces.names.slice(from, to)];
  const rest = readRest(file, pieces);
  if (!rest || now.some(isSection)) return undefined;
  const isSame = (name: string, place: number): boolean => {
    const was = old[place] === name ? from + place : before.placeOf(name);
    return was !== undefined && sameEntry(file, before.at(was), pieces.at(from + place));
  };
  const changed = now.filter((name, place) => !isSame(name, place));
  const there = new Set(now);
  const gone = new Set(old.filter((name) => !there.has(name)));
  const inOrder = isDeepStrictEqual(old, now);
  const sections = changedSections(file, before, pieces, rest);
  return { pieces, rest, sections, changed: new Set([...changed, ...gone]), gone, inOrder };
}

function changedSections(file: string, before: Pieces, now: Pieces, rest: YamlSource): Set<string> | undefined {
  if (before.before === now.before && before.after === now.after) return new Set();
  const old = readRest(file, before);
  const [was, is] = [old?.keys([]) ?? [], rest.keys([])];
  const changed = [...new Set([...was, ...is])].filter((name) => !old || !sameMeaning(old, rest, name));
  return changed.length === 0 && !isDeepStrictEqual(was, is) ? undefined : new Set(changed);
}

/** Says whether two texts say the same of the same steps in the same order. Warnings, which tell lines, are of one text alone. */
const meansSame = ({ sections, changed, inOrder }: Edited): boolean =>
  sections?.size === 0 && changed.size === 0 && inOrder;

function replanChanged(
  last: Made,
  file: string,
  text: string,
  { pieces, rest, sections = new Set(), changed, gone }: Edited,
  kinds: Kinds,
  files: ProjectFiles,
): Replanned | undefined {
  if (SHARED.some((section) => sections.has(section))) return undefined;
  const spec = loadPieces(new EntrySource(file, text, pieces, rest), pieces.names, kinds);
  if (!spec) return undefined;
  const { asked } = last.making;
  const dirty = asked.reached(new Set([...changed, ...sectionNames.filter((name) => sections.has(name))]));
  const steps = dirtySteps(spec, pieces, dirty);
  const part = steps && expandSome(spec, kinds, files, last.levels, steps, keptExpansions(last, dirty));
  if (!part || isInDoubt(part, last.graph)) return undefined;
  const names = [...spec.names, ...askedSections(last, spec, part, dirty)];
  const graph = graphOf(last, names, part);
  if (outputProblems(nodesHaving(graph.nodes, 'outputs'), spec).length > 0) return undefined;
  const making = { text, pieces, asked: asked.with(askedNow(part, asked, dirty), new Set([...dirty, ...gone])) };
  const described = last.described.with(idsOf(part));
  const planned = { ...restOf(part, graph, last), described, making, services: servicesOf(spec) };
  return { planned, spec, anew: describedAnew(part, last.graph) };
}

/** Sections that any step may see. */
const SHARED = ['papermake', 'title', 'variables', 'sets', 'samples', 'defaults', 'withhold'];

const sameMeaning = (a: YamlSource, b: YamlSource, section: string): boolean =>
  meaningOf(a, [section]) === meaningOf(b, [section]);

function sameEntry(file: string, a: Entry, b: Entry): boolean {
  if (a.text === b.text) return true;
  const [before, after] = [readEntry(file, a), readEntry(file, b)];
  const path = ['steps', a.name];
  return before !== undefined && after !== undefined && meaningOf(before, path) === meaningOf(after, path);
}

/** The steps to expand, as they are written; undefined where one of them is wrong. */
function dirtySteps(spec: PipelineSpec, pieces: Pieces, dirty: ReadonlySet<string>): readonly string[] | undefined {
  const written = [...dirty].filter((name) => pieces.placeOf(name) !== undefined);
  if (!written.every((name) => spec.step(name))) return undefined;
  written.sort((a, b) => pieces.placeOf(a)! - pieces.placeOf(b)!);
  return [...written, ...sectionNames.filter((name) => dirty.has(name) && spec.step(name))];
}

/** Says whether steps that were expanded are wrong, wait for levels, or call a node as another step does. */
function isInDoubt({ problems, expansions, nodes }: PartOfPlan, { nodes: before }: Graph): boolean {
  if (problems.length > 0 || [...expansions.values()].some(({ waitsFor }) => waitsFor.size > 0)) return true;
  const all = [...nodes.values()].flat();
  const isAnothers = ({ id, step }: GraphNode): boolean => {
    const was = before.get(id)?.step;
    return was !== undefined && was !== step && !expansions.has(was);
  };
  return new Set(all.map(({ id }) => id)).size < all.length || all.some(isAnothers);
}

/** Gives expansions of those steps that are as they were. */
const keptExpansions = ({ graph, described }: PlannedGraph, dirty: ReadonlySet<string>) =>
  memo((name: string): Expansion | undefined => {
    const ids = dirty.has(name) ? undefined : described.get(name);
    // A section that no step asked for any more has gone from the plan.
    if (!ids?.every((id) => graph.nodes.has(id))) return undefined;
    const asks = new Set(graph.levels.get(name) ?? []);
    return { nodes: ids.map((id) => graph.nodes.get(id)!), waitsFor: new Set(), asks, isWrong: false, wrong: [] };
  });

/** Sections that the pipeline does not have, and that a step asked for, be it one that keeps its nodes. */
function askedSections(
  { graph, described, making }: Made,
  spec: PipelineSpec,
  part: PartOfPlan,
  dirty: ReadonlySet<string>,
): string[] {
  const isKept = (name: string): boolean => !dirty.has(name) && spec.step(name) !== undefined;
  return sectionNames.filter((section) => {
    if (spec.step(section) !== undefined) return false;
    if (part.expansions.has(section)) return true;
    const isThere = described.get(section)?.every((id) => graph.nodes.has(id)) === true;
    return isThere && !dirty.has(section) && making.asked.askersOf(section).some(isKept);
  });
}

/** The graph of these steps in their order: those that were expanded, and the others as they were. */
function graphOf({ graph, described }: Made, names: readonly string[], { nodes, expansions }: PartOfPlan): Graph {
  const before = graph.nodes instanceof AmendedNodes ? graph.nodes : unamended(graph.nodes);
  const declared = (numberOf: (id: NodeId) => number): number[] => {
    const numbers: number[] = [];
    for (const name of names) {
      const ids = nodes.get(name)?.map(({ id }) => id) ?? described.otherwise.get(name);
      if (ids) for (const id of ids) numbers.push(numberOf(id));
      else for (const place of described.placesOf(name) ?? []) numbers.push(place);
    }
    return numbers;
  };
  const levels = new Map<string, readonly NodeId[]>();
  for (const name of names) {
    const asks = expansions.get(name)?.asks ?? graph.levels.get(name) ?? [];
    const ids = [...asks];
    if (ids.length > 0) levels.set(name, ids);
  }
  return { nodes: before.amended([...nodes.values()].flat(), declared), pending: [], levels };
}

const idsOf = ({ nodes }: PartOfPlan) => new Map([...nodes].map(([name, of]) => [name, of.map(({ id }) => id)]));

function restOf({ warnings, looked }: PartOfPlan, graph: Graph, last: PlannedGraph) {
  const asks = new Set([...graph.levels.values()].flat());
  const levels: NodeLevels = new Map([...last.levels].filter(([id]) => asks.has(id)));
  return { graph, levels, warnings, looked: last.looked.with(looked) };
}

/**
 * Gives what steps asked: those that were expanded anew, what they ask now; a step that was kept, what it asked before, and what it may have
 * been asked for since, such as its columns, for the first time.
 */
function askedNow({ asked }: PartOfPlan, before: AskedSteps, dirty: ReadonlySet<string>): Map<string, Asked> {
  const merged = new Map(asked);
  for (const [name, now] of asked) {
    const was = dirty.has(name) ? undefined : before.of(name);
    if (was) merged.set(name, { of: new Set([...was.of, ...now.of]), always: was.always || now.always });
  }
  return merged;
}

function describedAnew({ nodes }: PartOfPlan, before: Graph): Set<NodeId> {
  const anew = new Set<NodeId>();
  for (const node of [...nodes.values()].flat()) {
    const was = before.nodes.get(node.id);
    if (!was || recipeText(was) !== recipeText(node)) anew.add(node.id);
  }
  return anew;
}

/** Text of those members of a node that decide its recipe, its outputs and the order of its inputs. */
const recipeText = ({ loaded, params, inputs, outputs, seed }: GraphNode): string =>
  canonicalJson([loaded.name, params, inputs, outputs ?? null, seed ?? null]);
