/** Draws the graph in the language of Mermaid, which GitHub and many editors show. */
import { type DrawingFormat, type DrawnNode, LEGEND } from './drawing.ts';

const SHAPES = { fresh: ['[', ']'], cached: ['(', ')'], stale: ['{{', '}}'], pending: ['([', '])'] } as const;

const CLASSES = [
  'classDef fresh fill:#ffffff,stroke:#009e73,color:#000000',
  'classDef cached fill:#eaf4fb,stroke:#0072b2,color:#000000',
  'classDef stale fill:#fdf1dc,stroke:#d55e00,stroke-width:3px,color:#000000',
  'classDef pending fill:#f4f4f4,stroke:#777777,stroke-dasharray:4 3,color:#000000',
];

export const mermaid: DrawingFormat = {
  name: 'mermaid',
  render({ steps, edges }) {
    const names = new Map(steps.flatMap((step) => step.nodes).map((node, i) => [node.id, `n${i}`]));
    const boxes = steps.flatMap((step, i) => [
      `  subgraph s${i}["${escaped(`${step.name}: ${step.kind}`)}"]`,
      ...step.nodes.map((node) => `    ${names.get(node.id)}${shape(node)}:::${node.decision}`),
      '  end',
    ]);
    const arrows = edges.map(([from, to]) => `  ${names.get(from)} --> ${names.get(to)}`);
    return [`%% ${LEGEND}`, 'flowchart LR', ...boxes, ...arrows, ...CLASSES.map((line) => `  ${line}`), ''].join('\n');
  },
};

function shape({ label, decision }: DrawnNode): string {
  const [open, close] = SHAPES[decision];
  return `${open}"${escaped(label)}"${close}`;
}

/** A text with Mermaid's entities; inside quotes everything else stands for itself. */
const escaped = (text: string): string => text.replace(/[#"<>&]/g, (character) => `#${character.codePointAt(0)};`);
