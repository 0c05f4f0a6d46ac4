/** The plan that one run leaves to the next: a graph with what it was expanded from. */
import type { NodeId } from '../../base/brand.ts';
import type { Problem } from '../../base/problem.ts';
import type { Graph } from '../graph.ts';
import type { ExpandedPlan } from '../pipeline/expand.ts';
import type { PipelineSpec } from '../pipeline/load.ts';
import type { Looked } from '../pipeline/looked.ts';
import type { ProjectDecl } from '../step.ts';

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
  /** The facts of files that the plan was made from. */
  readonly looked: Looked;
  /** Holds what the pipeline declares beside its steps. */
  readonly project: ProjectDecl;
}

/** The plan of a whole text, as it was expanded with these levels. */
export function plannedOf(
  spec: PipelineSpec,
  { graph, warnings, looked }: ExpandedPlan,
  levels: NodeLevels,
): PlannedGraph {
  return { graph, levels, services: servicesOf(spec), warnings, looked, project: spec.project };
}
