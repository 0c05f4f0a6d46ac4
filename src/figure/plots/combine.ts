/** The plot `combine`: figures beside each other under letters, with one key where theirs agree. */
import { widthBeside } from '../drawing/combined.ts';
import { sharedKey } from '../drawing/shared-key.ts';
import type { Drawing, Panel } from '../figure.ts';
import type { DrawContext, Plot } from '../plot.ts';
import { millimetres, points, TALLEST } from '../sizes.ts';

const USUAL_PER_ROW = 2;

/** Points that the heading of a row takes, about. */
const HEADING = 16;

const letters = [...'abcdefghijklmnopqrstuvwxyz'];

export const combine: Plot = {
  name: 'combine',
  summary: 'figures beside each other under letters, with one key where theirs agree',
  shows: 'steps of `kind: figure`',
  several: true,
  combines: true,
  options: ['headers', 'per_row'],
  required: [],
  reads: (type) => (type === 'files' ? { is: 'figure' } : undefined),
  draw(sources, context) {
    const { phrases } = context;
    if (sources.length > letters.length)
      context.refuse('too-many-panels', `a figure holds ${letters.length} panels, got ${sources.length}`, {
        option: 'from',
      });
    const perRow = Math.min(sources.length, context.options.per_row ?? USUAL_PER_ROW);
    const look = { width: widthBeside(perRow, context.width), size: context.size, measure: context.measure };
    const own = sources.map(({ figure, header }, i) =>
      figure!.panel(phrases.panel(letters[i]!, header || figure!.title), look),
    );
    const height = heightOf(own, perRow);
    requireRoom(height, Math.ceil(own.length / perRow), context);
    const shared = sharedKey(own.map(({ drawing }) => drawing));
    return {
      columns: ['figure', ...new Set(own.flatMap(({ drawing }) => drawing.columns))],
      rows: own.flatMap(({ drawing }, i) => drawing.rows.map((row) => ({ figure: letters[i]!, ...row }))),
      spec: {},
      panels: { perRow, all: shared === undefined ? own : own.map(withoutKey) },
      spoken: phrases.list(
        sources.map(({ figure, header }, i) => phrases.panel(letters[i]!, header || figure!.description)),
      ),
      height,
      ...shared,
    };
  },
};

/** Height of all rows of planes, each as high as the highest figure in it. */
function heightOf(panels: readonly Panel[], perRow: number): number {
  let height = 0;
  for (let first = 0; first < panels.length; first += perRow)
    height += Math.max(...panels.slice(first, first + perRow).map((panel) => panel.height));
  return height;
}

function requireRoom(height: number, rows: number, context: DrawContext): void {
  const whole = height + rows * HEADING;
  if (context.height !== null || whole <= points(TALLEST)) return;
  const message = `${rows} rows of figures would be ${Math.round(millimetres(whole))} mm high, and a page has ${TALLEST} mm`;
  context.refuse('too-tall', message, {
    option: 'from',
    hint: 'a larger `per_row` sets more beside each other; `height` says how high they are together',
  });
}

function withoutKey(panel: Panel): Panel {
  const { keys: _, keysOf: __, ...drawing }: Drawing = panel.drawing;
  return { ...panel, drawing };
}
