/** Makes the JSON schema of pipeline.yaml for editors: the document's and, by `kind`, every step kind's own. */
import type { TSchema } from 'typebox';
import type { Json } from '../../base/json.ts';
import type { Kinds } from '../../engine/kinds.ts';
import { Document, StepKeys } from '../../engine/pipeline/document/schema.ts';
import type { StepKind } from '../../engine/step.ts';
import { EACH_SCHEMA, looping, orLooping } from './looping-schema.ts';
import { type SchemaNames, withNames } from './schema-names.ts';
import { describedKind, snippetsOf } from './schema-snippets.ts';
import { sharing } from './shared-schema.ts';

export const SCHEMA_FILE = 'schema/pipeline.schema.json';

type Schema = { readonly [key: string]: Json };

/** The schema's text, which is the same for the same kinds and names. */
export function schemaText(kinds: Kinds, names?: SchemaNames): string {
  const shown = [...kinds.values()].map(({ kind }) => kind).filter((kind) => kind.internal !== true);
  const { properties, ...document } = plain(Document) as { properties: Record<string, Schema> } & Schema;
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'papermake pipeline',
    ...document,
    properties: {
      ...properties,
      defaults: { ...withoutPatterns(properties.defaults!), ...defaultsOf(shown) },
      steps: { ...withoutPatterns(properties.steps!), additionalProperties: { $ref: '#/definitions/step' } },
    },
    allOf: shown.flatMap(demands),
    definitions: {
      step: anyStep(shown),
      each: EACH_SCHEMA,
      ...Object.fromEntries(
        shown.map((kind) => [kind.name, names === undefined ? stepOf(kind) : withNames(stepOf(kind), names)]),
      ),
    },
  };
  return `${JSON.stringify(sharing(schema), null, 1)}\n`;
}

/** A schema without what TypeBox keeps in it for itself, in which entries that may loop have `each`. */
const plain = (schema: TSchema): Schema => looping(JSON.parse(JSON.stringify(schema)) as Schema) as Schema;

/** Schema of a kind's own keys. */
const keysOf = (kind: StepKind) => plain(kind.params) as { properties?: Schema; required?: readonly string[] } & Schema;

function withoutPatterns({ patternProperties, ...rest }: Schema): Schema {
  return rest;
}

/** Schema of a step, in which `kind` decides what else holds, so that an editor completes and checks the keys of that kind. */
function anyStep(kinds: readonly StepKind[]): Schema {
  return {
    type: 'object',
    required: ['kind'],
    defaultSnippets: snippetsOf(kinds),
    properties: {
      kind: {
        enum: kinds.map((kind) => kind.name),
        enumDescriptions: kinds.map(describedKind),
        description: 'what the step does',
      },
    },
    allOf: kinds.map((kind) => ({
      if: { properties: { kind: { const: kind.name } }, required: ['kind'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema
      then: orLooping({ $ref: `#/definitions/${kind.name}` }, stepOf(kind)),
    })),
  };
}

/** Schema of a step of a kind. What it must have may stand in `defaults` instead, as `demands` say. */
function stepOf(kind: StepKind): Schema {
  const { properties, required, ...rest } = keysOf(kind);
  return {
    description: kind.summary,
    ...rest,
    properties: {
      kind: { const: kind.name, description: describedKind(kind) },
      ...(plain(StepKeys).properties as Schema),
      ...properties,
    },
  };
}

/** That every step of a kind has the keys that it must have, each unless the defaults of the kind have it. */
function demands(kind: StepKind): Schema[] {
  const { required = [] } = keysOf(kind);
  return required.map((key) => ({
    if: {
      required: ['defaults'],
      properties: { defaults: { required: [kind.name], properties: { [kind.name]: { required: [key] } } } },
    },
    else: {
      properties: {
        steps: {
          additionalProperties: {
            if: { properties: { kind: { const: kind.name } }, required: ['kind'] },
            // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON schema
            then: { required: [key] },
          },
        },
      },
    },
  }));
}

/** Schema of `defaults`: keys of each kind as its steps have them, none of them required. */
function defaultsOf(kinds: readonly StepKind[]): Schema {
  const entries = kinds.map((kind) => {
    const { required, properties = {}, ...rest } = keysOf(kind);
    const asInSteps = Object.keys(properties).map((key) => [
      key,
      { $ref: `#/definitions/${kind.name}/properties/${pointed(key)}` },
    ]);
    return [kind.name, { ...rest, properties: Object.fromEntries(asInSteps) }] as const;
  });
  return { additionalProperties: false, properties: Object.fromEntries(entries) };
}

/** A key as JSON pointers in a reference have it. */
const pointed = (key: string): string => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
