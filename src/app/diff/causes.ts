/** Why a cell moved: what `why` would say of the node that it shows, and of the table, between the two sides. */
import type { NodeId } from '../../base/brand.ts';
import type { Hides } from '../../base/value.ts';
import type { Graph } from '../../engine/graph.ts';
import { isInternal } from '../../engine/pipeline/reference.ts';
import { pathText } from '../../engine/pipeline/source/places.ts';
import type { YamlSource } from '../../engine/pipeline/source/yaml.ts';
import { type Change, changeBetween, type Traced, traceBack, traced } from '../../engine/run/trace-back.ts';
import { artifactDigest } from '../../engine/store/recipe.ts';
import type { Reason, Trace } from '../../engine/store/records.ts';
import type { CellMove, ClaimMove } from './moves.ts';
import type { DiffSide } from './side.ts';

/** A node, why it is another, and what its kind says of that. */
export interface Cause {
  readonly node: NodeId;
  readonly reasons: readonly LocatedReason[];
  readonly changes: readonly string[];
}

/** `line`: where the later state says it, in the pipeline as it is now. */
export type LocatedReason = Reason & { readonly line?: number };

export interface Causes {
  ofCell(move: CellMove): readonly Cause[];
  ofClaim(move: ClaimMove): readonly Cause[];
}

/** The pipeline as it is now: of nodes that it lacks nothing is told. */
export interface Present {
  readonly graph: Graph;
  readonly source: () => YamlSource;
  /** Variables of which no value is told. */
  readonly hides: Hides;
}

export function causesBetween(before: DiffSide, after: DiffSide, { graph, source, hides }: Present): Causes {
  const changeOf = changeBetween(before, after, graph);
  const known = new Map<string, readonly Cause[]>();
  const behind = (node: NodeId): readonly Traced[] => {
    const change = changeOf(node);
    return change && hasMoved(change)
      ? [traced(change, after.files, hides), ...traceBack(change.reasons, changeOf, after.files, hides)]
      : [];
  };
  const remembered = (id: string, make: () => readonly Traced[]): readonly Cause[] => {
    const found = known.get(id) ?? make().flatMap((traced) => told(traced, after, source));
    known.set(id, found);
    return found;
  };
  return {
    ofClaim: ({ node }) => remembered(node, () => behind(node)),
    ofCell(move) {
      const { table, column } = move;
      const shown = column.node as NodeId | undefined;
      const result = shown === undefined ? undefined : changeOf(shown);
      const isOfResult = result !== undefined && hasMoved(result) && !isPrintedOtherwise(move);
      return remembered(JSON.stringify([table, column.node, isOfResult]), () => {
        const whole = changeOf(table as NodeId);
        const own = isOfResult || !whole ? [] : tableReasons(whole, shown);
        if (shown !== undefined) return [...own, ...behind(shown)];
        return whole ? [...own, ...traceBack(whole.reasons, changeOf, after.files, hides)] : [];
      });
    },
  };
}

/** Nodes that work for their step's own are nothing that a reader knows. */
function told({ node, reasons, changes }: Traced, after: DiffSide, source: () => YamlSource): Cause[] {
  if (isInternal(node)) return [];
  const known = reasons.filter((reason) => reason.is !== 'input-changed' || !isInternal(reason.input));
  return [{ node, reasons: known.map((reason) => located(reason, after.trace(node), source)), changes }];
}

/** Only where the pipeline still has there what the later state was made from. */
function located(reason: Reason, trace: Trace | undefined, source: () => YamlSource): LocatedReason {
  if (reason.is !== 'param-changed' || !trace) return reason;
  const origins = Object.values(trace.origins).flatMap((origin) => [origin, ...(origin.also ?? [])]);
  const path = origins.find((origin) => pathText(origin.path) === reason.path)?.path;
  if (path === undefined || bare(source().said(path)) !== bare(reason.after)) return reason;
  return { ...reason, line: source().text.slice(0, source().locate(path).start).split('\n').length };
}

/** A node may have been made anew and come to the same. */
const hasMoved = (change: Change): boolean =>
  artifactDigest(change.before.trace.artifact) !== artifactDigest(change.after.trace.artifact);

const bare = (text: string | null | undefined): string | undefined => text?.replace(/\s/g, '');

/** With other stars, brackets or decimals: what the table says of its cells may have a part in that. */
const isPrintedOtherwise = ({ before, after }: CellMove): boolean =>
  before !== null && after !== null && formOf(before.text) !== formOf(after.text);

const formOf = (text: string): string => text.replace(/[-−]?\b(?<!\d,*)\d[\d,]*(?=\.)/g, '#').replace(/\d/g, '0');

/** They are printed around the cells and move none. */
const AROUND = /\.(caption|label|notes|formats)(\.|\[|$)/;

/** Returns the changes of the table itself. Where it began or ceased to read the node, it returns that change alone. */
function tableReasons({ node, reasons }: Change, shown: NodeId | undefined): Traced[] {
  const own = reasons.filter((reason: Reason) => {
    if (reason.is === 'param-changed') return !AROUND.test(reason.path);
    return reason.is !== 'input-changed' || (reason.input === shown && (reason.from === null || reason.to === null));
  });
  return own.length === 0 ? [] : [{ node: node.id, reasons: own, changes: [] }];
}
