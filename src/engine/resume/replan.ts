/**
 * Carries the last complete run's plan over an edit of the pipeline: only the entries whose words changed are read, checked and expanded,
 * and the steps that saw something of them. Where anything is out of the ordinary or wrong, there is no such plan: the whole text is read
 * then, and complained of.
 */
import { isDeepStrictEqual } from 'node:util';
import type { NodeId } from '../../base/brand.ts';
import { canonicalJson } from '../../base/canonical.ts';
import type { Graph, GraphNode } from '../graph.ts';
import type { Kinds } from '../kinds.ts';
import { mayLoop } from '../pipeline/each/pipeline.ts';
import { expand, type Plan } from '../pipeline/expand.ts';
import type { Expansion } from '../pipeline/expansion.ts';
import { loadPieces, type Spec } from '../pipeline/load.ts';
import type { Asked } from '../pipeline/plan-dependencies.ts';
import { sectionNames } from '../pipeline/sections.ts';
import { type Entry, type Pieces, piecesOf } from '../pipeline/source/entries.ts';
import { EntrySource, readEntry, readRest } from '../pipeline/source/entry-source.ts';
import { LONGEST, meaningOf, type YamlSource } from '../pipeline/source/yaml.ts';
import type { ProjectFiles } from '../system/files.ts';
import { type Levels, type Making, type Planned, servicesOf } from './planned.ts';

export interface Replanned {
  readonly planned: Planned;
  readonly spec: Spec;
  /** Nodes that are described otherwise than before. */
  readonly anew: ReadonlySet<NodeId>;
}

type Made = Planned & { readonly making: Making };

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
  if (text.length > LONGEST) return undefined;
  const before = readPieces(file, last.making.text);
  const after = readPieces(file, text);
  if (!before || !after) return undefined;
  if (planSame(file, before, after) && last.warnings.length === 0) return { ...last, making: { ...last.making, text } };
  // A loop's entries are written out of the whole text.
  if (mayLoop(text) || mayLoop(last.making.text)) return undefined;
  return replanChanged(last, file, text, before, after, kinds, files);
}

/** Says whether two texts say the same of the same steps in the same order. Warnings, which tell lines, are of one text alone. */
function planSame(file: string, before: Read, after: Read): boolean {
  const [old, now] = [before.pieces.entries, after.pieces.entries];
  const [sections, names] = [before.rest.keys([]), [...old.keys()]];
  return (
    isDeepStrictEqual(sections, after.rest.keys([])) &&
    isDeepStrictEqual(names, [...now.keys()]) &&
    sections.every((section) => sameMeaning(before.rest, after.rest, section)) &&
    names.every((name) => sameEntry(file, old.get(name)!, now.get(name)!))
  );
}

function replanChanged(
  last: Made,
  file: string,
  text: string,
  before: Read,
  after: Read,
  kinds: Kinds,
  files: ProjectFiles,
): Replanned | undefined {
  if (!SHARED.every((section) => sameMeaning(before.rest, after.rest, section))) return undefined;
  const names = [...after.pieces.entries.keys()];
  const spec = loadPieces(new EntrySource(file, text, after.pieces, after.rest), names, kinds);
  if (!spec) return undefined;
  const dirty = reachedSteps(changedSteps(file, before, after), last.making.asked);
  if (spec.names.some((name) => dirty.has(name) && !spec.step(name))) return undefined;
  const kept = keptExpansions(last, [...spec.names, ...askedSections(last.making, spec.names, dirty)], dirty);
  const plan = expand(spec, kinds, files, last.levels, kept);
  if (plan.problems.length > 0 || plan.graph.pending.length > 0) return undefined;
  return {
    planned: { ...plannedOf(plan, last, text, dirty), services: servicesOf(spec) },
    spec,
    anew: describedAnew(plan, last.graph, dirty),
  };
}

/** Sections that any step may see. */
const SHARED = ['papermake', 'title', 'variables', 'sets', 'samples', 'defaults'];

interface Read {
  readonly pieces: Pieces;
  readonly rest: YamlSource;
}

function readPieces(file: string, text: string): Read | undefined {
  const pieces = piecesOf(text);
  if (!pieces || sectionNames.some((name) => pieces.entries.has(name))) return undefined;
  const rest = readRest(file, pieces);
  return rest && { pieces, rest };
}

const sameMeaning = (a: YamlSource, b: YamlSource, section: string): boolean =>
  meaningOf(a, [section]) === meaningOf(b, [section]);

