/** The keys of a step of `kind: efficiency`. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import {
  directions,
  disposabilities,
  frontiers,
  indices,
  models,
  orientations,
  returns,
} from '../../src/econ/efficiency/spec.ts';

const quantities = (description: string) => Type.Array(Type.String(), { minItems: 1, description });

export const efficiencySchema = strict({
  from: Type.String({ description: 'a step that makes a frame' }),
  inputs: quantities('columns of inputs, or `$sets`'),
  outputs: quantities('columns of outputs, or `$sets`'),
  undesirable: optional.texts('sbm and ddf: columns of undesirable outputs, such as emissions'),
  name: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'the column of scores, and what names of further columns begin with; efficiency',
    }),
  ),
  model: optional.oneOf(
    [...models],
    'radial (default: CCR, BCC), additive, sbm (slacks-based), or ddf (directional distance)',
  ),
  orientation: optional.oneOf(
    [...orientations],
    'radial: scores of inputs are at most 1 (default), of outputs at least 1',
  ),
  returns: optional.oneOf([...returns], 'returns to scale: constant (default), variable, or nonincreasing'),
  super: optional.flag(
    'radial and sbm: a unit is measured against all others, so that efficient ones are ranked; false',
  ),
  frontier: optional.oneOf(
    [...frontiers],
    'with a panel: units are measured against those of their own period (default), or against all rows (`global`)',
  ),
  direction: optional.oneOf(
    [...directions],
    'ddf: outputs grow and undesirable ones shrink (`outputs`, default with `undesirable`), or inputs shrink too (`observed`)',
  ),
  disposability: optional.oneOf(
    [...disposabilities],
    'ddf: undesirable outputs cannot be reduced for nothing (`weak`, default), or can (`free`)',
  ),
  scale: optional.flag('radial, variable returns: scale efficiency and returns to scale as columns; false'),
  slacks: optional.flag('a column of slacks for each input and output; false'),
  peers: optional.text(
    'a column that names units: of which a unit’s reference is made, with their intensities, as a column of texts',
  ),
  bootstrap: Type.Optional(
    Type.Integer({
      minimum: 100,
      maximum: 100_000,
      description:
        'radial: draws of a smoothed bootstrap of scores, with which they are corrected for bias and have intervals',
    }),
  ),
  seed: Type.Optional(Type.Integer({ minimum: 0, description: 'of the bootstrap; 1' })),
  level: Type.Optional(
    Type.Number({ minimum: 50, exclusiveMaximum: 100, description: 'of intervals of scores, in percent; 95' }),
  ),
  index: optional.oneOf(
    [...indices],
    'change from the period before: malmquist (radial), ml (Malmquist–Luenberger, ddf), or gml (global; any but additive)',
  ),
  parted: optional.flag('index with constant returns: efficiency change as pure and scale change; false'),
});

export type EfficiencyParams = Static<typeof efficiencySchema>;
