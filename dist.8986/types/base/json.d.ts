/** What canonical JSON can hold; NaN, undefined and infinities are refused where it is written. */
export type Json = null | boolean | number | string | readonly Json[] | {
    readonly [key: string]: Json;
};
export type JsonObject = {
    readonly [key: string]: Json;
};
/** A map of JSON, neither a list nor null. */
export declare const isJsonObject: (value: unknown) => value is JsonObject;
