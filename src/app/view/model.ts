/** Defines the data model of a paper that `papermake view` serves and `papermake report` embeds. */
import type { MathTree } from '../../base/formula/tree.ts';
import type { CellVerdict } from '../../check/verdicts.ts';
import type { Language } from '../../table/table.ts';
import type { TableBlock, ViewBlock } from '../show/block.ts';

export type { CellVerdict, Language, MathTree };

/** `failed`: it failed in the last run. A run that is going on has nodes that are `running`. */
export type NodeState = 'fresh' | 'cached' | 'stale' | 'pending' | 'running' | 'failed';

export interface NodeView {
  readonly id: string;
  /** The id without the step's name. */
  readonly label: string;
  readonly state: NodeState;
  /** The form in which the paper prints the node: a table, a figure, or the numbers of its text. */
  readonly prints?: 'table' | 'figure' | 'numbers';
  /** The caption of what the paper prints, as the result has it. */
  readonly caption?: string;
  /** Is true where its last run warned. */
  readonly warns?: true;
  /** Tells what other engines say of it, and whether one finds another value. */
  readonly witness?: { readonly found: readonly FoundView[]; readonly isDoubted: boolean };
}

/** Counts the values of a result that an engine finds; `digits` tells to how many digits, where it finds all. */
export interface FoundView {
  readonly by: string;
  readonly same: number;
  readonly of: number;
  readonly digits: number | null;
}

export interface StepView {
  readonly name: string;
  readonly kind: string;
  /** Steps that it reads. */
  readonly reads: readonly string[];
  readonly nodes: readonly NodeView[];
}

export interface ClaimView {
  readonly node: string;
  readonly name: string;
  readonly state: NodeState;
  /** null where it was not judged yet. */
  readonly holds: boolean | null;
  /** The condition in canonical form. */
  readonly claim: string;
  /** The sentence as the paper has it. */
  readonly text: string;
  readonly broken: readonly string[];
  /** The numbers that it is about. */
  readonly numbers: readonly ClaimedNumber[];
  /** The number of further numbers. */
  readonly moreNumbers: number;
}

/** A number that a claim is about; `value` of an undefined one says why. */
export interface ClaimedNumber {
  /** The result that it is of. */
  readonly node: string;
  readonly path: string;
  readonly is: 'value' | 'invalid' | 'absent';
  readonly value: string;
}

/** A comparison of printed tables with results. */
export interface PublishedView {
  readonly node: string;
  readonly tables: readonly {
    readonly name: string;
    readonly cells: readonly PublishedCell[];
  }[];
}

export interface PublishedCell {
  readonly row: string;
  readonly column: string;
  readonly published: string;
  readonly reproduced: string;
  readonly verdict: CellVerdict;
  readonly inStdErrors: string;
  readonly note: string;
  /** Is true where the note is the author's explanation. */
  readonly isExplained: boolean;
}

/** A state to compare the present one with: `last~1`, or a commit. */
export interface RunView {
  readonly name: string;
  /** `2026-01-31 09:30 UTC` */
  readonly at: string;
  readonly branch: string;
  readonly commit: string;
  readonly moved: number;
}

/** A folder to compare with, which the call of `papermake view` named. */
export interface FolderView {
  /** `folder~1`, by which the page asks for it. */
  readonly name: string;
  /** The path as the call wrote it. */
  readonly path: string;
}

/** A run that is going on, in whatever terminal. */
export interface RunProgress {
  readonly settled: number;
  readonly total: number;
  /** Seconds that are left by recorded times; null while nothing is known. */
  readonly left: number | null;
  readonly running: readonly {
    readonly node: string;
    readonly what: string;
    /** 0…1; null where the end is not known. */
    readonly done: number | null;
  }[];
  /** The progress of each cluster, in words. */
  readonly elsewhere: readonly string[];
}

export interface ProblemView {
  /** `pipeline.yaml:31:15` */
  readonly place: string;
  readonly message: string;
  /** The line with carets below it. */
  readonly excerpt: string;
  readonly hint: string;
}

