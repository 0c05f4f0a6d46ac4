/** Makes the drawing that all formats render: nodes in boxes of their steps, with what `status` says of each. */
import type { NodeId } from '../../base/brand.ts';
import { printable } from '../../base/text/printable.ts';
import type { Survey } from '../../engine/run/session.ts';
import { isLevels } from '../survey/open-survey.ts';
import { type StatusRow, statusRows } from '../survey/status-rows.ts';

export interface DrawnNode {
  readonly id: string;
  /** The node's name without the step's, which stands on the box. */
  readonly label: string;
  readonly decision: StatusRow['decision'];
}

export interface DrawnStep {
  readonly name: string;
  readonly kind: string;
  readonly nodes: readonly DrawnNode[];
}

export interface GraphDrawing {
  readonly steps: readonly DrawnStep[];
  readonly edges: readonly (readonly [from: string, to: string])[];
}

/** Shape and line tell the decisions apart, colour only helps. */
export const LEGEND = 'box: fresh, rounded: cached, hexagon: stale, dashed ellipse: pending';

export interface DrawingFormat {
  readonly name: string;
  render(drawing: GraphDrawing): string | Promise<string>;
}

/**
 * Draws the graph without levels nodes: a split whose levels are known hangs on its data, and one whose levels are not stands as one node
 * `step.*`.
 */
export function drawingOf(survey: Survey): GraphDrawing {
  const { graph } = survey;
  const rows = statusRows(survey).filter((row) => row.pendingStep || !isLevels(graph, row.node));
  const steps = new Map<string, { name: string; kind: string; nodes: DrawnNode[] }>();
  const edges: (readonly [string, string])[] = [];
  for (const row of rows) {
    const name = row.pendingStep ? row.node.slice(0, -'.*'.length) : graph.nodes.get(row.node)!.step;
    const step = steps.get(name) ?? { name: drawable(name), kind: drawable(row.kind), nodes: [] };
    steps.set(name, step);
    const id = drawable(row.node);
    step.nodes.push({ id, label: drawable(shortLabel(row.node, name)), decision: row.decision });
    edges.push(...sourcesOf(survey, row).map((from) => [drawable(from), id] as const));
  }
  return { steps: [...steps.values()], edges };
}

/** A text on one line, of characters that XML and the other formats can hold. */
const drawable = (text: string): string =>
  printable(text.replace(/(?<!\s)\s*[\r\n]\s*/g, ' ')).replace(/[\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd');

function shortLabel(id: string, step: string): string {
  return id.startsWith(`${step}.`) ? id.slice(step.length + 1) : id;
}

/** The nodes that a node reads; in the place of a levels node, those that this one reads. */
function sourcesOf({ graph }: Survey, row: StatusRow): NodeId[] {
  const direct = row.pendingStep ? row.on : graph.nodes.get(row.node)!.dependencies;
  return [...new Set(direct.flatMap((id) => (isLevels(graph, id) ? graph.nodes.get(id)!.dependencies : [id])))];
}
