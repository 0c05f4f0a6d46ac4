/** Puts the names that a pipeline gives into its schema, as examples: editors offer them, and nothing is checked by them. */
import { isJsonObject, type Json } from '../../base/json.ts';

type Schema = { readonly [key: string]: Json };

export interface SchemaNames {
  /** Steps, and their entries as `step.entry`. */
  readonly steps: readonly string[];
  readonly variables: readonly string[];
  /** `$controls`. */
  readonly sets: readonly string[];
  readonly samples: readonly string[];
}

/** Keys whose values name steps, or entries of them. */
export const REFERRING: ReadonlySet<string> = new Set(['from', 'base', 'sample_of']);

/** Keys of texts over variables, by how their descriptions speak of them. */
const OF_VARIABLES = /\b(?:columns?|variables?|terms?|formula|factors?|rows where)\b/;

/** Keys of texts that speak of columns, and name something new or print something. */
const OWN_WORDS = new Set('added as count header id label name number row source spanner stub'.split(' '));

/** A schema of the keys of steps, in which texts that name something have examples. */
export function withNames(schema: Json, names: SchemaNames): Json {
  if (Array.isArray(schema)) return schema.map((each) => withNames(each, names));
  if (!isJsonObject(schema)) return schema;
  const own = Object.entries(schema as Schema).map(([word, value]): [string, Json] => [
    word,
    word === 'properties' ? keysWithNames(value as Schema, names) : withNames(value, names),
  ]);
  return Object.fromEntries(own);
}

const keysWithNames = (properties: Schema, names: SchemaNames): Schema =>
  Object.fromEntries(
    Object.entries(properties).map(([key, value]) => {
      const inside = withNames(value, names) as Schema;
      const examples = examplesOf(key, inside, names);
      return [key, examples.length === 0 ? inside : exemplified(inside, examples)];
    }),
  );

function examplesOf(key: string, { description }: Schema, names: SchemaNames): readonly string[] {
  if (OWN_WORDS.has(key)) return [];
  if (REFERRING.has(key)) return names.steps;
  if (key === 'sample' || key === 'exclude') return names.samples;
  return OF_VARIABLES.test(String(description ?? '')) ? [...names.variables, ...names.sets] : [];
}

/** Texts that may be anything get the examples, within lists and alternatives too. */
function exemplified(schema: Schema, examples: readonly string[]): Schema {
  const { type, items, anyOf } = schema;
  if (Array.isArray(anyOf)) return { ...schema, anyOf: anyOf.map((each) => exemplified(each as Schema, examples)) };
  if (type === 'array' && isJsonObject(items)) return { ...schema, items: exemplified(items as Schema, examples) };
  const isFree = type === 'string' && !['enum', 'const', 'pattern', 'examples'].some((word) => word in schema);
  return isFree ? { ...schema, examples } : schema;
}