/** Counts of specifications, as `papermake trials` tells them. */
export interface TrialsView {
  /** Null where there is no record. */
  readonly estimated: number | null;
  readonly printed: number;
  /** Holds those of them that the record does not have. */
  readonly unrecorded: number;
  /** The day since when they are counted; empty where there is no record. */
  readonly since: string;
}

export interface Overview {
  readonly title: string;
  /** The language of the page's own words. */
  readonly language: Language;
  readonly pipeline: string;
  /** The project's folder on this machine, for links into an editor; null in a report. */
  readonly folder: string | null;
  readonly steps: readonly StepView[];
  readonly claims: readonly ClaimView[];
  readonly published: readonly PublishedView[];
  readonly runs: readonly RunView[];
  readonly folders: readonly FolderView[];
  /** Names of the variables of which no value is shown. */
  readonly confidential: readonly string[];
  /** Null in a report, and where there is neither a record nor a specification in a table. */
  readonly trials: TrialsView | null;
}

/** Why there is no result, or why it is not the present one. */
export type NodeNotice = 'lost' | 'unmade' | 'old';

/** Why the page has nothing of what it asked for, where the page says it in its own words. */
export type AbsentCode =
  | 'no-state'
  | 'no-token'
  | 'no-node'
  | 'no-file'
  | 'no-pipeline'
  | 'not-in-file'
  | 'no-comparison'
  | 'no-such-state'
  | 'no-such-folder'
  | 'no-tables-there'
  | 'no-history';

/** The facts behind a result, beside the results that it reads. */
export interface Behind {
  /** The equation of its model, with labels; null where its kind writes none. */
  readonly equation: MathTree | null;
  readonly flow: RowFlow | null;
  readonly data: readonly ReadData[];
  /** Files of the project, of which it is made by whatever steps. */
  readonly files: readonly { readonly path: string; readonly digest: string }[];
  /** Claims that name it; `holds` is null where one was not judged yet. */
  readonly claims: readonly { readonly name: string; readonly text: string; readonly holds: boolean | null }[];
  /** Columns of a data set that something reads; empty for any other result. */
  readonly columns: readonly ColumnReaders[];
  /** Columns of tables that show it. */
  readonly shownIn: readonly ShownColumn[];
  /** The run that made it; null where none is on record, and in a report. */
  readonly made: (Pick<RunView, 'at' | 'branch' | 'commit'> & { readonly run: string }) | null;
  /** Its specification, and the day on which it was recorded first: null where it is not on record, and in a report. Null where it is no estimate. */
  readonly ledger: { readonly spec: string; readonly since: string | null } | null;
}

/** A column of data with what reads it, first in its own data set, then in later ones whose column of that name comes from it. */
export interface ColumnReaders {
  readonly column: string;
  readonly through: readonly {
    /** The data set. */
    readonly of: string;
    readonly by: readonly { readonly node: string; readonly shown: readonly ShownColumn[] }[];
    /** The number of further readers. */
    readonly more: number;
  }[];
}

/** A column of a table that shows a result. */
export interface ShownColumn {
  /** The node of the table. */
  readonly table: string;
  readonly caption: string;
  /** Its number or header; empty where it has none. */
  readonly column: string;
}

/** From the rows of the data to those that an estimate uses. */
export interface RowFlow {
  readonly of: string;
  readonly rows: number;
  readonly lost: readonly { readonly count: number; readonly why: string }[];
  readonly used: number;
}

/** Columns of a result that another one reads. */
export interface ReadData {
  readonly node: string;
  readonly columns: readonly { readonly name: string; readonly label: string; readonly digest: string }[];
}

