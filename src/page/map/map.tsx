/** The map of the steps: what reads what, and how far each is. */
import { useMemo } from 'preact/hooks';
import type { NodeState, StepView } from '../../app/view/model.ts';
import { Wide } from '../blocks/wide.tsx';
import { nodeHash } from '../route.ts';
import { counted, Sign, states } from '../state.tsx';
import { useWords } from '../words.ts';
import { layOut } from './layout.ts';

const WIDTH = 136;
const HEIGHT = 46;
const GAP = { x: 34, y: 14 };
const MOST = 120;
/** Smaller than this it can no longer be read, and is wider than its place. */
const LEAST = 0.72;

/** The state that a reader must know of first. */
const worst = ({ nodes }: StepView): NodeState =>
  states.find((state) => nodes.some((node) => node.state === state)) ?? 'fresh';

export function StepMap({ steps }: { steps: readonly StepView[] }) {
  const said = useWords();
  const boxes = useMemo(() => (steps.length > MOST ? [] : layOut(steps)), [steps]);
  if (steps.length > MOST) return <p class="empty">{said.tooManySteps(steps.length)}</p>;
  const columns = Math.max(...boxes.map(({ column }) => column)) + 1;
  const tallest = Math.max(...boxes.map(({ row }) => row)) + 1;
  const size = { width: columns * (WIDTH + GAP.x) - GAP.x + 2, height: tallest * (HEIGHT + GAP.y) - GAP.y + 2 };
  const tall = (column: number): number => boxes.filter((box) => box.column === column).length;
  const places = new Map(
    boxes.map(({ step, column, row }) => {
      const offset = ((tallest - tall(column)) * (HEIGHT + GAP.y)) / 2;
      return [step.name, { x: 1 + column * (WIDTH + GAP.x), y: 1 + offset + row * (HEIGHT + GAP.y) }];
    }),
  );
  return (
    <div class="map">
      <Wide label={said.mapOfSteps}>
        <svg
          viewBox={`0 0 ${size.width} ${size.height}`}
          style={{ width: '100%', maxWidth: `${size.width}px`, minWidth: `${LEAST * size.width}px` }}
        >
          <title>{said.whatReadsWhat}</title>
          {boxes.flatMap(({ step }) =>
            step.reads.flatMap((name) => {
              const from = places.get(name);
              const to = places.get(step.name)!;
              return from ? [<path key={`${name} ${step.name}`} class="edge" d={curve(from, to)} />] : [];
            }),
          )}
          {boxes.map(({ step }) => (
            <Box key={step.name} step={step} place={places.get(step.name)!} />
          ))}
        </svg>
      </Wide>
    </div>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function curve(from: Point, to: Point): string {
  const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2];
  const bend = Math.max(20, (x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

function Box({ step, place }: { step: StepView; place: Point }) {
  const state = worst(step);
  const shown = step.nodes.find((node) => node.state === state) ?? step.nodes[0]!;
  const said = useWords();
  const told = counted(step.nodes)
    .map(([each, count]) => said.counted(count, said.states[each]))
    .join(said.comma);
  return (
    <a href={nodeHash(shown.id)}>
      <rect class={`box ${state}`} x={place.x} y={place.y} width={WIDTH} height={HEIGHT} rx="5" />
      <foreignObject x={place.x} y={place.y} width={WIDTH} height={HEIGHT}>
        <div class="box-text" title={told}>
          <span class="name">
            <Sign state={state} named /> <span>{step.name}</span>
          </span>
          <span class="kind">
            {step.kind}
            {step.nodes.length > 1 && ` · ${step.nodes.length}`}
          </span>
          <span class="unseen">{told}</span>
        </div>
      </foreignObject>
    </a>
  );
}
