/** Resolves the marks of a text to the nodes that must run, and prints their results. */
import { cellInTable } from '../../../steps/lib/result-path.ts';
import { resultOfType } from '../../../steps/registry.ts';
import type { NodeId } from '../../base/brand.ts';
import { parseExpression } from '../../base/expression/parser.ts';
import type { PathNode, PathSegment } from '../../base/expression/tree.ts';
import { isJsonObject } from '../../base/json.ts';
import { nodeId } from '../../base/node-id.ts';
import type { ArtifactReader } from '../../base/reader.ts';
import { partFor, type Result, usualAt } from '../../base/result.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { withStatistics } from '../../check/fit-result.ts';
import { follow, isProbability } from '../../check/results.ts';
import { formatOf, type Mark } from '../../document/number-marks.ts';
import type { Graph } from '../../engine/graph.ts';
import { NUMBERS } from '../../engine/pipeline/sections.ts';
import type { Store } from '../../engine/store/store.ts';
import { textNumber } from '../../table/text-number.ts';
import { recordedArtifact } from '../show/viewer.ts';

export type Expected =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string; readonly hint?: string | undefined };

export class TextResults {
  readonly #graph: Graph;
  readonly #names: readonly string[];

  /** `names`: those of `numbers:`. */
  constructor(graph: Graph, names: readonly string[]) {
    this.#graph = graph;
    this.#names = names;
  }

  /** Returns the node that must run before the number is known, or undefined where no number has the name. */
  target(of: string): string | undefined {
    if (this.#names.includes(of)) return NUMBERS;
    const path = pathOf(of);
    if (path === undefined) return undefined;
    const isPending = this.#graph.pending.some(({ step }) => step === path.head);
    return this.#split(path)?.node ?? (isPending ? path.head : undefined);
  }

  /** A name has its own format; of a path, the decimals are those of the text. */
  expected({ of, printed }: Mark, store: Store): Expected {
    if (this.#names.includes(of)) return namedNumber(of, store);
    const path = pathOf(of);
    const split = path && this.#split(path);
    if (!split) return this.#unknown(of);
    const trace = store.last(split.node);
    const reader = trace && recordedArtifact(store, trace);
    if (!reader) return { ok: false, message: `\`${split.node}\` has no result` };
    const { part, rest, usual } =
      cellInTable(this.#graph.nodes.get(split.node)!, split.names) ?? placeIn(reader, split.names);
    if (!reader.parts.includes(part)) return { ok: false, message: `\`${split.node}\` has no \`${part}\`` };
    const found = follow(reader.json(part), rest, split.node, usual);
    if (found.is === 'absent') return { ok: false, message: found.message, hint: found.hint };
    if (found.is === 'invalid') return { ok: false, message: `\`${of}\` is not defined: ${found.why}` };
    if (typeof found.value !== 'number') return { ok: false, message: `\`${of}\` is no number` };
    const format = { ...formatOf(printed), isProbability: isProbability(rest) };
    return { ok: true, text: textNumber(found.value, format) };
  }

  #unknown(of: string): Expected {
    const known = [...this.#names, ...this.#graph.nodes.keys()];
    const hint = didYouMean(of, known) ?? 'a name of `numbers:`, or the path of a result: `step.column.TERM`';
    return { ok: false, message: `no number or result is called \`${of}\``, hint };
  }

  /** The node that as many first names as possible mean, and the names behind them. */
  #split({ head, segments }: PathNode): { readonly node: NodeId; readonly names: readonly string[] } | undefined {
    for (let length = segments.length - 1; length >= 0; length--) {
      const id = nodeId(head, segments.slice(0, length).map(segmentValue));
      const node = this.#graph.nodes.has(id) ? id : this.#aliased(id);
      if (node !== undefined)
        return { node, names: segments.slice(length).map((segment) => String(segmentValue(segment))) };
    }
    return undefined;
  }

  #aliased(id: string): NodeId | undefined {
    return [...this.#graph.nodes.values()].find(({ view }) => Array.isArray(view?.aliases) && view.aliases.includes(id))
      ?.id;
  }
}

/** The part of a result that names lead to, and the names behind it. */
export function placeIn(reader: ArtifactReader, names: readonly string[]) {
  const terms = reader.parts.includes('terms')
    ? (reader.json('terms') as { term: string }[]).map(({ term }) => term)
    : null;
  const result = resultIn(reader);
  const place = partFor(result, names, terms);
  return { part: place.part, rest: place.rest, usual: result && usualAt(result, place) };
}

/** Returns the names that a result has. For a fit they include the statistics that its estimator adds. */
function resultIn(reader: ArtifactReader): Result | undefined {
  const result = resultOfType(reader.type);
  const { map } = result ?? {};
  const found = map !== undefined && reader.parts.includes(map) ? reader.json(map) : undefined;
  return result && isJsonObject(found) ? withStatistics(result, Object.keys(found)) : result;
}

function pathOf(of: string): PathNode | undefined {
  const parsed = parseExpression(of);
  if (!parsed.ok || parsed.ast.is !== 'path') return undefined;
  return parsed.ast.segments.some(({ is }) => is === 'any') ? undefined : parsed.ast;
}

const segmentValue = (segment: PathSegment): string | number =>
  segment.is === 'any' ? '*' : segment.is === 'position' ? segment.number : segment.text;

function namedNumber(name: string, store: Store): Expected {
  const trace = store.last(NUMBERS as NodeId);
  const reader = trace && recordedArtifact(store, trace);
  const path = reader?.parts.find((each) => each.endsWith('.json'));
  const number = path === undefined ? undefined : (reader!.json(path) as Record<string, { text: string }>)[name];
  return number ? { ok: true, text: number.text } : { ok: false, message: `\`${name}\` has no result` };
}
