/**
 * Double-double arithmetic: an unevaluated sum hi + lo with about 32 digits (Dekker 1971, Numer. Math. 18:224;
 * Knuth, TAOCP 2, 4.2.2). Exact as long as nothing overflows or underflows: operands of products below 1e290.
 */
export interface DoubleDouble {
    readonly hi: number;
    readonly lo: number;
}
/** a + b exactly. */
export declare function twoSum(a: number, b: number): DoubleDouble;
/** a·b exactly. */
export declare function twoProduct(a: number, b: number): DoubleDouble;
export declare function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble;
export declare function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble;
export declare function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble;
export declare const fromNumber: (x: number) => DoubleDouble;
