/** Draws the graph in the language of Graphviz. */
import { type DrawingFormat, type DrawnNode, type GraphDrawing, LEGEND } from './drawing.ts';

/** Okabe and Ito's colours, which the colour-blind can tell apart. */
const STYLES = {
  fresh: 'shape=box, style=filled, fillcolor="#ffffff", color="#009e73"',
  cached: 'shape=box, style="rounded,filled", fillcolor="#eaf4fb", color="#0072b2"',
  stale: 'shape=hexagon, style="filled,bold", fillcolor="#fdf1dc", color="#d55e00"',
  pending: 'shape=ellipse, style="filled,dashed", fillcolor="#f4f4f4", color="#777777"',
} as const;

export const dot: DrawingFormat = { name: 'dot', render: renderDot };

export function renderDot({ steps, edges }: GraphDrawing): string {
  const clusters = steps.flatMap((step, i) => [
    `  subgraph "cluster_${i}" {`,
    `    label=${quoted(`${step.name}\n${step.kind}`)}`,
    ...step.nodes.map((node) => `    ${nodeLine(node)}`),
    '  }',
  ]);
  return [
    'digraph papermake {',
    '  rankdir=LR',
    `  label=${quoted(LEGEND)}`,
    '  fontname="Helvetica"; fontsize=10',
    '  node [fontname="Helvetica", fontsize=11]',
    '  edge [color="#555555", arrowsize=0.7]',
    '  graph [style=rounded, color="#bbbbbb"]',
    ...clusters,
    ...edges.map(([from, to]) => `  ${quoted(from)} -> ${quoted(to)}`),
    '}',
    '',
  ].join('\n');
}

const nodeLine = ({ id, label, decision }: DrawnNode): string =>
  `${quoted(id)} [label=${quoted(label)}, tooltip=${quoted(`${id}: ${decision}`)}, ${STYLES[decision]}]`;

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
