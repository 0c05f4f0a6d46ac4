/** Functions that remember their results. */
/** A pure function that remembers its results by its argument, for the life of the process; the first `most` of them. */
export declare function memo<Argument, Result>(compute: (argument: Argument) => Result, most?: number): (argument: Argument) => Result;
/** The same of objects that never change, for as long as they live. */
export declare function memoByIdentity<Argument extends object, Result>(compute: (argument: Argument) => Result): (argument: Argument) => Result;
