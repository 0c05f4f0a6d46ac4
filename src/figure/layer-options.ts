/** The keys of a layer as a pipeline writes them. All layers have the common ones; of the others each mark names those that it reads. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../base/schema.ts';
import { fits } from '../econ/graphics/fits/registry.ts';

/** Marks by the names that pipelines write, each in one line for the docs, in the order the docs show them. */
export const markSummaries = {
  points: 'a point a row',
  line: 'a line through the values, or their statistic at each place',
  fit: 'a curve through the points: linear, polynomial, lowess or a local polynomial',
  band: 'the area between `low` and `high`, or about the mean of y at each x',
  range: 'a line from `low` to `high`, or the confidence interval of the mean at each place',
  bars: 'bars from zero to the values, or their statistic at each place',
  area: 'the area between zero and the values',
  rule: 'a dashed line at each fixed value of `x` or `y`',
  text: 'labels of a column beside their points, where they have room, or one `text` at a fixed place',
};
export type MarkName = keyof typeof markSummaries;

const place = (description: string) =>
  Type.Optional(
    Type.Union([Type.String(), Type.Number(), Type.Array(Type.Number(), { minItems: 1 })], { description }),
  );

export const layerKeys = {
  mark: Type.Enum(Object.keys(markSummaries) as MarkName[], {
    description: Object.entries(markSummaries)
      .map(([name, summary]) => `${name}: ${summary}`)
      .join('; '),
  }),
  from: optional.text('a frame or a result; that of the figure by default'),
  part: optional.text('part of a result that holds records; its main one by default'),
  name: optional.text('of the layer in the key below the figure'),
  color: Type.Optional(Type.String({ pattern: '^#[0-9a-fA-F]{6}$', description: 'of all its marks: `#14345c`' })),
  x: place('variable of the horizontal axis, the figure’s by default; values, of `rule` and a fixed `text`'),
  y: place('variable of the vertical axis, the figure’s by default; values, of `rule` and a fixed `text`'),
  by: optional.either(
    [Type.String(), Type.Literal(false)],
    'variable whose levels are the groups, the figure’s by default; `false` for none',
  ),
  sample: optional.text('a named sample or a condition; the figure’s by default'),
  exclude: optional.text('rows where it is true are left out; the figure’s by default'),
  statistic: optional.oneOf(
    ['mean', 'median', 'sum', 'count'],
    'of the rows that share a place; mean by default where a line, an area or bars have several',
  ),
  low: optional.text('variable of the lower ends'),
  high: optional.text('variable of the upper ends'),
  level: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 100, description: 'of the interval or the band, in percent' }),
  ),
  method: optional.oneOf(Object.keys(fits) as (keyof typeof fits)[], 'of the fit; linear by default'),
  degree: Type.Optional(Type.Integer({ minimum: 1, maximum: 6, description: 'order of the polynomial' })),
  span: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 1,
      description: 'share of the points that lowess sees; 2/3 by default',
    }),
  ),
  bandwidth: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      description: 'of a local polynomial, in units of x; a rule of thumb by default',
    }),
  ),
  cutoff: Type.Optional(Type.Number({ description: 'value of x on each side of which there is a fit of its own' })),
  label: optional.text('column whose text stands at a place'),
  text: optional.text('a text that stands at fixed places'),
};

export const layerSchema = strict(layerKeys);
export type LayerEntry = Static<typeof layerSchema>;

/** Keys of a layer besides those that every layer has. */
export type LayerKey =
  | 'x'
  | 'y'
  | 'by'
  | 'sample'
  | 'exclude'
  | 'statistic'
  | 'low'
  | 'high'
  | 'level'
  | 'method'
  | 'degree'
  | 'span'
  | 'bandwidth'
  | 'cutoff'
  | 'label'
  | 'text';

/** A layer with what the figure says of all its layers, as the node's key holds it. */
export interface Layer {
  readonly mark: MarkName;
  /** Positions of what it shows among the figure's sources; none where it shows values that it names itself. */
  readonly sources: readonly number[];
  /** Axes whose variable is a column of its frame, which may hold texts. */
  readonly columns?: readonly ('x' | 'y')[];
  readonly part?: string;
  readonly name?: string;
  readonly color?: string;
  readonly x?: string | number | readonly number[];
  readonly y?: string | number | readonly number[];
  readonly by?: string;
  readonly statistic?: 'mean' | 'median' | 'sum' | 'count';
  readonly low?: string;
  readonly high?: string;
  readonly level?: number;
  readonly method?: 'linear' | 'polynomial' | 'lowess' | 'local';
  readonly degree?: number;
  readonly span?: number;
  readonly bandwidth?: number;
  readonly cutoff?: number;
  readonly label?: string;
  readonly text?: string;
}
