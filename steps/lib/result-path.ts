/** Resolves paths to results: finds the nodes that they name, and the place in their artifacts. */
import type { NodeId } from '../../src/base/brand.ts';
import { parseExpression } from '../../src/base/expression/parser.ts';
import { printExpression } from '../../src/base/expression/print.ts';
import type { PathNode, PathSegment } from '../../src/base/expression/tree.ts';
import { nodeId } from '../../src/base/node-id.ts';
import { ownValue } from '../../src/base/own-value.ts';
import { partFor, partsNamed, statisticsOf, usualAt } from '../../src/base/result.ts';
import { type GlobPart, matches } from '../../src/base/text/glob.ts';
import { groupHint } from '../../src/base/text/group-hint.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import { inText } from '../../src/base/text/text-problem.ts';
import type { Misnamed } from '../../src/check/misnamed.ts';
import type { InputSpec, NodeSpec, PlanContext, YamlPath } from '../../src/engine/step.ts';
import { hintFor, misnamed, plannedTerms, resultOf } from './planned-results.ts';

/** One number's place: a part of a node's artifact and the names that lead to it. */
export interface Located {
  /** The path as printed: `baseline.main.2.NQP.p`. */
  readonly label: string;
  readonly node: NodeId;
  readonly part: string;
  /** Names that lead on inside the part; `*` stands for every record of a list. */
  readonly rest: readonly string[];
  /** The names that lead on to the value that is meant where the place holds several; absent where it holds one. */
  readonly usual?: readonly string[];
}

/** The values of a column of data. */
export interface LocatedColumn {
  readonly node: NodeId;
  readonly column: string;
}

export type PathTarget =
  | { readonly is: 'results'; readonly found: readonly Located[] }
  | { readonly is: 'column'; readonly found: LocatedColumn };

