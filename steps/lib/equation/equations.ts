/** Gives kinds that print equations access to those of other kinds. */
import type { Json } from '../../../src/base/json.ts';
import type { Result } from '../../../src/base/result.ts';
import type { EquationLine } from '../../../src/econ/equation/equation.ts';
import type { EquationNames } from '../../../src/econ/equation/symbols.ts';
import type { EquationWriter } from '../../../src/econ/equation/writer.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, YamlPath } from '../../../src/engine/step.ts';
import type { EquationOptions } from './keys.ts';

/** How results of a kind are written as equations, by their nodes' parameters. */
export interface RoomEquation {
  /** Is false of nodes whose method has no equation; absent where all have one. */
  readonly isOf?: (params: Json) => boolean;
  /** The terms of its regressors, and those that stand by themselves where the others are a sum and nothing is said. */
  terms(params: Json): { readonly all: readonly string[]; readonly kept: readonly string[] };
  write(params: Json, by: EquationWriter): readonly EquationLine[];
}

/** The equation of a model's specification, by the estimator of it. */
export interface EquationRequest {
  readonly node: NodeSpec;
  readonly options: EquationOptions;
  /** Where each option was said. */
  readonly at: (option: keyof EquationOptions | 'of') => YamlPath;
}

/** Access to the equations of kinds, which are planned and are no part of a node's code. */
export interface Equations {
  /** The formula as LaTeX has it between dollars; undefined after a complaint. */
  formula(request: EquationRequest, plan: PlanContext): string | undefined;
  /** The formula of a node that is planned already, by its labels; undefined where its kind writes none. */
  ofNode(node: NamedEquation): string | undefined;
}

/** A node whose equation is wanted as its kind usually writes it. */
export interface NamedEquation {
  readonly node: Pick<NodeSpec, 'id' | 'params' | 'inputs'>;
  readonly kind: string;
  /** The declaration of its result by the node's kind. */
  readonly result: Result | undefined;
  readonly panel: EquationNames['panel'];
  readonly label: (column: string) => string | undefined;
  readonly lang: 'en' | 'zh';
}

export const modelOf = (params: Json): ModelSpec => params as unknown as ModelSpec;
