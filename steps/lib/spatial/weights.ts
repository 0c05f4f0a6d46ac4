/** Spatial weights as an artifact, and how the steps that use them find and read them. */
import type { NodeId } from '../../../src/base/brand.ts';
import { canonicalJson } from '../../../src/base/canonical.ts';
import type { Artifact, ArtifactReader } from '../../../src/base/reader.ts';
import {
  type SpatialWeights,
  type Standardize,
  summary,
  type WeightsSummary,
} from '../../../src/econ/spatial/weights.ts';
import type { InputSpec, PlanContext, YamlPath } from '../../../src/engine/step.ts';

export const weightsType = 'weights';

export interface SaidOfWeights {
  readonly type: string;
  /** The column that names the units. */
  readonly unit: string;
}

/** `weights` is what people are shown first; the rest is for the steps that use them. */
export function weightsArtifact(weights: SpatialWeights, said: SaidOfWeights): Artifact {
  const { islands, s0, s1, s2, eigMin, eigMax, ...counts } = summary(weights);
  const shown = { ...counts, ...said, standardize: weights.standardize, islands, s0, s1, s2, eigMin, eigMax };
  const json = (value: unknown): Uint8Array => new TextEncoder().encode(canonicalJson(value));
  return {
    type: weightsType,
    parts: new Map([
      ['weights', json(shown)],
      ['units', json(weights.units)],
      ['matrix', bytesOf(weights.matrix)],
      ['eigen', bytesOf(Float64Array.of(...weights.eigen.real, ...weights.eigen.imaginary))],
    ]),
  };
}

/** Adding 0 turns −0 into 0. */
const bytesOf = (values: Float64Array): Uint8Array => new Uint8Array(values.map((value) => value + 0).buffer);

const numbersOf = (bytes: Uint8Array): Float64Array =>
  new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));

export interface StoredWeights extends SpatialWeights {
  readonly summary: WeightsSummary & SaidOfWeights;
}

export function readWeights(reader: ArtifactReader): StoredWeights {
  const units = reader.json('units') as readonly string[];
  const summed = reader.json('weights') as unknown as StoredWeights['summary'] & { readonly standardize: Standardize };
  const eigen = numbersOf(reader.bytes('eigen'));
  const [real, imaginary] = [eigen.slice(0, units.length), eigen.slice(units.length)];
  return {
    units,
    matrix: numbersOf(reader.bytes('matrix')),
    standardize: summed.standardize,
    eigen: { real, imaginary },
    summary: summed,
  };
}

/** The node of a step of weights; complains at `at` where it is something else. */
export function weightsNode(reference: string, at: YamlPath, plan: PlanContext): NodeId | undefined {
  const node = plan.node(reference, at);
  if (node === undefined) return undefined;
  if (plan.artifact(node) === weightsType) return node.id;
  const hint = 'name a step of kind `spatial_weights`';
  return void plan.complain({
    code: 'not-weights',
    message: `\`${reference}\` makes no spatial weights`,
    path: at,
    hint,
  });
}

export const weightsInput = (node: NodeId): InputSpec => ({
  is: 'node',
  node,
  parts: ['eigen', 'matrix', 'units', 'weights'],
});