export interface NodeDetail extends Behind {
  readonly node: string;
  readonly kind: string;
  /** Place and words of its declaration; null where the pipeline as it is now has none. */
  readonly yaml: { readonly line: number; readonly text: string } | null;
  readonly reads: readonly string[];
  readonly readers: readonly string[];
  /** Why it is as it is, the first line in a sentence. */
  readonly why: readonly string[];
  readonly warnings: readonly { readonly message: string; readonly hint: string }[];
  /** Problems of the last run. */
  readonly failure: readonly ProblemView[];
  readonly log: string;
  /** Seconds of the run that made the result. */
  readonly seconds: number | null;
  /** Null where the result is the present one. */
  readonly notice: NodeNotice | null;
  /** The estimates that it shows, by whether they were registered before their outcomes were read; null where no plan is registered. */
  readonly registered: { readonly confirmatory: readonly string[]; readonly exploratory: readonly string[] } | null;
  readonly blocks: readonly ViewBlock[];
}

/** Every value that the cells of a table had, as far as runs and commits tell. */
export interface TableHistory {
  /** The time of the first state that is known; empty in a report. */
  readonly since: string;
  /** By the place of a cell, `panel,row,column` from 0: the last value first. A cell that never moved is absent. */
  readonly cells: Readonly<Record<string, readonly CellValue[]>>;
}

export interface CellValue {
  /** When it came to be; empty in a report. */
  readonly at: string;
  /** The run, or the commit. */
  readonly by: string;
  /** null while there was no such cell. */
  readonly text: string | null;
  readonly distance: string;
  /** Why it is not the value before; empty of the first one, and where no record tells. */
  readonly because: readonly string[];
}

/** The changes in tables and claims between two states. */
export interface MovedView {
  readonly before: string;
  readonly after: string;
  readonly notes: readonly string[];
  /** Null where the pipeline makes no claims; `cells`: cells of what claims are about that moved. */
  readonly claimed: { readonly cells: number } | null;
  /** Estimates whose sign or stars moved, those of main coefficients first. */
  readonly first: readonly (MovedCell & { readonly table: string })[];
  /** Estimates that moved farthest in their former standard errors, the farthest first. */
  readonly largest: readonly (MovedCell & { readonly table: string })[];
  readonly tables: readonly {
    readonly table: string;
    readonly is: 'changed' | 'new' | 'gone';
    readonly cells: number;
    /** Cells that are printed as before, though their values moved. */
    readonly hidden: number;
    readonly groups: readonly MovedGroup[];
    /** The table as it is now, its moved cells marked; null where all of it is new or gone. */
    readonly printed: TableBlock | null;
  }[];
  readonly claims: readonly {
    readonly claim: string;
    /** null where it was not made. */
    readonly before: boolean | null;
    readonly after: boolean | null;
    readonly because: readonly string[];
  }[];
  readonly unknown: readonly string[];
}

export interface MovedGroup {
  /** Columns that are new or gone as a whole. */
  readonly whole: readonly { readonly column: string; readonly is: 'new' | 'gone'; readonly cells: number }[];
  readonly cells: readonly MovedCell[];
  /** Empty where no record tells why. */
  readonly because: readonly string[];
}

export interface MovedCell {
  readonly row: string;
  readonly column: string;
  /** null where there was no such cell. */
  readonly before: string | null;
  readonly after: string | null;
  readonly distance: string;
  /** The estimate's sign or, where that stayed, its stars. */
  readonly change: 'sign' | 'stars' | null;
  /** Says whether a claim is about the estimate, or the estimate is the first coefficient of its table. */
  readonly isMain: boolean;
}

/** The state that changes while the page is open. */
export interface Live {
  /** Counts up whenever something but the progress changed. */
  readonly version: number;
  readonly progress: RunProgress | null;
  /** Problems of the pipeline. The page then shows the last state without problems. */
  readonly problems: readonly ProblemView[];
}

/** The data that a report embeds. */
export interface Embedded {
  readonly overview: Overview;
  readonly details: Readonly<Record<string, NodeDetail>>;
  /** The number of nodes without details here, since there were too many. */
  readonly left: number;
  readonly moved: MovedView | null;
  /** By the node of each table. */
  readonly histories: Readonly<Record<string, TableHistory>>;
  /** Is true where the report holds values of data. */
  readonly withValues: boolean;
}
