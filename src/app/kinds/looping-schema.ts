/** Puts loops into the JSON schema for editors: an entry with `each` has the keys of its kind, and templates as their values. */
import { isJsonObject, type Json } from '../../base/json.ts';

type Schema = { readonly [key: string]: Json };

/** Schema of `each` itself. */
export const EACH_SCHEMA: Schema = {
  description:
    'a loop: one entry for every value. A map goes through all combinations, a list of maps in step; a list, `$set` or `levels(step.variable)` gives `{it}`',
  anyOf: [
    { type: 'string', pattern: String.raw`^(\$|levels\()` },
    { type: 'array', minItems: 1 },
    { type: 'object', minProperties: 1 },
  ],
};

/** Lists the words by which schemas speak of loops (`base/schema.ts`); editors have no use for them. */
const WORDS = ['loops', 'path', 'braces'];

const EACH = { $ref: '#/definitions/each' };

/** A schema in which the entries of lists and maps that say so may loop, without the words that say it. */
export function looping(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(looping);
  if (!isJsonObject(schema)) return schema;
  // A key of that name, such as `path`, has a schema and is no word of loops.
  const said = Object.entries(schema).filter(([key, value]) => !(WORDS.includes(key) && value === true));
  const changed: Schema = Object.fromEntries(said.map(([key, value]) => [key, looping(value)]));
  if (schema.loops !== true) return changed;
  const { items, patternProperties } = changed;
  if (items !== undefined) return { ...changed, items: entry(items) };
  const byPattern = Object.entries((patternProperties as Schema | undefined) ?? {});
  return { ...changed, patternProperties: Object.fromEntries(byPattern.map(([key, value]) => [key, entry(value)])) };
}

/** An entry, or one that loops; where an entry may be a text too, only a map can loop. */
function entry(schema: Json): Schema {
  const { anyOf } = schema as Schema;
  if (!Array.isArray(anyOf)) return orLooping(schema as Schema);
  return {
    ...(schema as Schema),
    anyOf: anyOf.map((branch) => (isMap(branch as Schema) ? orLooping(branch as Schema) : branch)),
  };
}

const isMap = ({ type }: Schema): boolean => type === 'object';

/** A map, or one with `each`, of which the keys are checked and no value, since any may be a template. `keys` has the map's properties. */
export function orLooping(schema: Schema, keys: Schema = schema): Schema {
  const properties = Object.entries((keys.properties as Schema | undefined) ?? {});
  const words = properties.map(([key, value]) => {
    const { description } = value as Schema;
    return [key, description === undefined ? {} : { description }] as const;
  });
  return {
    if: { type: 'object', required: ['each'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema
    then: { type: 'object', additionalProperties: false, properties: { each: EACH, ...Object.fromEntries(words) } },
    else: schema,
  };
}
