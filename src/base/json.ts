/** What canonical JSON can hold; NaN, undefined and infinities are refused where it is written. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
