/** A value that canonical JSON can hold. Writing refuses NaN, undefined and infinities. */
export type Json = null | boolean | number | string | readonly Json[] | {
    readonly [key: string]: Json;
};
export type JsonObject = {
    readonly [key: string]: Json;
};
/** A map of JSON, neither a list nor null. */
export declare const isJsonObject: (value: unknown) => value is JsonObject;
