/** The parts of the pipeline's JSON schema that hold at a path, by what the text says there. */
import { isJsonObject } from '../../base/json.ts';
import { ownValue } from '../../base/own-value.ts';
import type { YamlPath } from '../../engine/step.ts';

export interface SchemaPart {
  readonly [key: string]: unknown;
}

/** Reads the schema by paths. */
export class SchemaAt {
  readonly #root: SchemaPart;

  constructor(text: string) {
    this.#root = JSON.parse(text) as SchemaPart;
  }

  /** All parts that may hold there, with references, alternatives and conditions settled. */
  parts(path: YamlPath, value: unknown): readonly SchemaPart[] {
    let parts = this.#settled(this.#root, value);
    let at = value;
    for (const step of path) {
      at = inside(at, step);
      parts = parts.flatMap((part) => childrenOf(part, step)).flatMap((part) => this.#settled(part, at));
    }
    return parts;
  }

  #settled(part: SchemaPart, value: unknown): SchemaPart[] {
    const more: SchemaPart[] = [];
    const add = (each: unknown): void => {
      if (isJsonObject(each)) more.push(...this.#settled(each as SchemaPart, value));
    };
    if (typeof part.$ref === 'string') add(this.#referred(part.$ref));
    for (const key of ['anyOf', 'oneOf', 'allOf'] as const)
      for (const each of (part[key] ?? []) as unknown[]) add(each);
    if (isJsonObject(part.if)) add(holds(part.if as SchemaPart, value) ? part.then : part.else);
    return [part, ...more];
  }

  #referred(reference: string): unknown {
    return reference
      .split('/')
      .slice(1)
      .reduce<unknown>((at, name) => (isJsonObject(at) ? ownValue(at as SchemaPart, name) : undefined), this.#root);
  }
}

const inside = (value: unknown, step: string | number): unknown =>
  Array.isArray(value)
    ? value[Number(step)]
    : isJsonObject(value)
      ? ownValue(value as SchemaPart, String(step))
      : undefined;

/** Conditions of the schema are on the `kind` of a step, or on keys that stand there. */
function holds({ properties, required }: SchemaPart, value: unknown): boolean {
  if (!isJsonObject(value)) return false;
  const object = value as SchemaPart;
  const isThere = ((required ?? []) as string[]).every((key) => Object.hasOwn(object, key));
  return (
    isThere &&
    Object.entries((properties ?? {}) as Record<string, SchemaPart>).every(
      ([key, { const: only }]) => only === undefined || ownValue(object, key) === only,
    )
  );
}

function childrenOf(part: SchemaPart, step: string | number): SchemaPart[] {
  if (typeof step === 'number') return isJsonObject(part.items) ? [part.items as SchemaPart] : [];
  const own = ownValue((part.properties ?? {}) as SchemaPart, step);
  if (isJsonObject(own)) return [own as SchemaPart];
  const patterns = Object.values((part.patternProperties ?? {}) as Record<string, SchemaPart>);
  const rest = isJsonObject(part.additionalProperties) ? [part.additionalProperties as SchemaPart] : [];
  return [...patterns, ...rest];
}

/** Keys that may stand there, each with its description. */
export const keysOf = (parts: readonly SchemaPart[]): ReadonlyMap<string, SchemaPart> =>
  new Map(
    parts.flatMap(({ properties }) => Object.entries((properties ?? {}) as Record<string, SchemaPart>)).reverse(),
  );

/** Values that may stand there, where they are listed. */
export const valuesOf = (parts: readonly SchemaPart[]): readonly string[] => [
  ...new Set(
    parts.flatMap(({ const: only, enum: listed, type }) => [
      ...(only === undefined ? [] : [String(only)]),
      ...((listed ?? []) as unknown[]).map(String),
      ...(type === 'boolean' ? ['true', 'false'] : []),
    ]),
  ),
];

export const descriptionOf = (parts: readonly SchemaPart[]): string | undefined =>
  parts.flatMap(({ description }) => (typeof description === 'string' ? [description] : []))[0];
