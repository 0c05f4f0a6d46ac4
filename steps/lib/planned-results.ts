/** Tells which results a node will have, as far as its plan says, and so which names lead nowhere. */
import { type Names, namesIn, type Result } from '../../src/base/result.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import { withStatistics } from '../../src/check/fit-result.ts';
import { type Misnamed, misnamedIn, termsFirst } from '../../src/check/misnamed.ts';
import type { FitWords } from '../../src/econ/estimator.ts';
import type { NodeSpec, PlanContext } from '../../src/engine/step.ts';
import { foreignStatHint } from '../../src/table/foreign-stats.ts';

/** Tells whether a node's parameters say what it shows. Those of commands and of a project's own kinds do not. */
export function isPlanned(node: NodeSpec, plan: PlanContext): boolean {
  const declared = plan.result(node);
  return declared?.isOwn === true && declared.result.fromParams === true;
}

/** Terms of a model as its specification lists them; null where the node is no model of ours. */
export function plannedTerms(node: NodeSpec, plan: PlanContext): readonly string[] | null {
  const declared = plan.result(node);
  return declared?.isOwn === true ? termsFirst(declared.result, node) : null;
}

/** Names of the terms of a node's fit, with what its parameters tell of those that only data tell; null where nothing is known. */
export function termsPlanned(node: NodeSpec, plan: PlanContext): Names | null {
  const declared = plan.result(node);
  const { list, parts, listFirst } = declared?.result ?? {};
  if (declared?.isOwn !== true || listFirst !== true || list === undefined) return null;
  return namesIn(parts![list]!, node);
}

/** Words for what a node's estimator adds to what all fits have; undefined where it adds nothing. */
export const wordsOf = ({ view }: NodeSpec): FitWords | undefined => view?.words as FitWords | undefined;

/** Returns the form of a node's artifact. For a fit it includes the statistics that its estimator adds. */
export function resultOf(node: NodeSpec, plan: PlanContext): Result | undefined {
  const result = plan.result(node)?.result;
  const words = wordsOf(node);
  return result === undefined || words === undefined ? result : withStatistics(result, Object.keys(words.stats));
}

/** The first of `names` that no result of the node can have; undefined where there is none, as far as the plan can tell. */
export function misnamed(node: NodeSpec, names: readonly string[], plan: PlanContext): Misnamed | undefined {
  const result = resultOf(node, plan);
  return result && misnamedIn(result, names, plan.result(node)!.isOwn ? node : undefined);
}

/** A hint at what may be meant; none for a number, which is no slip of the keyboard for another. `inFit`: where a coefficient of that name stands. */
export function hintFor(name: string, wrong: readonly (Misnamed | undefined)[], inFit?: string): string {
  const of = (key: 'listed' | 'also'): string[] => [...new Set(wrong.flatMap((each) => each?.[key] ?? []))];
  const known = [...of('listed'), ...of('also')];
  const near = /^\d+$/.test(name) ? undefined : (foreignStatHint(name, known) ?? didYouMean(name, known));
  if (near !== undefined) return near;
  const others = [...new Set(wrong.flatMap((each) => each?.as ?? []))];
  const there = [...of('listed').map(written), ...others];
  const elsewhere = inFit === undefined ? '' : `; coefficients stand in \`${inFit}\``;
  return `${there.length === 0 ? 'it is one value, with no names inside' : `there are ${there.join(', ')}`}${elsewhere}`;
}

/** A name as a path has it. */
const written = (name: string): string => (/^(?:[\p{L}_][\p{L}\p{M}\p{N}_]*|\d+)$/u.test(name) ? name : `["${name}"]`);
