/** Finds a variable in a text that names it: a formula, a condition, a list. */
export declare const naming: (variable: string) => RegExp;
