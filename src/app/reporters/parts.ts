/** Gathers what the nodes took that work for their step alone, whose names no user wrote, so that it is told with the step's own. */
import type { NodeId } from '../../base/brand.ts';
import { stepOf } from '../../engine/pipeline/reference.ts';

interface Tally {
  readonly parts: number;
  readonly seconds: number;
}

export class PartTally {
  readonly #of = new Map<string, Tally>();

  note(part: NodeId, seconds: number): void {
    const { parts, seconds: before } = this.#of.get(stepOf(part)) ?? { parts: 0, seconds: 0 };
    this.#of.set(stepOf(part), { parts: parts + 1, seconds: before + seconds });
  }

  /** The parts of the node's step since they were last told. */
  take(node: NodeId): Tally {
    const tally = this.#of.get(stepOf(node));
    this.#of.delete(stepOf(node));
    return tally ?? { parts: 0, seconds: 0 };
  }
}
