/** Writes each schema that stands in several places once, under `definitions`, so that the file for editors stays small. */
import { isJsonObject, type Json } from '../../base/json.ts';

type Schema = { readonly [key: string]: Json };

/** Shorter schemas stay where they are, since a reference is hardly shorter than they. */
const WORTH_SHARING = 160;

/** Keys of a schema whose values are maps of schemas, schemas, or lists of schemas. */
const MAPS = new Set(['properties', 'patternProperties', 'definitions']);
const SINGLE = new Set(['items', 'additionalProperties', 'then', 'else']);
const LISTS = new Set(['anyOf', 'oneOf', 'allOf']);

/** A document that says the same; what is shared has the name of the first key under which it stands. */
export function sharing(document: { readonly definitions: Schema } & Schema): Schema {
  const found = new Set<string>();
  const repeated = new Map<string, string | undefined>();
  const note = (schema: Schema): Schema => {
    const text = JSON.stringify(schema);
    if (text.length >= WORTH_SHARING && found.has(text)) repeated.set(text, undefined);
    else {
      found.add(text);
      withinSchema(schema, '', note);
    }
    return schema;
  };
  withinSchema(document, '', note);

  const names = new Set(Object.keys(document.definitions));
  const definitions: Record<string, Schema> = {};
  const shared = (schema: Schema, key: string): Schema => {
    const text = JSON.stringify(schema);
    if (!repeated.has(text)) return withinSchema(schema, key, shared);
    let name = repeated.get(text);
    if (name === undefined) {
      name = free(key, names);
      names.add(name);
      repeated.set(text, name);
      definitions[name] = withinSchema(schema, key, shared);
    }
    return { $ref: `#/definitions/${name}` };
  };
  // A schema under `definitions` has its name already and is not moved.
  const { definitions: kinds, ...rest } = document;
  const own = Object.entries(kinds).map(([name, each]) => [name, withinSchema(each as Schema, name, shared)] as const);
  return { ...withinSchema(rest, '', shared), definitions: { ...Object.fromEntries(own), ...definitions } };
}

/** The schema with each schema directly inside it replaced; `key` names the property that holds the schema. */
function withinSchema(schema: Schema, key: string, replaced: (inner: Schema, key: string) => Schema): Schema {
  const inner = (value: Json, name = key): Json => (isJsonObject(value) ? replaced(value as Schema, name) : value);
  const entries = Object.entries(schema).map(([word, value]): [string, Json] => {
    if (SINGLE.has(word)) return [word, inner(value)];
    if (LISTS.has(word) && Array.isArray(value)) return [word, value.map((each) => inner(each))];
    if (!MAPS.has(word) || !isJsonObject(value)) return [word, value];
    const properties = Object.entries(value as Schema).map(([name, each]) => [name, inner(each, name)] as const);
    return [word, Object.fromEntries(properties)];
  });
  return Object.fromEntries(entries);
}

function free(key: string, names: ReadonlySet<string>): string {
  const word = key.replaceAll(/[^A-Za-z0-9_]/g, '') || 'shared';
  for (let n = 1; ; n++) {
    const name = n === 1 ? `${word}_key` : `${word}_key_${n}`;
    if (!names.has(name)) return name;
  }
}
