/** The plot `flow`: how the rows of the data become those of an estimate, with what each rule leaves out. */
import type { Fit } from '../../econ/fit.ts';
import { formatNumber } from '../../table/number.ts';
import { words as wordsOf } from '../../table/words/phrases.ts';
import { type FlowStage, flowStages, whyLeftOut } from '../../table/words/row-flow.ts';
import { once } from '../drawing/spec-parts.ts';
import { ink } from '../drawing/theme.ts';
import { inLines } from '../drawing/wrap.ts';
import type { Drawing, FigureRow, VegaSpec } from '../figure.ts';
import type { DrawContext, FigureSource, Plot } from '../plot.ts';
import { millimetres } from '../sizes.ts';

/** The data file's word for the stage that has all rows. */
export const ALL_ROWS = 'data';

export const flow: Plot = {
  name: 'flow',
  summary: 'how the rows of the data become those of an estimate, with what each rule leaves out',
  shows: 'one result of a step of `kind: models`',
  options: [],
  required: [],
  reads: (type) => (type === 'fit' ? { is: 'parts', parts: ['rowsLost', 'stats'], model: 'spec' } : undefined),
  draw: ([source], context) => drawn(source!, context),
};

/** From all rows of the data on. Refuses results that do not say which rows they use. */
function stagesOf({ node, model, part }: FigureSource, { refuse }: DrawContext): readonly FlowStage[] {
  const lost = (part('rowsLost') ?? []) as unknown as Fit['rowsLost'];
  const { n } = (part('stats') ?? {}) as unknown as Fit['stats'];
  if (model === undefined || typeof n !== 'number' || model.spec.weights?.is === 'frequency')
    return refuse('no-flow', `\`${node}\` does not say which rows of its data it uses`, {
      option: 'from',
      hint: 'a result of `kind: models` without frequency weights does',
    });
  return flowStages(lost, n);
}

const grouped = (count: number): string =>
  formatNumber(count, { digits: 0, style: 'fixed', thousands: true, zeros: 'keep' });

/** Places across the figure, in shares of its width, and the air within a box and between boxes, in points. */
const LEFT = { from: 0.01, to: 0.43 } as const;
const RIGHT = { from: 0.53, to: 0.99 } as const;
const MIDDLE = (LEFT.from + LEFT.to) / 2;
const PAD = 6;
const GAP = 12;

/** A box with its lines of text; `top` and `bottom` in points from the head of the figure. */
interface Box {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
  readonly lines: readonly string[];
}

function drawn(source: FigureSource, context: DrawContext): Drawing {
  const { phrases, size, width, measure, height: asked, refuse } = context;
  const stages = stagesOf(source, context);
  const words = wordsOf[context.book.language];
  const last = stages.length - 1;
  const leading = 1.25 * (size - 1);
  const lineIn = ({ from, to }: { readonly from: number; readonly to: number }, text: string): string[] =>
    inLines(text, (to - from) * 0.95 * width - 2 * PAD, (each) => measure(each, size - 1));
  const boxes: Box[] = [];
  let top = 0;
  const add = (place: typeof LEFT | typeof RIGHT, lines: readonly string[]): void => {
    const bottom = top + lines.length * leading + 2 * PAD;
    boxes.push({ ...place, top, bottom, lines });
    top = bottom + GAP;
  };
  const texts = stages.map((stage, i) => {
    const name = i === 0 ? phrases.rowsOfData : i === last ? phrases.rowsOfEstimate : null;
    const count = phrases.rows(grouped(stage.rows));
    if (i > 0) add(RIGHT, [phrases.leftOut(grouped(stage.leftOut)), ...lineIn(RIGHT, whyLeftOut(stage, context.book))]);
    add(LEFT, name === null ? [count] : [...lineIn(LEFT, name), count]);
    return i === 0 ? count : words.bracketed(phrases.leftOut(grouped(stage.leftOut)), whyLeftOut(stage, context.book));
  });
  const height = top - GAP + 2;
  if (asked !== null && asked < height)
    refuse(
      'no-room',
      `the flow of rows takes ${Math.ceil(millimetres(height))} mm, got ${Math.round(millimetres(asked))} mm`,
      {
        option: 'height',
        hint: 'leave `height` out',
      },
    );
  const rows = stages.map(
    (stage): FigureRow => ({
      cause: stage.cause ?? ALL_ROWS,
      detail: stage.detail,
      leftOut: stage.leftOut,
      rows: stage.rows,
    }),
  );
  return {
    columns: ['cause', 'detail', 'leftOut', 'rows'],
    rows,
    height,
    spoken: phrases.list([...texts, phrases.rowsOfEstimate + words.colon + grouped(stages[last]!.rows)]),
    spec: { layer: [...arrowsOf(boxes, height), ...boxes.flatMap((box) => boxMarks(box, height, leading))] },
  };
}

/** Channels of places: shares of the width, points of the height from the head on. */
const across = (share: number): VegaSpec => ({
  datum: share,
  type: 'quantitative',
  scale: { domain: [0, 1], nice: false },
  axis: null,
});
const down = (points: number, height: number): VegaSpec => ({
  datum: points,
  type: 'quantitative',
  scale: { domain: [height, 0], nice: false, zero: false },
  axis: null,
});

function boxMarks({ from, to, top, bottom, lines }: Box, height: number, leading: number): VegaSpec[] {
  return [
    {
      data: once,
      mark: { type: 'rect', fill: 'white', stroke: ink.axis, strokeWidth: 0.8 },
      encoding: { x: across(from), x2: { datum: to }, y: down(top, height), y2: { datum: bottom } },
    },
    ...lines.map((text, i) => ({
      data: once,
      mark: { type: 'text', text, baseline: 'middle', align: 'center' },
      encoding: { x: across((from + to) / 2), y: down(top + PAD + (i + 0.5) * leading, height) },
    })),
  ];
}

/** Arrows from each box on the left to the next below it, and to what is left out between them. */
function arrowsOf(boxes: readonly Box[], height: number): VegaSpec[] {
  const main = boxes.filter(({ from }) => from === LEFT.from);
  const aside = boxes.filter(({ from }) => from === RIGHT.from);
  const line = (ends: VegaSpec): VegaSpec => ({
    data: once,
    mark: { type: 'rule', color: ink.axis, strokeWidth: 0.8 },
    encoding: ends,
  });
  const head = (x: number, y: number, angle: number): VegaSpec => ({
    data: once,
    mark: { type: 'point', shape: 'triangle-up', angle, size: 18, color: ink.axis, filled: true },
    encoding: { x: across(x), y: down(y, height) },
  });
  return aside.flatMap((box, i) => {
    const [above, below] = [main[i]!.bottom, main[i + 1]!.top];
    const middle = (box.top + box.bottom) / 2;
    return [
      line({ x: across(MIDDLE), y: down(above, height), y2: { datum: below } }),
      head(MIDDLE, below - 3, 180),
      line({ x: across(MIDDLE), x2: { datum: RIGHT.from }, y: down(middle, height) }),
      head(RIGHT.from - 0.007, middle, 90),
    ];
  });
}
