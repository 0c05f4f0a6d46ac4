/** What expanding one step has given so far. */
import type { NodeId } from '../../base/brand.ts';
import type { NodeSpec } from '../step.ts';

export type StepNode = NodeSpec & { readonly step: string };

export interface Expansion {
  readonly nodes: StepNode[];
  /** Levels nodes that must run before the step's nodes are known. */
  readonly waitsFor: Set<NodeId>;
  /** All levels nodes it asks for, known or not. */
  readonly asks: Set<NodeId>;
  /** Something was said against the step: nodes of it may be lacking. */
  isWrong: boolean;
}
