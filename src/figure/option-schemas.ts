/** The options of figures as a pipeline writes them. All plots have the common ones; of the others each plot names those that it reads. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../base/schema.ts';
import { fontFamilies } from './fonts/families.ts';
import { figureFormats } from './formats/registry.ts';
import { type Layer, layerSchema } from './layer-options.ts';
import { namedWidths } from './sizes.ts';

const texts = Type.Array(Type.String(), { minItems: 1 });
const oneOrMore = (description: string) => Type.Optional(Type.Union([Type.String(), texts], { description }));
const range = (description: string) =>
  Type.Optional(Type.Tuple([Type.Number(), Type.Number()], { minItems: 2, maxItems: 2, description }));
const labels = (description: string) => optional.map(Type.String(), description);
const formatNames = figureFormats.map(({ name }) => name);

export const commonOptions = {
  title: optional.text('stands above the figure; none by default, since a paper has captions'),
  caption: optional.text(
    'what the figure shows: screen readers say it, and the page of results prints it below the figure',
  ),
  lang: optional.oneOf(['en', 'zh'], 'language of labels and words'),
  formats: Type.Optional(
    Type.Array(Type.Enum(formatNames), { minItems: 1, description: `${formatNames.join(', ')}; all by default` }),
  ),
  width: optional.either(
    [Type.Enum(Object.keys(namedWidths)), Type.Number({ minimum: 30, maximum: 400 })],
    `${Object.entries(namedWidths)
      .map(([name, mm]) => `${name} (${mm} mm)`)
      .join(', ')}, or millimetres; page by default`,
  ),
  height: Type.Optional(
    Type.Number({ minimum: 20, maximum: 400, description: 'millimetres; what suits the plot by default' }),
  ),
  font: optional.oneOf([...fontFamilies], 'serif by default'),
  font_size: Type.Optional(Type.Number({ minimum: 5, maximum: 20, description: 'points; 9 by default' })),
  colors: Type.Optional(
    Type.Array(Type.String({ pattern: '^#[0-9a-fA-F]{6}$' }), {
      minItems: 1,
      description: 'of the series, in order: `#14345c`',
    }),
  ),
  x_title: optional.text('of the horizontal axis, instead of label and unit'),
  y_title: optional.text('of the vertical axis, instead of label and unit'),
  x_range: range('ends of the horizontal axis'),
  y_range: range('ends of the vertical axis'),
};

/** Options that only some plots read. */
export const plotOptions = {
  terms: oneOrMore('terms to show, in this order, by raw name; globs and `$sets`'),
  drop: oneOrMore('terms to leave out, by raw name; globs and `$sets`'),
  rename: labels('raw name of a term or variable, or a level → label'),
  headers: optional.either(
    [texts, Type.Record(Type.String(), Type.String(), { description: 'node → name' })],
    'a name for each result that is shown, or a map from node to name',
  ),
  groups: optional.map(
    Type.Union([Type.String(), texts]),
    'heading → the terms below it, by raw name; globs and `$sets`',
  ),
  levels: Type.Optional(
    Type.Array(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 100 }), {
      minItems: 1,
      maxItems: 2,
      description: 'of the intervals, in percent; 95 by default',
    }),
  ),
  x: optional.text('variable of the horizontal axis'),
  y: optional.text('variable of the vertical axis'),
  by: optional.text('variable whose levels are the groups'),
  variables: Type.Optional(Type.Array(Type.String(), { minItems: 1, description: 'variables of the frame' })),
  sample: optional.text('a named sample or a condition; rows where it is true'),
  exclude: optional.text('rows where it is true are left out'),
  statistic: optional.oneOf(['mean', 'median', 'sum'], 'of the rows of a point; mean by default'),
  lines: Type.Optional(
    Type.Array(Type.Number(), {
      minItems: 1,
      description: 'values of the horizontal axis at which a dashed line stands',
    }),
  ),
  thresholds: Type.Optional(
    Type.Array(Type.Integer({ minimum: 1, maximum: 3 }), {
      minItems: 1,
      description: 'by their order; by default those of the regression by regime',
    }),
  ),
  reference: Type.Optional(
    Type.Array(Type.Number(), {
      minItems: 1,
      description: 'periods that the others are compared with, where the results do not tell; −1 by default',
    }),
  ),
  term: optional.text('the term whose estimates are shown'),
  variable: optional.text('the variable whose marginal effect is shown'),
  over: optional.text('the moderator; without one the variable stands in a quadratic'),
  show: optional.oneOf(
    ['effect', 'outcome', 'weights', 'contributions', 'obstacles'],
    'margins: the effect (default) or the outcome; index: weights (default), contributions over time, or obstacles',
  ),
  choices: optional.texts('columns of a frame that say how each estimate was made'),
  bins: optional.either(
    [Type.Integer({ minimum: 1, maximum: 100_000 }), Type.Literal('optimal')],
    'how many; 20 of a binned scatter by default, and `optimal` as many as have the least mean squared error',
  ),
  adjust: optional.oneOf(
    ['residuals', 'joint'],
    'of a binned scatter: bins of what controls and effects leave of x (default), or one regression on bins of x and them',
  ),
  band: optional.oneOf(['pointwise', 'uniform'], 'of a binned scatter: at each place, or of the whole curve'),
  cluster: optional.text('column within whose levels errors may depend on each other'),
  scale: optional.oneOf(
    ['count', 'percent', 'density'],
    'of a histogram: how many (default), in percent, or as a density',
  ),
  controls: optional.texts('variables that are partialled out'),
  absorb: optional.texts('columns whose effects are partialled out'),
  line: optional.flag('the least-squares line'),
  label: optional.text('column whose text stands beside a point'),
  ridges: optional.flag('each curve on a line of its own, one below the other'),
  shapes: optional.text('a GeoJSON file of the project, with a shape for each unit'),
  key: optional.text('property of the shapes that names their unit; `name` by default'),
  unit: optional.text('column that names the units of a map'),
  p: optional.oneOf(
    ['analytic', 'permutation'],
    'clusters: of the moments given a unit’s value (default), or of the permutations of its step',
  ),
  classes: Type.Optional(Type.Integer({ minimum: 2, maximum: 9, description: 'how many; 5 by default' })),
  method: optional.oneOf(['quantile', 'natural'], 'equally many values in each class (default), or natural breaks'),
  columns: optional.texts('columns of a frame that the specification names'),
  part: optional.text('part of a result that holds records; its main one by default'),
  data: optional.map(
    strict({
      from: Type.String({ description: 'a frame or a result' }),
      columns: optional.texts('columns of a frame'),
      part: optional.text('part of a result that holds records; its main one by default'),
      sample: optional.text('a named sample or a condition; rows where it is true'),
      exclude: optional.text('rows where it is true are left out'),
    }),
    'further data of the specification, by the name that it has for them: `data: {name: …}`',
  ),
  spec: optional.either(
    [Type.String({ minLength: 1 }), Type.Record(Type.String(), Type.Unknown())],
    'a Vega-Lite specification without data, here or in a JSON file of the project',
  ),
  periods: Type.Optional(
    Type.Array(Type.Union([Type.String(), Type.Number()]), {
      minItems: 1,
      description: 'of the result; the last of a Moran scatter plot by default, all elsewhere',
    }),
  ),
  measure: optional.oneOf(['dagum', 'theil'], 'whose parts are shown; dagum where it was computed'),
  quadrants: optional.flag('lines at the means, and the quadrants of a Moran scatter plot'),
  layers: Type.Optional(
    Type.Array(layerSchema, { minItems: 1, description: 'marks over each other, the first below' }),
  ),
  placebo_fit: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      description:
        'synthetic-gaps: placebos whose mean squared gap before treatment is at most so many times that of the treated; all by default',
    }),
  ),
  per_row: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 6, description: 'figures beside each other; two by default' }),
  ),
  facet: Type.Optional(
    strict(
      {
        by: Type.String({ description: 'variable of which each level has a panel' }),
        scales: optional.oneOf(['common', 'free', 'free_x', 'free_y'], 'of the panels; common by default'),
        columns: Type.Optional(Type.Integer({ minimum: 1, maximum: 10, description: 'panels in a row' })),
      },
      { description: 'a panel for each level of a variable' },
    ),
  ),
};

export const figureKeys = {
  from: optional.either(
    [Type.String(), texts],
    'results or a frame: a step, a column, a glob, or a list of them; not needed where every layer names its own',
  ),
  ...commonOptions,
  ...plotOptions,
};

export type PlotOption = keyof typeof plotOptions;
const schema = strict(figureKeys);
export type FigureEntry = Static<typeof schema>;
/** Further data of a specification; a frame has columns, and a result the records of its part. */
export interface NamedData {
  readonly name: string;
  readonly columns?: readonly string[];
  readonly part?: string;
}

/** Settled options, as they enter the node's key. */
export type FigureOptions = Omit<FigureEntry, 'from' | 'layers' | 'data'> & {
  readonly layers?: readonly Layer[];
  /** In the order of the sources behind the first. */
  readonly data?: readonly NamedData[];
};
