/** Counts the nodes of large steps: after its first nodes, which have a line each, a step of a thousand takes one line more. */
import type { NodeId } from '../../base/brand.ts';
import { stepOf } from '../../engine/pipeline/reference.ts';

/** The largest number of nodes of one step that have a line each. */
const NAMED = 20;

export interface StepCount {
  readonly step: string;
  readonly nodes: number;
  readonly seconds: number;
}

export class Many {
  readonly #named = new Map<string, number>();
  #counted: StepCount | undefined;

  /** True where the node is counted, and needs no line of its own. */
  counts(node: NodeId, seconds: number): boolean {
    const step = stepOf(node);
    const named = this.#named.get(step) ?? 0;
    this.#named.set(step, named + 1);
    if (named < NAMED) return false;
    const before = this.#counted?.step === step ? this.#counted : { step, nodes: 0, seconds: 0 };
    this.#counted = { step, nodes: before.nodes + 1, seconds: before.seconds + seconds };
    return true;
  }

  /** Takes what was counted since it was last told; undefined while the next node is of the same step. */
  take(next?: NodeId): StepCount | undefined {
    const counted = this.#counted;
    if (counted === undefined || (next !== undefined && stepOf(next) === counted.step)) return undefined;
    this.#counted = undefined;
    return counted;
  }
}
