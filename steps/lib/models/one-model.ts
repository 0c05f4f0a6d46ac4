/** Compiles the one linear model that a step starts from, by keys of its own or as an edit of a column of models. */

import { unknownVariable } from '../../../src/base/expression/check.ts';
import { quoted } from '../../../src/base/text/quoted.ts';
import { didYouMean } from '../../../src/base/text/suggest.ts';
import { inText } from '../../../src/base/text/text-problem.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import { scopeOf } from '../../../src/econ/compile/keys.ts';
import { compileVariables } from '../../../src/econ/compile/variable-list.ts';
import type { WrittenKeys } from '../../../src/econ/compile/written-keys.ts';
import { termKey } from '../../../src/econ/formula/factor.ts';
import { parseVcov } from '../../../src/econ/formula/vcov-text.ts';
import { estimatedAlone, type ModelSpec, termOf, termsMovingWith } from '../../../src/econ/spec.ts';
import type { NodeSpec, Numbered, Origin, PlanContext, Step, YamlPath } from '../../../src/engine/step.ts';
import { type FrameSource, keyComplaint, keyPath, namedOrInherited } from '../frame-source.ts';
import { originAt } from '../origin.ts';
import { numberedBase } from './base-number.ts';
import { asBase, baseOf } from './columns.ts';
import { LayeredKeys, oneModelKeys } from './keys.ts';

export interface OneModel {
  readonly spec: ModelSpec;
  readonly source: FrameSource;
  /** Places of the fields of the spec, also for parameters that hold the spec under `model`. */
  readonly origins: Readonly<Record<string, Origin>>;
  readonly numbered: Numbered | undefined;
  /** Keys as they were written, from which an edit of the model starts. */
  readonly written: WrittenKeys;
}

interface Keys {
  readonly base?: string;
  readonly from?: string;
  readonly fit?: string;
}

/** The model features that a step accepts beyond unweighted least squares. */
export interface Taken {
  readonly iv?: boolean;
  readonly weights?: boolean;
}

/** The model; undefined after a complaint. `what` is what the step does: `mediation`. */
export function oneModel<P extends Keys>(
  step: Step<P>,
  what: string,
  plan: PlanContext,
  taken: Taken = {},
): OneModel | undefined {
  const own = new LayeredKeys([{ keys: modelKeysOf(step.params), path: step.path }], plan);
  const reference = step.params.base;
  const baseNode = reference === undefined ? undefined : baseOf(reference, own.path('base'), plan);
  if (reference !== undefined && baseNode === undefined) return undefined;
  // A base has every field, defaults included, so that the defaults stand behind it.
  const keys = baseNode === undefined ? withDefaults(step, plan) : own;
  const pathOf = (key: string): YamlPath => keys.path(key);
  const source = namedOrInherited(keys.get('from'), baseNode, pathOf, step.path, plan);
  if (source === undefined) return undefined;
  if (baseNode === undefined && keys.get('fit') === undefined) {
    const hint = 'as in `fit: y ~ x1 + x2 | unit`, or start from a column of models with `base: step.column`';
    const message = 'expected `fit` or `base`, got neither';
    return void plan.complain({ code: 'missing-fit', message, path: step.path, key: true, hint });
  }
  const { specs, written, problems } = compileColumn(
    keys.spec(),
    baseNode === undefined ? null : asBase(baseNode),
    source.context,
  );
  for (const problem of problems) plan.complain(keyComplaint(problem, pathOf));
  if (problems.length > 0) return undefined;
  const at = step.params.fit === undefined && baseNode !== undefined ? own.path('base') : pathOf('fit');
  if (specs.length > 1) {
    const hint = 'write the fullest alone';
    return void plan.complain({
      code: 'several-models',
      message: `expected one model, got ${specs.length}`,
      path: at,
      hint,
    });
  }
  // what is said of the finished fit of a column is not asked of another one
  const spec = estimatedAlone(specs[0]!);
  if (!isLinear(spec, what, taken, at, plan)) return undefined;
  const { numbered, origins } = numberedBase(reference, own.path('base'), baseNode, plan);
  return { spec, source, origins: { ...nested(keys, baseNode), ...origins }, numbered, written: unasked(written) };
}

/** Written keys without those that ask something of a finished fit. */
const unasked = ({ u_test: _, tests: __, lincom: ___, nlcom: ____, oster: _____, ...kept }: WrittenKeys): WrittenKeys =>
  kept;

/** The keys of the model: a step's other keys may have names that mean something else in a column. */
const modelKeysOf = (keys: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(keys).filter(([key]) => Object.hasOwn(oneModelKeys, key)));

function withDefaults<P extends Keys>(step: Step<P>, plan: PlanContext): LayeredKeys {
  const layers = [
    { keys: modelKeysOf(step.params), path: step.path },
    { keys: modelKeysOf(step.defaults), path: ['defaults', step.kind] },
  ];
  return new LayeredKeys(layers, plan);
}

function nested(keys: LayeredKeys, base: NodeSpec | undefined): Record<string, Origin> {
  const origins = keys.origins(base?.origins ?? {});
  return Object.fromEntries(
    Object.entries(origins).flatMap(([field, origin]) => [
      [field, origin],
      [`model.${field}`, origin],
    ]),
  );
}

