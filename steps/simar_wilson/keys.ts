/** The keys of a step of `kind: simar_wilson`. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';

export const simarWilsonSchema = strict({
  base: Type.String({
    description: 'a step of `kind: efficiency` with radial scores, whose units and measure it takes',
  }),
  terms: Type.Array(Type.String(), {
    minItems: 1,
    description: 'terms that explain the scores: columns, functions, `i(year)`, or `$sets`',
  }),
  algorithm: Type.Integer({
    minimum: 1,
    maximum: 2,
    description: '1: of scores as they are; 2: of scores without their bias, which a bootstrap of its own tells',
  }),
  inverted: optional.flag('explained are 1/scores, as distances of inputs are; false'),
  draws: Type.Optional(
    Type.Integer({
      minimum: 100,
      maximum: 100_000,
      description: 'samples from which errors and intervals are told; 2000',
    }),
  ),
  bias_draws: Type.Optional(
    Type.Integer({
      minimum: 20,
      maximum: 10_000,
      description: 'algorithm 2: samples from which the bias of scores is told; 100',
    }),
  ),
  seed: Type.Optional(Type.Integer({ minimum: 0, description: 'of all samples; 1' })),
  header: optional.text('of its column in tables'),
});

export type SimarWilsonParams = Static<typeof simarWilsonSchema>;
