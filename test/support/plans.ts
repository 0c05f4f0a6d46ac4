/** Plans of a pipeline's text, whole and amended, and what is written of them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { NodeId } from '../../src/base/brand.ts';
import { canonicalJson } from '../../src/base/canonical.ts';
import type { Problem } from '../../src/base/problem.ts';
import type { GraphNode } from '../../src/engine/graph.ts';
import type { Kinds } from '../../src/engine/kinds.ts';
import { type ExpandedPlan, expand } from '../../src/engine/pipeline/expand.ts';
import { loadSpec } from '../../src/engine/pipeline/load.ts';
import { AmendedNodes } from '../../src/engine/resume/amended-nodes.ts';
import { PLAN } from '../../src/engine/resume/ids-left.ts';
import type { KeptNodes } from '../../src/engine/resume/kept-nodes.ts';
import { readPlan, writeAmendment, writePlan } from '../../src/engine/resume/plan-file.ts';
import { type Making, type NodeLevels, type PlannedGraph, plannedOf } from '../../src/engine/resume/planned.ts';
import { type KeptPlanned, replan } from '../../src/engine/resume/replan.ts';
import { ProjectFiles, STORE, writeAtomically } from '../../src/engine/system/files.ts';
import { scratchFolder } from './scratch.ts';

export type Whole = PlannedGraph & { readonly making: Making };

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
  /** The plan that was written last without an amendment. */
  #written: { readonly nodes: KeptNodes; readonly sum: string; readonly bytes: Buffer } | undefined;

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
    let levels: NodeLevels = new Map();
    for (;;) {
      const plan: ExpandedPlan = expand(spec, this.#kinds, new ProjectFiles(this.#root), levels);
      if (plan.problems.length > 0) return plan.problems;
      const asked = [...new Set([...plan.graph.levels.values()].flat())];
      if (asked.every((id) => levels.has(id))) return plannedOf(spec, plan, levels) as Whole;
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

  /** Gives the plan as it comes back from its files: where it was amended, beside the plan that it was amended from. */
  #kept(plan: Whole): KeptPlanned & Whole {
    const notes = mkdtempSync(join(scratchFolder(), 'papermake-plans-'));
    try {
      const { nodes } = plan.graph;
      const written = nodes instanceof AmendedNodes && nodes.base === this.#written?.nodes ? this.#written : undefined;
      const file = join(notes, STORE, PLAN);
      if (written) writeAtomically(file, written.bytes, { temporaries: notes });
      const amended = written && writeAmendment(notes, written.sum, plan);
      const sum = amended ?? writePlan(notes, 'pipeline.yaml', this.#kinds, plan)!;
      const { planned, base, making } = readPlan(notes, 'pipeline.yaml', this.#kinds, sum)!;
      const kept = planned.graph.nodes;
      this.#written = { nodes: kept instanceof AmendedNodes ? kept.base : kept, sum: base, bytes: readFileSync(file) };
      return { ...planned, making: making() ?? plan.making };
    } finally {
      rmSync(notes, { recursive: true });
    }
  }
}

/** All that is written of a plan, in order. */
function written({ graph, levels, warnings, described }: Whole): unknown {
  const nodes = [...graph.nodes.values()].map(saidOf);
  const steps = [...new Set(nodes.map(({ step }) => step))].sort();
  const ids = steps.map((step) => [step, described.get(step)]);
  return JSON.parse(JSON.stringify({ nodes, steps: [...graph.levels], levels: [...levels], warnings, ids }));
}

/** Members are named, since a kept node answers for them by accessors. */
function saidOf(node: GraphNode) {
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

const recipe = ({ graph }: PlannedGraph, id: NodeId): string => {
  const { loaded, params, inputs, outputs, seed } = graph.nodes.get(id)!;
  return canonicalJson([loaded.name, params, inputs, outputs ?? null, seed ?? null]);
};