/** Steps that came, went, or mean something else than before. */
function changedSteps(file: string, before: Read, after: Read): Set<string> {
  const changed = new Set<string>();
  const [old, now] = [before.pieces.entries, after.pieces.entries];
  for (const name of old.keys()) if (!now.has(name)) changed.add(name);
  for (const [name, entry] of now) {
    const was = old.get(name);
    if (!was || !sameEntry(file, was, entry)) changed.add(name);
  }
  for (const name of sectionNames) if (!sameMeaning(before.rest, after.rest, name)) changed.add(name);
  return changed;
}

function sameEntry(file: string, a: Entry, b: Entry): boolean {
  if (a.text === b.text) return true;
  const [before, after] = [readEntry(file, a), readEntry(file, b)];
  const path = ['steps', a.name];
  return before !== undefined && after !== undefined && meaningOf(before, path) === meaningOf(after, path);
}

/** The changed steps, those that are always expanded, and all that saw something of them, directly or not. */
function reachedSteps(changed: ReadonlySet<string>, asked: ReadonlyMap<string, Asked>): Set<string> {
  const askers = new Map<string, string[]>();
  for (const [name, { of }] of asked) {
    for (const other of of) {
      const list = askers.get(other);
      if (list) list.push(name);
      else askers.set(other, [name]);
    }
  }
  const reached = new Set(changed);
  for (const [name, { always }] of asked) if (always) reached.add(name);
  for (const name of reached) for (const asker of askers.get(name) ?? []) reached.add(asker);
  return reached;
}

/** Sections that the pipeline does not have, and that a step which keeps its nodes asked for. */
function askedSections({ ids, asked }: Making, names: readonly string[], dirty: ReadonlySet<string>): string[] {
  const steps = new Set(names);
  return sectionNames.filter(
    (section) =>
      ids.has(section) &&
      !steps.has(section) &&
      [...asked].some(([name, { of }]) => steps.has(name) && !dirty.has(name) && of.has(section)),
  );
}

function keptExpansions(
  { graph, making: { ids } }: Planned & { readonly making: Making },
  names: readonly string[],
  dirty: ReadonlySet<string>,
): Map<string, Expansion> {
  const kept = new Map<string, Expansion>();
  for (const name of names) {
    if (dirty.has(name)) continue;
    const nodes = ids.get(name)!.map((id) => graph.nodes.get(id)!);
    kept.set(name, {
      nodes,
      waitsFor: new Set(),
      asks: new Set(graph.levels.get(name) ?? []),
      isWrong: false,
      wrong: [],
    });
  }
  return kept;
}

function plannedOf(
  plan: Plan,
  last: Planned & { readonly making: Making },
  text: string,
  dirty: ReadonlySet<string>,
): Omit<Planned, 'services'> {
  const { graph, warnings, ids } = plan;
  const asks = new Set([...graph.levels.values()].flat());
  const levels: Levels = new Map([...last.levels].filter(([id]) => asks.has(id)));
  const looked = last.looked.with(plan.looked);
  return {
    graph,
    levels,
    warnings,
    looked,
    making: { text, ids, asked: mergedAsked(plan, last.making, dirty) },
  };
}

/**
 * Gives what each step asked: those that were expanded anew, what they ask now; a step that was kept, what it asked before, and what it may have
 * been asked for since, such as its columns, for the first time.
 */
function mergedAsked({ asked, ids }: Plan, making: Making, dirty: ReadonlySet<string>): Map<string, Asked> {
  const merged = new Map(asked);
  for (const [name, before] of making.asked) {
    if (!ids.has(name) || dirty.has(name)) continue;
    const now = asked.get(name);
    const both = now && { of: new Set([...before.of, ...now.of]), always: before.always || now.always };
    merged.set(name, both ?? before);
  }
  return merged;
}

function describedAnew({ graph, ids }: Plan, before: Graph, dirty: ReadonlySet<string>): Set<NodeId> {
  const anew = new Set<NodeId>();
  for (const name of dirty) {
    for (const id of ids.get(name) ?? []) {
      const was = before.nodes.get(id);
      if (!was || recipeText(was) !== recipeText(graph.nodes.get(id)!)) anew.add(id);
    }
  }
  return anew;
}

/** Text of those members of a node that decide its recipe, its outputs and the order of its inputs. */
const recipeText = ({ loaded, params, inputs, outputs, seed }: GraphNode): string =>
  canonicalJson([loaded.name, params, inputs, outputs ?? null, seed ?? null]);
