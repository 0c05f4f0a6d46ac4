/**
 * The double nearest to the decimal number in `bytes[start, end)`, or NaN when it is no number: sign, digits with one
 * `point`, exponent. White space around it is passed over. Overflow is no number.
 *
 * Digits up to 2^53 and powers up to 10^22 are exact doubles, so that one rounded operation gives the nearest (Clinger,
 * PLDI 1990). Longer fractions go through twice the precision where that decides; the rest is left to the language's own
 * conversion, several times slower.
 */
export declare function parseDecimal(bytes: Uint8Array, start: number, end: number, point?: number): number;
/** Parses a text as a decimal number; NaN where it is none. */
export declare function parseDecimalText(text: string): number;
/** Digits that a number does not keep: a leading zero (`010`), or an integer beyond 2^53, of either sign. */
export declare function isCode(bytes: Uint8Array, start: number, end: number): boolean;
/** Which of both a text is. */
export declare function codeForm(text: string): 'zero' | 'beyond' | undefined;
