/** Writes in short what keys of the pipeline take; the words are what editors and the reference say of them. */
import { type TEnumValue, type TProperties, type TSchema, Type } from 'typebox';

/** A map with these keys and no others. */
export const strict = <P extends TProperties>(keys: P, words: { readonly description?: string } = {}) =>
  Type.Object(keys, { ...words, additionalProperties: false });

/** Builds schemas of keys that may be left out, by the type of their values. */
export const optional = {
  text: (description: string) => Type.Optional(Type.String({ description })),
  flag: (description: string) => Type.Optional(Type.Boolean({ description })),
  texts: (description: string) => Type.Optional(Type.Array(Type.String(), { minItems: 1, description })),
  oneOf: <V extends TEnumValue[]>(values: readonly [...V], description: string) =>
    Type.Optional(Type.Enum(values, { description })),
  either: <S extends TSchema[]>(schemas: readonly [...S], description: string) =>
    Type.Optional(Type.Union([...schemas], { description })),
  map: <S extends TSchema>(value: S, description: string, words: LoopWords = {}) =>
    Type.Optional(Type.Record(Type.String(), value, { description, ...words })),
};

/**
 * Says of loops in a schema, as options of its type, which values they concern. `loops` marks a list or a map whose entries may have `each`.
 * `path` marks an id, or a map by ids, whose names make a node's, as in `gdp.all`. `braces` marks a text whose own `{…}` is no placeholder.
 */
export interface LoopWords {
  readonly loops?: true;
  readonly path?: true;
  readonly braces?: true;
}
export const loops: LoopWords = { loops: true };
export const loopsByPath: LoopWords = { loops: true, path: true };
export const ofPath: LoopWords = { path: true };
export const ownBraces: LoopWords = { braces: true };
