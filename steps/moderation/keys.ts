/** The keys of a moderation step, as YAML has them. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { oneModelKeys } from '../lib/models/keys.ts';

export const ModerationParams = strict({
  ...oneModelKeys,
  treatment: Type.String({ minLength: 1, description: 'the term whose effect hangs on the moderator' }),
  moderator: Type.String({ minLength: 1, description: 'the variable that it hangs on' }),
  scale: optional.oneOf(
    ['none', 'centre', 'standardise'],
    'both less their means over the rows used, or divided by their standard deviations too; none',
  ),
  scale_treatment: optional.flag('whether the treatment is scaled as well; by default unless it is 0 or 1'),
  level: Type.Optional(
    Type.Number({
      minimum: 50,
      exclusiveMaximum: 100,
      description: 'of intervals and the region of significance, in percent; 95',
    }),
  ),
  header: optional.text("the column's heading in tables"),
  spanner: optional.text('a heading over neighbouring columns that share it'),
});
export type ModerationParams = Static<typeof ModerationParams>;