const stepName = (node: string): string => node.split(/[.[@]/)[0]!;

/** Finds a path's place, reading as long a name of a node as possible; undefined after a complaint, and while a split's levels are not known. */
export function locate(path: PathNode, at: YamlPath, plan: PlanContext): PathTarget | undefined {
  const complain = (code: string, message: string, hint?: string): undefined => {
    return void plan.complain({ code, message, path: at, within: [path.start, path.end], hint });
  };
  const split = splitPath(path, at, plan);
  if (split === undefined) return undefined;
  if ('message' in split) return complain(split.code, split.message, split.hint);
  const { nodes, names } = split;
  const type = plan.artifact(nodes[0]!);
  if (names.length === 0)
    return complain(
      'no-value',
      `\`${printExpression(path)}\` is a node, not one of its numbers`,
      'as in `step.column.TERM`',
    );
  if (type === 'files') {
    const cells = nodes.flatMap((node) => cellInTable(node, names) ?? []);
    const isTable = cells.length === nodes.length;
    if (isTable && names.length > 1) return { is: 'results', found: cells };
    if (isTable)
      return complain(
        'no-value',
        `\`${printExpression(path)}\` is a row of a table, not one of its cells`,
        `behind the row stands the column, \`${printExpression(path)}.1\``,
      );
    return complain('no-value', `\`${nodes[0]!.id}\` is a file; claims are about results`);
  }
  const result = resultOf(nodes[0]!, plan);
  if (type === 'frame' || (result?.besideData === true && !partsNamed(result).includes(names[0]!)))
    return column(nodes, names, complain, plan);
  const wrong = nodes.map((node) => misnamed(node, names, plan));
  const found = nodes.filter((_, i) => wrong[i] === undefined).map((node) => locatedIn(node, names, plan));
  if (found.length > 0) return { is: 'results', found };
  const [first] = wrong as [Misnamed, ...Misnamed[]];
  const of = `${stepsOf(nodes)}${first.within.map(suffix).join('')}`;
  const isTerm =
    first.within.length === 0 && !/^\d+$/.test(first.name) && ownValue(result?.parts ?? {}, 'fit') !== undefined;
  const inFit = isTerm ? resultLabel('', ['fit', first.name]) : undefined;
  return complain('unknown-result', `\`${of}\` has no \`${first.name}\``, hintFor(first.name, wrong, inFit));
}

/** A cell of a report's table, whose sidecar holds it; undefined of other files. */
export function cellInTable(
  { id, params }: Pick<NodeSpec, 'id' | 'params'>,
  names: readonly string[],
): Located | undefined {
  const { is, path } = params as { readonly is?: string; readonly path?: string };
  if (is !== 'table' || path === undefined) return undefined;
  return { label: resultLabel(id, names), node: id, part: `${path}.json`, rest: names, usual: ['value'] };
}

const stepsOf = (nodes: readonly NodeSpec[]): string => (nodes.length === 1 ? nodes[0]!.id : stepName(nodes[0]!.id));

function column(
  nodes: readonly NodeSpec[],
  names: readonly string[],
  complain: (code: string, message: string, hint?: string) => undefined,
  plan: PlanContext,
): PathTarget | undefined {
  const [node] = nodes as [NodeSpec];
  const [name, ...more] = names as [string, ...string[]];
  const known = plan.columns(node.id)?.map((c) => c.name);
  if (known && !known.includes(name))
    return complain('unknown-variable', `\`${node.id}\` has no column \`${name}\``, didYouMean(name, known));
  if (more.length > 0)
    return complain(
      'no-value',
      `\`${node.id}.${name}\` is a column of data`,
      'use it in `range(…)`; `describe` has its mean',
    );
  return { is: 'column', found: { node: node.id, column: name } };
}

function locatedIn(node: NodeSpec, names: readonly string[], plan: PlanContext): Located {
  return {
    label: resultLabel(node.id, names),
    node: node.id,
    ...partOfNode(node, names, plannedTerms(node, plan), plan),
  };
}

/** The part of a node's artifact to which names lead, and the names inside it; `terms` are names of the list that are known. */
export function partOfNode(
  node: NodeSpec,
  names: readonly string[],
  terms: readonly string[] | null,
  plan: PlanContext,
): Pick<Located, 'part' | 'rest' | 'usual'> {
  const result = resultOf(node, plan);
  const place = partFor(result, names, terms);
  const usual = result === undefined ? [] : usualAt(result, place);
  return { ...place, ...(usual.length > 0 && { usual }) };
}

/** The one result that a path names; undefined after a complaint, and while a split's levels are not known. */
export function locateNumber(of: string, at: YamlPath, plan: PlanContext): Located | undefined {
  const parsed = parseExpression(of);
  if (!parsed.ok) {
    for (const problem of parsed.problems) plan.complain({ ...inText(problem), path: at });
    return undefined;
  }
  const complain = (hint: string): undefined => {
    plan.complain({ code: 'no-value', message: `\`${of}\` is not the path of one result`, path: at, hint });
    return undefined;
  };
  if (parsed.ast.is !== 'path') return complain('as in `step.column.TERM`, `step.column.r2`');
  const place = locate(parsed.ast, at, plan);
  if (place === undefined) return undefined;
  if (place.is === 'column') return complain('a column of data is many numbers; `describe` has its mean');
  const [first, ...more] = place.found;
  return more.length > 0 || first!.rest.includes('*') ? complain('name one of them') : first;
}

/** The nodes that hold the results, each with the parts that do. */
export function numberInputs(results: readonly Located[]): Record<string, InputSpec> {
  const parts = new Map<NodeId, Set<string>>();
  for (const { node, part } of results) parts.set(node, new Set([...(parts.get(node) ?? []), part]));
  return Object.fromEntries(
    [...parts].map(([node, names]): [string, InputSpec] => [node, { is: 'node', node, parts: [...names].sort() }]),
  );
}

/** A path as text: `baseline.main["NQP^2"].p`. */
export const resultLabel = (node: string, names: readonly string[]): string => `${node}${names.map(suffix).join('')}`;

const suffix = (name: string): string =>
  /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name) || /^\d+$/.test(name) ? `.${name}` : `["${name}"]`;

/** The one node that a path names, and the names behind it, for places where no number need be named. */
export function locateNode(
  path: PathNode,
  at: YamlPath,
  plan: PlanContext,
): { readonly node: NodeSpec; readonly names: readonly string[] } | undefined {
  const split = splitPath(path, at, plan);
  if (split === undefined) return undefined;
  if (!('message' in split)) return { node: split.nodes[0]!, names: split.names };
  const { code, message, hint } = split;
  return void plan.complain({ code, message, path: at, hint });
}

