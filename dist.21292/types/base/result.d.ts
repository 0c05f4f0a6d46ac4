/**
 * The declaration of what a step kind's result holds: which names lead to its numbers, and what tables, claims, comparisons and `show` must
 * know of it besides. A kind says it once, and nobody else lists the parts of its result.
 */
import type { Json } from './json.ts';
import type { Hides } from './value.ts';
/** A node as its plan knows it, before it has run. */
export interface PlannedNode {
    readonly params: Json;
    readonly view?: {
        readonly [key: string]: Json;
    };
}
/** Names that stand in a list or a map. */
export interface Names {
    /** Names that are known before a run. */
    readonly listed: readonly string[];
    /** Accepts names that only a run tells, where there may be any. `as` describes them in hints. */
    readonly others?: {
        is(name: string): boolean;
        readonly as?: string;
    };
}
/** Names as a node's parameters tell them; null where any name may turn up. */
export type PlannedNames = (node: PlannedNode) => Names | null;
/**
 * The form of a part, as deep as it is known: one number, text or truth value; something of which no form is known; something for tables and
 * JSON that no path names.
 */
export type Form = 'value' | 'any' | 'unnamed' | Members | Records | Inner;
/** Several values by their names. */
export interface Members {
    readonly members: Readonly<Record<string, Form>>;
    /** The one that is meant where none is named: `vif.x` is `vif.x.vif`. Where it has members too, theirs follows: an estimate by several inferences. */
    readonly usual?: string;
    /** Tells whether a value of another name may exist. */
    readonly further?: (name: string) => boolean;
    /** Which of them a node has; all of them where it is absent. */
    readonly planned?: PlannedNames;
}
/** A list, whose records go by the names that tell them apart, or by their positions. */
export interface Records {
    readonly each: Form;
    /** Names of the records; any where it is absent. */
    readonly planned?: PlannedNames;
}
/** A result inside of another one, in which names lead as they do there. */
export interface Inner {
    readonly result: Result;
}
export interface Result {
    /** Type of the artifact. */
    readonly type: string;
    readonly parts: Readonly<Record<string, Form>>;
    /** The part in which a name is looked for that is no other part's: `baseline.main.NQP` is `baseline.main.terms.NQP`. Absent where there is none. */
    readonly list?: string;
    /** The part whose members go by their own names too: `baseline.main.r2`. */
    readonly map?: string;
    /** Is true where a name that the plan lists for `list` always means the list's member: a regressor `f` is no F. */
    readonly listFirst?: true;
    /** Names of single values that stand deeper: the part, and the names that lead on inside it. */
    readonly elsewhere?: Readonly<Record<string, readonly [part: string, ...names: string[]]>>;
    /** Rows that tables print below the records, as published tables have them: row → field → the part that holds it. */
    readonly below?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** Maps the names that published tables give to fields and records to names of the result, where these differ: `1/VIF` is `tolerance`. */
    readonly printed?: {
        readonly fields: Readonly<Record<string, string>>;
        readonly records: Readonly<Record<string, string>>;
    };
    /** Is true where data stand beside the parts, whose columns may be named. */
    readonly besideData?: true;
    /** Is true where a node's parameters name every variable of its result, so that a table needs no other labels. */
    readonly fromParams?: true;
    /** The specification of the model that a node's result is of, which figures draw by; absent where there is none. */
    model?(node: PlannedNode): Json;
    /** Is true where each result of the type is an estimated specification, which `trials` counts. */
    readonly isTrial?: true;
    /** The artifact's parts as `show --json` prints them, where they may hold values of confidential variables. */
    shown?(parts: Readonly<Record<string, Json>>, hides: Hides): Readonly<Record<string, Json>>;
}
/** Values without anything inside, by their names. */
export declare const values: <N extends string>(...names: readonly N[]) => Readonly<Record<N, 'value'>>;
export declare const members: (...names: readonly string[]) => Members;
/** Members of which the first is meant where none is named. */
export declare const usually: (...names: readonly [string, ...string[]]) => Members;
/** The name that a short form stands for; undefined for any other. */
export declare const longForm: (name: string) => string | undefined;
/** Parts that a path may name, in the order of the declaration. */
export declare const partsNamed: ({ parts }: Result) => readonly string[];
/** Fields of the records of the result's list; undefined where they are not known. */
export declare function fieldsOf({ parts, list }: Result): Members | undefined;
/** Names of the fields of the result's records; undefined where they are not known. */
export declare function fieldNames(result: Result): readonly string[] | undefined;
/** Tells whether a record of the result's list can have the field; true where its fields are not known. */
export declare function hasField(result: Result, name: string): boolean;
/** Tells whether a name, or what it is short for, may be one of these. */
export declare function isOneOf({ listed, others }: Names, name: string): boolean;
/** Tells whether names lead to a fit inside of the result. */
export declare function holdsFit(result: Result, names: readonly string[]): boolean;
/** Names by which single values are called wherever they stand. */
export declare function statisticsOf({ parts, map, elsewhere }: Result, node?: PlannedNode): readonly string[];
/** Names that may stand in a form; null where any may. */
export declare function namesIn(form: Form, node: PlannedNode | undefined): Names | null;
/** A part of a result, and the names that lead on inside it. */
export interface PartPath {
    readonly part: string;
    readonly rest: readonly string[];
}
/** The names that lead on to the value that is meant where a place holds several; none where it is one, or nobody says which. */
export declare function usualAt(result: Result, { part, rest }: PartPath): readonly string[];
/** The part that holds what `names` lead to, and the names that lead on inside it. `terms` are names of the list that are known beforehand. */
export declare function partFor(result: Result | undefined, names: readonly string[], terms: readonly string[] | null): PartPath;
