/** Plans of a pipeline's text, whole and amended, and what is written of them. */
import { expect } from 'vitest';
import type { NodeId } from '../../src/base/brand.ts';
import { canonicalJson } from '../../src/base/canonical.ts';
import type { Problem } from '../../src/base/problem.ts';
import type { GraphNode } from '../../src/engine/graph.ts';
import type { Kinds } from '../../src/engine/kinds.ts';
import { expand, type Plan } from '../../src/engine/pipeline/expand.ts';
import { loadSpec } from '../../src/engine/pipeline/load.ts';
import { KeptNodes, type NodeTable } from '../../src/engine/resume/kept-nodes.ts';
import { nodesToKeep } from '../../src/engine/resume/plan-nodes.ts';
import { type Levels, type Making, type Planned, servicesOf } from '../../src/engine/resume/planned.ts';
import { replan } from '../../src/engine/resume/replan.ts';
import { ProjectFiles } from '../../src/engine/system/files.ts';

export type Whole = Planned & { readonly making: Making };

export interface Amended {
  readonly amended: boolean;
  readonly same: boolean;
  readonly after: Whole | readonly Problem[];
}

/** Whole plans of the texts of one project, and plans that are amended from those before them. */
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

  /** As a run from nothing plans it; its problems where something is wrong. */
  whole(text: string): Whole | readonly Problem[] {
    const { spec, problems, misfits } = loadSpec('pipeline.yaml', text, this.#kinds);
    if (!spec || problems.length > 0 || misfits.length > 0) return problems;
    let levels: Levels = new Map();
    for (;;) {
      const plan: Plan = expand(spec, this.#kinds, new ProjectFiles(this.#root), levels);
      if (plan.problems.length > 0) return plan.problems;
      const asked = [...new Set([...plan.graph.levels.values()].flat())];
      if (asked.every((id) => levels.has(id)))
        return { ...plan, levels, services: servicesOf(spec), making: { text, ids: plan.ids, asked: plan.asked } };
      levels = new Map(
        asked.map((id): [NodeId, readonly string[]] => {
          const { column } = plan.graph.nodes.get(id)!.params as { readonly column: string };
          return [id, this.#levelsOf(column)];
        }),
      );
    }
  }

  /**
   * Amends a plan, which came back from its file, to another text, and holds it against the whole text's. Returns the plan of that text, or
   * its problems, whether it could be amended, and whether it was taken for the same.
   */
  amend(before: Whole, text: string): Amended {
    const after = this.whole(text);
    const kept = this.#kept(before);
    const found = replan(kept, 'pipeline.yaml', text, this.#kinds, new ProjectFiles(this.#root));
    if (!found) return { amended: false, same: false, after };
    const amended = 'planned' in found ? found : { planned: found, anew: new Set<NodeId>() };
    if (!('graph' in after)) throw new Error(`amended though it is wrong: ${after.map(({ message }) => message)}`);
    expect(written(amended.planned as Whole)).toEqual(written(after));
    for (const id of after.graph.nodes.keys()) {
      const same = before.graph.nodes.has(id) && recipe(before, id) === recipe(after, id);
      if (!same) expect(amended.anew).toContain(id);
    }
    return { amended: true, same: amended.planned.graph === kept.graph, after: amended.planned as Whole };
  }

  #kept(plan: Whole): Whole {
    const { table, bytes } = nodesToKeep(plan.graph.nodes);
    const nodes = new KeptNodes(JSON.parse(JSON.stringify(table)) as NodeTable, bytes, this.#kinds);
    return { ...plan, graph: { ...plan.graph, nodes } };
  }
}

/** All that is written of a plan, in order. */
function written({ graph, levels, warnings, making }: Whole): unknown {
  const nodes = [...graph.nodes.values()].map(saidOf);
  return JSON.parse(
    JSON.stringify({ nodes, steps: [...graph.levels], levels: [...levels], warnings, ids: [...making.ids] }),
  );
}

/** Members are named, since a kept node answers for them by accessors. */
function saidOf(node: GraphNode): object {
  const { id, step, loaded, params, artifact, inputs, origins, at, outputs, seed, cost, how, view, numbered } = node;
  return {
    id,
    step,
    kind: loaded.name,
    params,
    artifact,
    inputs,
    origins,
    at,
    outputs,
    seed,
    cost,
    how,
    view,
    numbered,
  };
}

const recipe = ({ graph }: Planned, id: NodeId): string => {
  const { loaded, params, inputs, outputs, seed } = graph.nodes.get(id)!;
  return canonicalJson([loaded.name, params, inputs, outputs ?? null, seed ?? null]);
};
