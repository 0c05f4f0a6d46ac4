/** A graph with what it was expanded from, as one run leaves it to the next. */
import type { NodeId } from '../../base/brand.ts';
import type { Problem } from '../../base/problem.ts';
import type { Graph } from '../graph.ts';
import type { Looked } from '../pipeline/looked.ts';
import type { Asked } from '../pipeline/plan-dependencies.ts';

export type Levels = ReadonlyMap<NodeId, readonly string[]>;

/** A graph with what it was expanded from. */
export interface Planned {
  readonly graph: Graph;
  readonly levels: Levels;
  readonly warnings: readonly Problem[];
  /** What was read of files to plan. */
  readonly looked: Looked;
  /** How it was made, where that is known. */
  readonly making?: Making;
}

/** What an edit of the pipeline is held against, so that it costs no more than what it touches. */
export interface Making {
  /** Of the pipeline. */
  readonly text: string;
  /** Step → its nodes, as it described them. */
  readonly ids: ReadonlyMap<string, readonly NodeId[]>;
  /** Step → what else it was made with. */
  readonly asked: ReadonlyMap<string, Asked>;
}
