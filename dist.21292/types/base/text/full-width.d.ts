/** Signs of Chinese and typographic keyboards that look like those of a language, and are others. */
/** Full-width letters, digits and signs as plain ones, each in its place. */
export declare const narrow: (text: string) => string;
/** The sign that was meant: `:` for `：`; a semicolon parts what is listed, as a comma does. Undefined for every other character. */
export declare function plainSign(character: string): string | undefined;
