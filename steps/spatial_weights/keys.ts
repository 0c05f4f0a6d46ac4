/** The keys of a step of `kind: spatial_weights`, and which of them each type reads. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';

const types = ['contiguity', 'knn', 'inverse-distance', 'economic', 'gravity', 'nested', 'matrix', 'edges'] as const;
export type WeightsType = (typeof types)[number];

export const weightsSchema = strict({
  type: Type.Enum([...types], { description: 'how units are weighed' }),
  from: optional.text('a step that makes a panel, whose units they are'),
  unit: optional.text('the column of the units; the panel’s unit when left out'),
  sample: optional.text('a named sample or a condition; units that have a row where it is true'),
  neighbours: Type.Optional(
    strict(
      {
        from: Type.String({ description: 'a step that makes a list of pairs' }),
        unit: Type.String({ description: 'its column of units' }),
        neighbour: Type.String({ description: 'its column of their neighbours' }),
      },
      { description: 'contiguity: the list of pairs of neighbours' },
    ),
  ),
  matrix: Type.Optional(
    strict(
      {
        from: Type.String({ description: 'a step that reads a matrix, units by units' }),
        unit: optional.text('its column that names the rows; columns are named by its header'),
        order: optional.texts('the units in the order of rows and columns, where the file names none'),
      },
      { description: 'matrix: a matrix of weights that a file holds' },
    ),
  ),
  edges: Type.Optional(
    strict(
      {
        from: Type.String({ description: 'a step that reads a list of edges with their weights' }),
        unit: Type.String({ description: 'its column of units' }),
        neighbour: Type.String({ description: 'its column of their neighbours' }),
        weight: Type.String({ description: 'its column of weights' }),
      },
      { description: 'edges: the list of pairs of units with their weights' },
    ),
  ),
  at: Type.Optional(
    Type.Tuple([Type.String(), Type.String()], {
      minItems: 2,
      maxItems: 2,
      description: '[latitude, longitude], in degrees, the same in all rows of a unit',
    }),
  ),
  k: Type.Optional(Type.Integer({ minimum: 1, description: 'knn: how many neighbours a unit has' })),
  power: Type.Optional(
    Type.Union([Type.Literal(1), Type.Literal(2)], { description: 'inverse-distance: 1 by default' }),
  ),
  cutoff: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, description: 'inverse-distance: kilometres beyond which weights are 0' }),
  ),
  of: optional.text('economic, gravity: the variable, of which each unit’s mean counts'),
  parts: Type.Optional(
    Type.Tuple([Type.String(), Type.String()], {
      minItems: 2,
      maxItems: 2,
      description: 'nested: two steps of row-standardised weights',
    }),
  ),
  share: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'nested: of the first; 0.5 by default' })),
  standardize: optional.oneOf(
    ['row', 'spectral', 'none'],
    'row (default): rows sum to one; spectral: by the largest eigenvalue; none: as they are',
  ),
});
export type WeightsParams = Static<typeof weightsSchema>;

/** Keys that each type needs, and the keys that it reads besides. */
export const needs: Readonly<
  Record<
    WeightsType,
    { readonly needed: readonly (keyof WeightsParams)[]; readonly more: readonly (keyof WeightsParams)[] }
  >
> = {
  contiguity: { needed: ['from', 'neighbours'], more: [] },
  knn: { needed: ['from', 'at', 'k'], more: [] },
  'inverse-distance': { needed: ['from', 'at'], more: ['power', 'cutoff'] },
  economic: { needed: ['from', 'of'], more: [] },
  gravity: { needed: ['from', 'at', 'of'], more: [] },
  nested: { needed: ['parts'], more: ['share'] },
  matrix: { needed: ['from', 'matrix'], more: [] },
  edges: { needed: ['from', 'edges'], more: [] },
};
