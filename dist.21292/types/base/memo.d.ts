/** Functions that remember their results. */
/** A pure function that remembers its results by its argument, for the life of the process; the first `most` of them. */
export declare function memo<Argument, Result>(compute: (argument: Argument) => Result, most?: number): (argument: Argument) => Result;
/** Remembers results by the identity of the argument, an object that never changes, for as long as the object lives. */
export declare function memoByIdentity<Argument extends object, Result>(compute: (argument: Argument) => Result): (argument: Argument) => Result;
