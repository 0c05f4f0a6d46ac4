/** Plans of a pipeline's text as a run from nothing makes them. */
import type { NodeId } from '../../src/base/brand.ts';
import type { Problem } from '../../src/base/problem.ts';
import type { Kinds } from '../../src/engine/kinds.ts';
import { type ExpandedPlan, expand } from '../../src/engine/pipeline/expand.ts';
import { loadSpec } from '../../src/engine/pipeline/load.ts';
import { type NodeLevels, type PlannedGraph, plannedOf } from '../../src/engine/resume/planned.ts';
import { ProjectFiles } from '../../src/engine/system/files.ts';

/** Plans the texts of one project. */
export class Plans {
  readonly #root: string;
  readonly #kinds: Kinds;
  readonly #levelsOf: (column: string) => readonly string[];

  /** `levelsOf` are the values of a column that models are split by. */
  constructor(root: string, kinds: Kinds, levelsOf: (column: string) => readonly string[]) {
    this.#root = root;
    this.#kinds = kinds;
    this.#levelsOf = levelsOf;
  }

  /** The plan of a text; its problems where something is wrong. */
  whole(text: string): PlannedGraph | readonly Problem[] {
    const { spec, problems, misfits } = loadSpec('pipeline.yaml', text, this.#kinds);
    if (!spec || problems.length > 0 || misfits.length > 0) return problems;
    let levels: NodeLevels = new Map();
    for (;;) {
      const plan: ExpandedPlan = expand(spec, this.#kinds, new ProjectFiles(this.#root), levels);
      if (plan.problems.length > 0) return plan.problems;
      const asked = [...new Set([...plan.graph.levels.values()].flat())];
      if (asked.every((id) => levels.has(id))) return plannedOf(spec, plan, levels);
      levels = new Map(
        asked.map((id): [NodeId, readonly string[]] => {
          const { column } = plan.graph.nodes.get(id)!.params as { readonly column: string };
          return [id, this.#levelsOf(column)];
        }),
      );
    }
  }
}
