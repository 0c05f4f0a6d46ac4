/** Tells which results a node will have, as far as its plan says, and so which names lead nowhere. */
import { own } from '../../src/base/own.ts';
import { didYouMean } from '../../src/base/suggest.ts';
import { hasField, partFor, type Shape, shapeOf, statisticsOf } from '../../src/check/results.ts';
import type { FitWords } from '../../src/econ/estimator.ts';
import type { NodeSpec, PlanContext } from '../../src/engine/step.ts';
import { foreignStatHint } from '../../src/table/foreign-stats.ts';

type Params = NodeSpec['params'];

const termsOf = (params: Params): string[] => {
  const { terms, iv } = params as unknown as TermParams;
  return [...(iv?.endogenous ?? []), ...terms, '_cons'];
};

interface TermParams {
  readonly terms: readonly string[];
  readonly iv?: { readonly endogenous: readonly string[] } | null;
}

const variablesOf = (params: Params): readonly string[] =>
  (params as { readonly variables: readonly string[] }).variables;

/** Terms of a fit; null where it has factors, whose terms only the data tell. */
function plannedFit(params: Params): readonly string[] | null {
  const terms = termsOf(params);
  return terms.some((term) => /\b(?:i|event)\(/.test(term)) ? null : terms;
}

/** Terms of a spatial model: regressors, their lags, its parameters and effects; null where factors are among them. */
function plannedSpatial(params: Params): readonly string[] | null {
  const { spec } = params as unknown as { readonly spec: TermParams };
  if (spec.terms.some((term) => /\b(?:i|event)\(/.test(term))) return null;
  const of = (kind: string): string[] => spec.terms.map((term) => `${kind}(${term})`);
  const lags = spec.terms.map((term) => `W.${term}`);
  const effects = ['direct', 'indirect', 'total'].flatMap(of);
  return [...spec.terms, ...lags, '_cons', 'rho', 'lambda', 'sigma2_e', ...effects];
}

/** Kind → names of the records of its results, by a node's parameters, whose meaning depends on the kind; null where only a run tells. */
const recordsOf: Readonly<Record<string, (params: Params) => readonly string[] | null>> = {
  models: plannedFit,
  robustness: plannedFit,
  spatial: plannedSpatial,
  describe: variablesOf,
  vif: variablesOf,
  correlate: () => null,
  did: () => null,
  match: () => null,
  index: () => null,
  mediation: () => null,
  placebo: () => null,
  moderation: () => ['mean-sd', 'mean', 'mean+sd'],
  threshold: (params) => Array.from({ length: (params as { max: number }).max }, (_, i) => String(i + 1)),
};

/** Whether the parameters of a node say what it shows: those of commands and of a project's own kinds do not. */
export const isPlanned = (node: NodeSpec, plan: PlanContext): boolean => own(recordsOf, plan.kind(node)) !== undefined;

/** Terms of a model as its specification lists them; null where the node is no model of ours. */
export function plannedTerms(node: NodeSpec, plan: PlanContext): string[] | null {
  return own(recordsOf, plan.kind(node)) === plannedFit ? termsOf(node.params) : null;
}

/** Words for what a node's estimator adds to what all fits have; undefined where it adds nothing. */
export const wordsOf = ({ view }: NodeSpec): FitWords | undefined => view?.words as FitWords | undefined;

/** What may be named in a node's artifact, which for a fit includes what its estimator adds. */
export function shapeOfNode(node: NodeSpec, plan: PlanContext): Shape | undefined {
  const shape = shapeOf(plan.artifact(node));
  const words = wordsOf(node);
  if (shape?.map === undefined || words === undefined) return shape;
  return { ...shape, map: { ...shape.map, names: [...shape.map.names, ...Object.keys(words.stats)] } };
}

/** A name that leads nowhere, the names before it, and those that could stand there. */
export interface Misnamed {
  readonly name: string;
  readonly within: readonly string[];
  /** Names of records and fields, for hints. */
  readonly listed: readonly string[];
  readonly also: readonly string[];
}

/** The first of `names` that no result of the node can have; undefined where there is none, as far as the plan can tell. */
export function misnamed(node: NodeSpec, names: readonly string[], plan: PlanContext): Misnamed | undefined {
  const shape = shapeOfNode(node, plan);
  if (!shape) return undefined;
  const records = own(recordsOf, plan.kind(node))?.(node.params) ?? null;
  const { part, rest } = partFor(shape, names, records);
  const [first, field] = rest;
  if (part === shape.map?.part && first !== undefined && first !== '*' && !shape.map.names.includes(first))
    return { name: first, within: names.slice(0, names.indexOf(first)), listed: shape.map.names, also: [] };
  if (part !== shape.list || first === undefined) return undefined;
  if (first !== '*' && records !== null && !records.some((record) => holds(record, first)))
    return { name: first, within: [], listed: records, also: [...statisticsOf(shape), ...shape.parts] };
  if (field === undefined || field === '*' || hasField(shape, field)) return undefined;
  return { name: field, within: [first], listed: shape.fields!, also: [] };
}

/** Whether a record of that name may be one of `record`: levels of a factor, and of a column of texts, have one each. */
function holds(record: string, name: string): boolean {
  const column = /^i\(([^(),]+).*\)::/.exec(name)?.[1];
  return record === name || (column !== undefined && (record === column || record.startsWith(`i(${column}`)));
}

/** A hint at what may be meant; none for a number, which is no slip of the keyboard for another. `inFit`: where a coefficient of that name stands. */
export function hintFor(name: string, wrong: readonly (Misnamed | undefined)[], inFit?: string): string {
  const of = (key: 'listed' | 'also'): string[] => [...new Set(wrong.flatMap((each) => each?.[key] ?? []))];
  const known = [...of('listed'), ...of('also')];
  const near = /^\d+$/.test(name) ? undefined : (foreignStatHint(name, known) ?? didYouMean(name, known));
  const elsewhere = inFit === undefined ? '' : `; coefficients stand in \`${inFit}\``;
  return near ?? `there are ${of('listed').join(', ')}${elsewhere}`;
}
