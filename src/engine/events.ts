/** Defines the events of a run, which reporters turn into lines, JSON or a progress bar. */
import type { NodeId } from '../base/brand.ts';
import type { Json } from '../base/json.ts';
import type { Problem } from '../base/problem.ts';
import type { Reason } from './store/records.ts';
import type { Elsewhere } from './store/run-now.ts';

export type RunEvent =
  | {
      readonly event: 'plan';
      readonly nodes: number;
      readonly pending: readonly string[];
      /** Warnings about the pipeline as written, each told once. */
      readonly warnings: readonly Problem[];
    }
  | { readonly event: 'start'; readonly node: NodeId; readonly reasons: readonly Reason[] }
  | { readonly event: 'progress'; readonly node: NodeId; readonly done: number | undefined; readonly what: string }
  | {
      readonly event: 'ran';
      readonly node: NodeId;
      readonly seconds: number;
      readonly changed: boolean;
      readonly warnings: readonly Problem[];
      /** Further notes of the node about its run, in a few words each. */
      readonly notes: readonly string[];
    }
  /** The result was recorded before, here or, where it is `from` the shared cache, elsewhere. */
  | {
      readonly event: 'cached';
      readonly node: NodeId;
      readonly reasons: readonly Reason[];
      readonly from?: 'cache';
      /** Warnings of the run elsewhere that made the result. */
      readonly warnings?: readonly Problem[];
    }
  /** Reports a fault of the shared cache. Nodes are computed all the same. */
  | { readonly event: 'cache'; readonly says: string }
  /** Reports that the run waits for results to reach the shared cache, and how many are left. */
  | { readonly event: 'giving'; readonly left: number }
  /** Reports a notice about a cluster that runs nodes. */
  | { readonly event: 'cluster'; readonly says: string }
  /** Reports the progress of a cluster, where it has changed. */
  | ({ readonly event: 'workers'; readonly begun: readonly Begun[] } & Elsewhere)
  | { readonly event: 'fresh'; readonly node: NodeId }
  /** Nodes that no change reaches: each is fresh. Thousands are told at once. */
  | { readonly event: 'left'; readonly nodes: readonly NodeId[] }
  | { readonly event: 'failed'; readonly node: NodeId; readonly problems: readonly Problem[] }
  /** `starts`: what the node would have started, which the user has not let the project do. */
  | {
      readonly event: 'skipped';
      readonly node: NodeId;
      readonly because: readonly NodeId[];
      /** Programs and code that it would start, for which it needs trust. */
      readonly starts?: string;
      /** The withheld variables that it would read before the plan is registered. */
      readonly unregistered?: readonly string[];
    }
  | { readonly event: 'removed'; readonly path: string }
  /** A file that papermake did not write stood where an output goes, and is kept under another name. */
  | { readonly event: 'kept'; readonly path: string; readonly as: string }
  /** An output stays as it was, since another program has it open. */
  | { readonly event: 'held'; readonly path: string; readonly problem: Problem }
  /** A claim is judged when everything else is settled. */
  | ({ readonly event: 'claim' } & ClaimOutcome)
  /** Reports nodes that early cutoff saved. */
  | ({ readonly event: 'spared' } & Spared)
  | ({ readonly event: 'done' } & RunOutcome);

/** Nodes that a worker has begun with, which does them one after the other. */
export interface Begun {
  /** Its number as the scheduler has it, and its machine. */
  readonly worker: string;
  readonly nodes: readonly NodeId[];
}

/** The outcome of a claim, as the artifact of type `verdict` of its node holds it. */
export interface ClaimOutcome {
  readonly node: NodeId;
  readonly holds: boolean;
  /** The condition in canonical form. */
  readonly claim: string;
  /** The sentence as the paper has it; empty where none was given. */
  readonly text: string;
  /** Messages of what contradicts the claim, ready to print. */
  readonly broken: readonly { readonly message: string; readonly [more: string]: Json }[];
}

/** Nodes below one that ran, which stayed fresh because nothing they read changed. */
export interface Spared {
  readonly nodes: readonly NodeId[];
  /** Nodes that ran and stopped the wave, in graph order. */
  readonly by: readonly NodeId[];
}

export interface RunOutcome {
  readonly ran: readonly NodeId[];
  readonly cached: readonly NodeId[];
  readonly fresh: readonly NodeId[];
  readonly failed: readonly NodeId[];
  readonly skipped: readonly NodeId[];
  /** The `cached` nodes that the shared cache gave, where there are any. */
  readonly fetched?: readonly NodeId[];
  /** Holds those of the `skipped` nodes that need trust, with what they would start, where there are any. */
  readonly withheld?: readonly { readonly node: NodeId; readonly starts: string }[];
  /** Holds those of the `skipped` nodes that wait for the plan to be registered, with the withheld variables that they read, where there are any. */
  readonly unregistered?: readonly { readonly node: NodeId; readonly reads: readonly string[] }[];
  /** Outputs that stay as they were, since other programs have them open, where there are any. */
  readonly held?: readonly string[];
  readonly seconds: number;
}

/** Says whether a run left nothing undone. */
export const isComplete = ({ failed, skipped, held }: RunOutcome): boolean =>
  failed.length === 0 && skipped.length === 0 && held === undefined;

export type Listen = (event: RunEvent) => void;
