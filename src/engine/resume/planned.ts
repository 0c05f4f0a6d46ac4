/** The plan that one run leaves to the next: a graph with what it was expanded from. */
import type { NodeId } from '../../base/brand.ts';
import type { Problem } from '../../base/problem.ts';
import type { Graph } from '../graph.ts';
import type { ExpandedPlan } from '../pipeline/expand.ts';
import type { PipelineSpec } from '../pipeline/load.ts';
import type { Looked } from '../pipeline/looked.ts';
import type { Pieces } from '../pipeline/source/entries.ts';
import { AskedSteps } from './asked-steps.ts';
import type { Described } from './described-nodes.ts';

/** Sections that few pipelines declare; of a section that is absent, no code is loaded and no file is read. */
const services = ['cache', 'executors', 'withhold'] as const;

/** `standings`: notes of tables may say what is registered. */
export type Service = (typeof services)[number] | 'standings';

export const servicesOf = ({ project, source }: Pick<PipelineSpec, 'project' | 'source'>): Service[] => [
  ...services.filter((name) => project[name] !== undefined),
  ...(/\bregistered\b/.test(source.text) ? (['standings'] as const) : []),
];

export type NodeLevels = ReadonlyMap<NodeId, readonly string[]>;

/** A graph with what it was expanded from. */
export interface PlannedGraph {
  readonly graph: Graph;
  readonly levels: NodeLevels;
  readonly services: readonly Service[];
  readonly warnings: readonly Problem[];
  /** What was read of files for the plan. */
  readonly looked: Looked;
  /** The nodes of each step. */
  readonly described: Described;
  /** How it was made, where that is known. */
  readonly making?: Making;
}

/** How a plan was made, with which an edited pipeline is compared, so that an edit costs no more than what it touches. */
export interface Making {
  /** The pipeline's text. */
  readonly text: string;
  /** The pieces into which the text was cut; undefined where it was not, or cannot be. */
  readonly pieces?: Pieces | undefined;
  /** Holds what each step asked of others. */
  readonly asked: AskedSteps;
}

/** The plan of a whole text, as it was expanded with these levels. */
export function plannedOf(
  spec: PipelineSpec,
  { graph, warnings, looked, ids, asked }: ExpandedPlan,
  levels: NodeLevels,
): PlannedGraph {
  const making = { text: spec.source.text, asked: new AskedSteps().with(asked) };
  return { graph, levels, services: servicesOf(spec), warnings, looked, described: ids, making };
}
