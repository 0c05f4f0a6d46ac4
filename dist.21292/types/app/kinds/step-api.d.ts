/** The module `papermake/step`, which a project's own step kinds import. */
export { type Static, type TSchema, Type } from 'typebox';
export type { NodeId } from '../../base/brand.ts';
export type { Json } from '../../base/json.ts';
export { Refusal } from '../../base/problem.ts';
export type { Artifact, ArtifactReader, FileReader } from '../../base/reader.ts';
export { aside, datum, either, SOME_VARIABLE } from '../../base/value.ts';
export { type Complaint, defineStep, type NodeSpec, type PlanContext, type Read, type RunContext, type Step, type StepKind, } from '../../engine/step.ts';
export type { Frame } from '../../frame/frame.ts';
export { frameArtifact, readFrame } from '../../frame/stored/artifact.ts';
