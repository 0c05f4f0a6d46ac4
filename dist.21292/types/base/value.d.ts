/**
 * Values of data in messages. A message is plain text in which each value stands between marks that name its variables, so that it
 * travels through records, workers and caches as it is; `shownTo` writes the values out or masks them, at the place where messages leave.
 * Whoever forgets that place prints no value: what leaves with marks is masked (`masked`).
 */
/** Says whether no value of a variable may be shown. */
export type Hides = (variable: string) => boolean;
/** In the place of one value. */
export declare const MASK = "\u2026";
/** The variable of a value of which nobody can tell the variable: it is hidden wherever any variable is. */
export declare const SOME_VARIABLE = "\uFDD5";
/** The variable of what programs print: it is hidden wherever any variable is, and in every report. */
export declare const PRINTED = "\uFDD6";
/** Hides values of these variables. */
export declare const hiding: (names: ReadonlySet<string>) => Hides;
type Variables = string | readonly string[];
/** A value of these variables in a message; `…` where one of them is hidden. */
export declare const datum: (of: Variables, value: string | number) => string;
/** A stretch of a message, or a whole hint, without which it reads well and no value stands in it: it goes where one is hidden. */
export declare const aside: (of: Variables, stretch: string) => string;
/** A value of these variables that a result is called by, as a cohort or a period is: a table that names the result names it in its notes too. */
export declare const nameOfResult: (of: Variables, value: string | number) => string;
/** A stretch of a message that holds values, and what is said in its place where one is hidden. */
export declare const either: (of: Variables, stretch: string, instead: string) => string;
/** A text that holds values as they were marked, each of another variable too: of a column under the name that a step gives it. */
export declare const alsoOf: (variable: string, text: string) => string;
/** Words in front of a text; they go with it where it goes. */
export declare const inFront: (words: string, text: string) => string;
/** Says whether a name is that of a hidden variable, or of what a formula makes of one. */
export declare const hidesIn: (text: string, hides: Hides) => boolean;
/** Masks values of hidden variables; the others stay values, which whoever may see less masks after that. */
export declare const withMasks: (text: string, hides: Hides) => string;
/** The message to whoever may see all values but those that are hidden. */
export declare const shownTo: (text: string, hides: Hides) => string;
/** Does the same of all texts in a value of plain data. */
export declare const shownWithin: <T>(told: T, hides: Hides) => T;
/** Masks values of hidden variables in all texts of a value of plain data; the others stay values. */
export declare const maskedWithin: <T>(told: T, hides: Hides) => T;
/** The message with all values that are not masked yet. */
export declare const written: (text: string) => string;
/** The message as tables print it: with the values that results are called by, and no others. */
export declare const inTables: (text: string) => string;
/** The message without any value. */
export declare const masked: (text: string) => string;
/** Names of units in results that list them, by the column `by`: numbers stand for those of a confidential one. */
export declare const unitsShown: (names: readonly string[], by: string, hides: Hides) => readonly string[];
export {};
