/** Returns the record's own value under a name that a user chose: `constructor` and `toString` are names like any other. */
export declare const ownValue: <T>(record: Readonly<Record<string, T>> | undefined, name: string) => T | undefined;
