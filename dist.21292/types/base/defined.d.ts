/** Members that may be absent, written in one line: `defined({ code, message, hint })`. */
type Absent<T> = {
    [K in keyof T]: undefined extends T[K] ? K : never;
}[keyof T];
type Defined<T> = Omit<T, Absent<T>> & {
    [K in Absent<T>]?: Exclude<T[K], undefined>;
};
/** The record without its undefined members, in the same order: a member that is there has a value. */
export declare function defined<const T extends object>(record: T): Defined<T>;
export {};
