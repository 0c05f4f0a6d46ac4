/** Tells what several records say of one thing, where none of them says otherwise. */
type Texts = Readonly<Record<string, string>>;
/** The members on which records agree; one that a record lacks it says nothing of. */
export declare function agreed(records: readonly Texts[]): Texts;
/** Does the same of records in records, by name; those without members are left out. */
export declare function agreedByName(records: readonly Readonly<Record<string, Texts>>[]): Readonly<Record<string, Texts>>;
export {};
