/** String identities, branded so that one is never passed for another. */
declare const brand: unique symbol;
type Brand<T, Name extends string> = T & {
    readonly [brand]: Name;
};
/** sha256 of bytes, lower-case hex. */
export type Digest = Brand<string, 'Digest'>;
/** Digest of a node's canonical recipe. */
export type Key = Brand<string, 'Key'>;
/** `step`, `step.column`, `step.column.level`, `step@levels`. */
export type NodeId = Brand<string, 'NodeId'>;
/** A node of one of the pipelines that share a store (`engine/store/pipelines.ts`). */
export type SharedNode = Brand<string, 'Standee'>;
export {};
