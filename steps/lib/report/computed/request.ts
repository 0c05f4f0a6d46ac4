/** Defines what the computed rows of a table ask of its columns, as it stands in the parameters of nodes. */
import type { NodeId } from '../../../../src/base/brand.ts';
import type { AskedMoments } from '../../../../src/econ/shown/sample-moments.ts';
import type { CombinationSpec, ModelSpec, NonlinearSpec, TestSpec } from '../../../../src/econ/spec.ts';
import type { Located } from '../../result-path.ts';

/** Parameters of the node that takes moments over the rows of one model. */
export interface MomentsParams {
  readonly model: ModelSpec;
  readonly asked: readonly AskedMoments[];
}

/** Holds what rows ask of one node that the table shows. */
export interface AskedOfColumn {
  /** The node of its moments, and what they are of; absent where none are asked for. */
  readonly moments?: { readonly node: NodeId; readonly asked: readonly AskedMoments[] };
  /** Text of a test, combination or function → what it is in this model; null where the model lacks a term of it. */
  readonly tests?: Readonly<Record<string, TestSpec | null>>;
  readonly lincom?: Readonly<Record<string, CombinationSpec | null>>;
  readonly nlcom?: Readonly<Record<string, NonlinearSpec | null>>;
  /** A condition as written → its canonical text, where that is another. */
  readonly where?: Readonly<Record<string, string>>;
}

/** Absent members are those that nothing asks for. */
export interface ComputedRequest {
  /** Printed path → the result of another step that it names. */
  readonly paths?: Readonly<Record<string, Located>>;
  /** Requests on columns, by node. */
  readonly columns?: Readonly<Record<string, AskedOfColumn>>;
}
