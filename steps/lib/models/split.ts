/** Splits models: one for each value of a column, and the values come from a `levels` node. */
import type { NodeId } from '../../../src/base/brand.ts';
import { canonicalJson } from '../../../src/base/canonical.ts';
import type { Json } from '../../../src/base/json.ts';
import { type ModelSpec, variablesOfCondition } from '../../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, YamlPath } from '../../../src/engine/step.ts';
import { frameInput } from '../frame-source.ts';

/** Asks for levels, one node for each column and sample that is split. */
export class Splitter {
  readonly #step: string;
  readonly #plan: PlanContext;
  readonly #nodes = new Map<string, NodeSpec>();

  constructor(step: string, plan: PlanContext) {
    this.#step = step;
    this.#plan = plan;
  }

  /** Levels in the declared order, else the data's; undefined until the node has run. */
  levels(column: string, spec: ModelSpec, frame: NodeId, at: YamlPath): readonly string[] | undefined {
    const found = this.#plan.levels(this.#node(column, spec, frame, at));
    if (found === undefined) return undefined;
    if (found.length === 0) {
      const message = `\`${column}\` has no value in the rows that are split`;
      this.#plan.complain({ code: 'no-node', message, path: at });
    }
    return this.#plan.inDeclaredOrder(column, found);
  }

  #node(column: string, { sample, exclude }: ModelSpec, frame: NodeId, at: YamlPath): NodeSpec {
    const params: Json = { column, sample, exclude };
    const identity = canonicalJson([params, frame]);
    let node = this.#nodes.get(identity);
    if (node === undefined) {
      const columns = [sample, exclude].flatMap((text) => (text === null ? [] : variablesOfCondition(text)));
      const suffix = this.#nodes.size === 0 ? '' : `.${this.#nodes.size + 1}`;
      node = {
        id: `${this.#step}@levels${suffix}` as NodeId,
        kind: 'levels',
        params,
        inputs: { data: frameInput(frame, [column, ...columns]) },
        origins: { column: { path: at, text: column } },
      };
      this.#nodes.set(identity, node);
    }
    return node;
  }
}
