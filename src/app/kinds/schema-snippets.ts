/** Steps that an editor offers whole, and the words by which users of other programs find them. */
import type { TSchema } from 'typebox';
import type { Json } from '../../base/json.ts';
import type { StepKind } from '../../engine/step.ts';

type Schema = { readonly [key: string]: Json };

/** One for each kind: `kind`, the step that it reads, and the keys that it must have, each with a place to write. */
export const snippetsOf = (kinds: readonly StepKind[]): Json =>
  kinds.map((kind) => ({
    label: kind.name,
    description: describedKind(kind),
    body: { kind: kind.name, ...bodyOf(kind) },
  }));

function bodyOf({ params }: StepKind): Record<string, Json> {
  const { properties = {}, required = [] } = params as TSchema & {
    readonly properties?: Readonly<Record<string, TSchema>>;
    readonly required?: readonly string[];
  };
  const keys = [...new Set([...('from' in properties ? ['from'] : []), ...required])];
  return Object.fromEntries(keys.map((key, i) => [key, placeOf(properties[key] as unknown as Schema, key, i + 1)]));
}

/** Places within maps are numbered behind those of keys, so that an editor comes to them last. */
const WITHIN_MAPS = 20;

/** A place to write a value of the first form that a key may have. */
function placeOf({ anyOf, ...schema }: Schema, key: string, at: number): Json {
  const first = Array.isArray(anyOf) ? (anyOf[0] as Schema) : schema;
  const place = `\${${at}:${key}}`;
  if (first.type === 'array') return [place];
  return first.type === 'object' ? { [place]: `\${${at + WITHIN_MAPS}:…}` } : place;
}

/** Says what the kind does, and what other programs call it. */
export function describedKind({ summary, foreign }: StepKind): string {
  const elsewhere = Object.keys(foreign?.kinds ?? {});
  return elsewhere.length === 0 ? summary : `${summary}. Other programs call it ${elsewhere.join(', ')}`;
}