function isLinear(
  { iv, slopes, estimator, trim, weights }: ModelSpec,
  what: string,
  taken: Taken,
  path: YamlPath,
  plan: PlanContext,
): boolean {
  const refused =
    iv !== null && !taken.iv
      ? 'is not defined with instruments'
      : estimator !== undefined
        ? `is of linear models, and \`${estimator.is}\` is none`
        : slopes !== undefined
          ? 'is not supported with slopes by group'
          : trim !== undefined
            ? 'is not supported with `trim`'
            : weights !== undefined && !taken.weights
              ? 'is not supported with weights'
              : undefined;
  if (refused === undefined) return true;
  const ofRows =
    slopes !== undefined
      ? 'slopes are terms too: `i(id):t`'
      : trim === undefined
        ? 'start from a linear model'
        : 'winsorise instead, or choose the rows with `sample`';
  const hint = weights === undefined ? ofRows : 'start from a column with `weights: false`';
  plan.complain({ code: 'unsupported', message: `\`${what}\` ${refused}`, path, hint });
  return false;
}

/** The canonical text of a term that a key names; undefined after a complaint. One column of numbers, no indicators. */
export function namedTerm<P extends object>(
  step: Step<P>,
  key: keyof P & string,
  { context }: FrameSource,
  plan: PlanContext,
): string | undefined {
  const path = keyPath(step, key);
  const written = (step.params[key] ?? step.defaults[key]) as string;
  const { variables, problems } = compileVariables([written], context);
  for (const problem of problems) plan.complain({ ...inText(problem), path });
  if (problems.length > 0) return undefined;
  if (variables.length === 1 && termOf(variables[0]!).every(({ is }) => is !== 'levels')) return variables[0]!;
  const message = `\`${key}\` is one variable, got \`${written}\``;
  return void plan.complain({ code: 'one-variable', message, path, hint: 'a column, a lag, a function or a product' });
}

/** Returns the term that a key names, which must be a term of the model. */
export function namedTermOf<P extends object>(
  step: Step<P>,
  key: keyof P & string,
  { spec, source }: OneModel,
  plan: PlanContext,
): string | undefined {
  const named = namedTerm(step, key, source, plan);
  if (named === undefined) return undefined;
  const terms = [...(spec.iv?.endogenous ?? []), ...spec.terms];
  const found = terms.find((term) => termKey(termOf(term)) === termKey(termOf(named)));
  if (found !== undefined) return found;
  const hint = didYouMean(named, terms) ?? `it has ${quoted(terms)}`;
  const message = `\`${named}\` is no term of this regression`;
  return void plan.complain({ code: 'not-in-regression', message, path: keyPath(step, key), hint });
}

/** Says whether a variable moves no other term, as its effect would be that of several coefficients; complains of it otherwise. */
export function movesAlone<P extends object>(
  step: Step<P>,
  key: keyof P & string,
  term: string,
  others: readonly string[],
  plan: PlanContext,
): boolean {
  const moving = termsMovingWith(term, others);
  if (moving.length === 0) return true;
  const message = `the effect of \`${term}\` also hangs on ${quoted(moving)}`;
  const hint = 'take those out of the model, with `drop` or a `base` without them';
  plan.complain({ code: 'ambiguous-effect', message, path: keyPath(step, key), hint });
  return false;
}

/** Terms without some of them. */
export const termsWithout = (terms: readonly string[], gone: readonly string[]): string[] => {
  const keys = gone.map((text) => termKey(termOf(text)));
  return terms.filter((text) => !keys.includes(termKey(termOf(text))));
};

/** The canonical text of the clusters that a key names, as in `province` or `province^year`; undefined after a complaint. */
export function namedLevels<P extends object>(
  step: Step<P>,
  key: keyof P & string,
  { context }: FrameSource,
  plan: PlanContext,
): string | undefined {
  const path = keyPath(step, key);
  const written = (step.params[key] ?? step.defaults[key]) as string;
  const parsed = parseVcov(`cluster(${written})`);
  if (!parsed.ok || parsed.vcov.is !== 'cluster' || parsed.vcov.by.length !== 1) {
    const message = `expected one variable, got \`${written}\``;
    return void plan.complain({ code: 'one-variable', message, path, hint: 'as in `province`, or `province^year`' });
  }
  const scope = scopeOf(context);
  const unknown = parsed.references.find(({ name }) => scope.type(name) === undefined);
  if (unknown === undefined) return parsed.vcov.by[0]!;
  const { code, message, hint } = unknownVariable(unknown.name, scope, unknown);
  return void plan.complain({ code, message, path, hint });
}

/** Returns the places of those keys of a step that its node's parameters hold. */
export function ownOrigins<P extends object>(
  step: Step<P>,
  fields: Readonly<Record<string, readonly string[]>>,
  plan: PlanContext,
): Record<string, Origin> {
  const said = Object.keys(fields).filter((key) => key in step.params || key in step.defaults);
  return Object.fromEntries(
    said.flatMap((key) => fields[key]!.map((field) => [field, originAt(keyPath(step, key), plan)] as const)),
  );
}
