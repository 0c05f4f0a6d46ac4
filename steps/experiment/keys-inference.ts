/** Keys of `kind: experiment` that ask for inference by the design’s own draws, for several outcomes, and for power. */
import { Type } from 'typebox';
import { multipleNames, statisticNames } from './numbers/redrawn/spec.ts';

const closed = { additionalProperties: false } as const;
const share = (description: string) =>
  Type.Optional(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1, description }));
const names = Type.Array(Type.String({ minLength: 1 }), { minItems: 1 });

export const inferenceKeys = {
  families: Type.Optional(
    Type.Record(Type.String({ minLength: 1 }), names, {
      minProperties: 1,
      description: 'outcomes that are tested together, by the name of their family; all outcomes are one by default',
    }),
  ),
  multiple: Type.Optional(
    Type.Array(Type.Enum([...multipleNames]), {
      minItems: 1,
      description:
        'how p values allow for the other tests of their family; `westfall_young` and `romano_wolf` draw anew from the design',
    }),
  ),
  randomisation: Type.Optional(
    Type.Object(
      {
        statistics: Type.Optional(
          Type.Array(Type.Enum([...statisticNames]), {
            minItems: 1,
            description: 'what is compared over assignments; the effect beside its error (`t`) by default',
          }),
        ),
        null: Type.Optional(Type.Number({ description: 'the effect that every unit is supposed to have; 0' })),
      },
      {
        ...closed,
        description: 'randomisation tests: effects among those of other assignments that the design might have made',
      },
    ),
  ),
  power: Type.Optional(
    Type.Object(
      {
        effects: Type.Optional(
          Type.Array(Type.Number(), { minItems: 1, description: 'effects of which the power is shown; a grid of 25' }),
        ),
        level: share('of the tests; 0.05'),
        target: share('the power of the minimum detectable effect; 0.8'),
      },
      {
        ...closed,
        description: 'power of the design by simulation: arms are assigned anew, with effects of known sizes',
      },
    ),
  ),
  draws: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1_000_000,
      description: 'assignments and samples; all assignments where there are no more; 2000',
    }),
  ),
  seed: Type.Optional(Type.Integer({ minimum: 0, description: 'of the draws; 1' })),
};
