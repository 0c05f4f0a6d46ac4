/** The keys of a layer as a pipeline writes them. All layers have the common ones; of the others each mark names those that it reads. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../base/schema.ts';
import { fits } from '../../econ/graphics/fits/registry.ts';
import { marks } from './marks/registry.ts';

const place = (description: string) =>
  Type.Optional(
    Type.Union([Type.String(), Type.Number(), Type.Array(Type.Number(), { minItems: 1 })], { description }),
  );

export const layerKeys = {
  mark: Type.Enum(
    marks.map(({ name }) => name),
    { description: marks.map(({ name, summary }) => `${name}: ${summary}`).join('; ') },
  ),
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