type Split =
  | { readonly nodes: readonly NodeSpec[]; readonly names: readonly string[] }
  | { readonly code: string; readonly message: string; readonly hint?: string };

/** Splits a path where the node's name ends and the names that lead to its number begin. */
function splitPath(path: PathNode, at: YamlPath, plan: PlanContext): Split | undefined {
  const step = plan.step(path.head, at);
  const all = step && plan.nodes(path.head)?.filter((node) => !/^[^.[]+@/u.test(node.id));
  if (all === undefined) return undefined;
  for (let length = path.segments.length; length >= 0; length--) {
    const nodes = matching(all, path.head, path.segments.slice(0, length));
    const rest = path.segments.slice(length);
    if (nodes.length > 0) return { nodes, names: rest.map(nameOf) };
  }
  const ids = all.map((node) => node.id as string);
  const written = printExpression(path);
  const [first] = path.segments;
  if (ids.length > 1 && first?.is === 'name' && isResult(first.text, all, plan)) {
    const rest = path.segments.map((segment) => suffix(nameOf(segment))).join('');
    return {
      code: 'several-nodes',
      message: `\`${path.head}\` has ${ids.length} columns`,
      hint: `name one, as in \`${ids[0]}${rest}\`, or all with \`${path.head}.*${rest}\``,
    };
  }
  const hint = groupOf(path, ids) ?? didYouMean(written, ids) ?? nearestPrefix(path, ids);
  return { code: 'unknown-node', message: `no node is called \`${written}\``, hint };
}

/** Tells whether a name is a term or a statistic of one of the nodes, so that only the column is missing. */
function isResult(name: string, nodes: readonly NodeSpec[], plan: PlanContext): boolean {
  const isStat = (node: NodeSpec): boolean => {
    const result = resultOf(node, plan);
    return result !== undefined && statisticsOf(result, node).includes(name);
  };
  const isTerm = (node: NodeSpec): boolean => plannedTerms(node, plan)?.includes(name) === true;
  return nodes.some((node) => isStat(node) || isTerm(node));
}

const prefixOf = ({ head, segments }: PathNode, length: number): string =>
  nodeId(head, segments.slice(0, length).map(segmentValue));

/** The hint at a path that begins with what several nodes have in common, and does not say which one. */
function groupOf(path: PathNode, ids: readonly string[]): string | undefined {
  const lengths = path.segments.map((_, i) => path.segments.length - i);
  return lengths.map((length) => groupHint(prefixOf(path, length), ids)).find((hint) => hint !== undefined);
}

function nearestPrefix(path: PathNode, ids: readonly string[]): string {
  for (let length = path.segments.length - 1; length > 0; length--) {
    const near = didYouMean(prefixOf(path, length), ids);
    if (near !== undefined) return near;
  }
  return `nodes: ${ids.slice(0, 12).join(', ')}${ids.length > 12 ? ', …' : ''}`;
}

const segmentValue = (segment: PathSegment): string | number =>
  segment.is === 'any' ? '*' : segment.is === 'position' ? segment.number : segment.text;
const nameOf = (segment: PathSegment): string => String(segmentValue(segment));

/** The nodes that a path's first names mean; `*` stands for any run of characters, as in `from:` and on the command line. */
function matching(all: readonly NodeSpec[], head: string, segments: readonly PathSegment[]): readonly NodeSpec[] {
  const glob = segments.some((segment) => segment.is === 'any');
  if (!glob) {
    const id = nodeId(head, segments.map(segmentValue));
    return all.filter((node) => namesOf(node).includes(id)).slice(0, 1);
  }
  const parts = [...literal(head), ...segments.flatMap(partsOf)];
  return all.filter((node) => matches(parts, node.id) && node.view?.byNameAlone !== true);
}

const literal = (text: string): GlobPart[] => [...text].map((of) => ({ of }));

/** Parts of a segment; a value that is no identifier stands in brackets. */
const partsOf = (segment: PathSegment): GlobPart[] =>
  segment.is === 'any' ? [{ of: '.[' }, 'any'] : literal(nodeId('', [segmentValue(segment)]));

function namesOf(node: NodeSpec): readonly string[] {
  const aliases = node.view?.aliases;
  return Array.isArray(aliases) ? [node.id, ...(aliases as string[])] : [node.id];
}
