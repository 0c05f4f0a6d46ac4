/** What the page is told of a paper: the one data model that `papermake view` serves and `papermake report` embeds. */
import type { Block } from '../show/block.ts';

/** `failed`: it failed in the last run. A run that is going on has nodes that are `running`. */
export type NodeState = 'fresh' | 'cached' | 'stale' | 'pending' | 'running' | 'failed';

export interface NodeView {
  readonly id: string;
  /** The id without the step's name. */
  readonly label: string;
  readonly state: NodeState;
  /** What it gives the paper: a table or figure, which the page shows as the paper does. */
  readonly prints?: 'table' | 'figure';
  /** Whether its last run warned. */
  readonly warns?: true;
  /** Tells what other engines say of it, and whether one finds another value. */
  readonly witness?: { readonly said: string; readonly isDoubted: boolean };
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
  readonly numbers: readonly { readonly path: string; readonly value: string }[];
  /** How many numbers there are besides those. */
  readonly moreNumbers: number;
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
  readonly verdict: string;
  readonly inStdErrors: string;
  readonly note: string;
  /** Whether the note is the author's explanation. */
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

/** A run that is going on, in whatever terminal. */
export interface Progress {
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
  /** How far each cluster is, in words. */
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

export interface Overview {
  readonly title: string;
  readonly pipeline: string;
  readonly steps: readonly StepView[];
  readonly claims: readonly ClaimView[];
  readonly published: readonly PublishedView[];
  readonly runs: readonly RunView[];
  /** Names of the variables of which no value is shown. */
  readonly confidential: readonly string[];
}

export interface NodeDetail {
  readonly node: string;
  readonly kind: string;
  /** Place and words of its declaration; null where the pipeline as it is now has none. */
  readonly yaml: { readonly line: number; readonly text: string } | null;
  readonly reads: readonly string[];
  readonly readers: readonly string[];
  /** Why it is as it is, the first line in a sentence. */
  readonly why: readonly string[];
  readonly warnings: readonly string[];
  /** What went wrong in the last run. */
  readonly failure: readonly ProblemView[];
  readonly log: string;
  /** Seconds of the run that made the result. */
  readonly seconds: number | null;
  /** Why there is no result, or why it is not the present one; empty where it is. */
  readonly notice: string;
  readonly blocks: readonly Block[];
}

/** What moved in tables and claims between two states. */
export interface MovedView {
  readonly before: string;
  readonly after: string;
  readonly headline: string;
  readonly notes: readonly string[];
  readonly tables: readonly {
    readonly table: string;
    readonly is: 'changed' | 'new' | 'gone';
    readonly cells: number;
    /** Cells that are printed as before, though their values moved. */
    readonly hidden: number;
    readonly groups: readonly MovedGroup[];
  }[];
  readonly claims: readonly {
    readonly claim: string;
    readonly before: string;
    readonly after: string;
    readonly because: readonly string[];
  }[];
  readonly unknown: readonly string[];
}

export interface MovedGroup {
  readonly whole: readonly string[];
  readonly cells: readonly {
    readonly row: string;
    readonly column: string;
    readonly before: string;
    readonly after: string;
    readonly distance: string;
  }[];
  readonly because: readonly string[];
}

/** What changes while the page is open. */
export interface Live {
  /** Counts up whenever something but the progress changed. */
  readonly version: number;
  readonly progress: Progress | null;
  /** What is wrong with the pipeline; the page then shows the last state in which it was right. */
  readonly problems: readonly ProblemView[];
}

/** What a report embeds. */
export interface Embedded {
  readonly overview: Overview;
  readonly details: Readonly<Record<string, NodeDetail>>;
  /** How many nodes have no details here, since there were too many. */
  readonly left: number;
  readonly moved: MovedView | null;
  /** Whether values of data are in it. */
  readonly withValues: boolean;
}
