/** Reads the key `difference` of a column: which term it compares, and which pairs of levels. */
import type { NodeId } from '../../../src/base/brand.ts';
import { quoted } from '../../../src/base/text/quoted.ts';
import { didYouMean } from '../../../src/base/text/suggest.ts';
import { inText } from '../../../src/base/text/text-problem.ts';
import { aside } from '../../../src/base/value.ts';
import { compileVariables } from '../../../src/econ/compile/variable-list.ts';
import { termKey } from '../../../src/econ/formula/factor.ts';
import { type ModelSpec, termOf } from '../../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, YamlPath } from '../../../src/engine/step.ts';
import type { FrameSource } from '../frame-source.ts';
import { originAt } from '../origin.ts';
import { allPairs, type LevelPair, pairProblem, pairsAgainst, pairsOf } from '../pairs.ts';
import type { DifferenceKey } from './keys.ts';

/** A column of which coefficients are compared. */
export interface DifferenceRequest {
  /** Id of the node of the result, and of its step. */
  readonly id: NodeId;
  readonly step: string;
  readonly key: DifferenceKey;
  /** The place of the key. */
  readonly path: YamlPath;
  readonly spec: ModelSpec;
  readonly source: FrameSource;
  readonly header: string;
  readonly origins: NonNullable<NodeSpec['origins']>;
}

/** One whose groups are compared. */
export interface SplitRequest extends DifferenceRequest {
  readonly split: string;
  readonly levels: readonly string[];
}

/** The term of the regression that `of` means; undefined after a complaint. */
export function ofKey({ key, path, spec, source }: DifferenceRequest, plan: PlanContext): string | undefined {
  const { variables, problems } = compileVariables([key.of], source.context);
  for (const problem of problems) plan.complain({ ...inText(problem), path: [...path, 'of'] });
  if (problems.length > 0) return undefined;
  const found = spec.terms.find((term) => variables.some((text) => termKey(termOf(text)) === termKey(termOf(term))));
  if (variables.length === 1 && found !== undefined) return found;
  const hint = didYouMean(key.of, spec.terms) ?? `it has ${quoted(spec.terms)}`;
  const message = `\`${key.of}\` is no term of this regression`;
  return void plan.complain({ code: 'not-in-regression', message, path: [...path, 'of'], hint });
}

/** The pairs that the key writes; null where it asks for all, or all with a reference; undefined where it says nothing, or after a complaint. */
export function pairsWritten(
  { key: { between, reference }, path }: Pick<DifferenceRequest, 'key' | 'path'>,
  plan: PlanContext,
): { readonly pairs: readonly LevelPair[] | null | undefined } | undefined {
  if (between !== undefined && reference !== undefined) {
    const message = '`between` names pairs and `reference` makes them: expected one of both';
    return void plan.complain({ code: 'both-keys', message, path: [...path, 'reference'], key: true });
  }
  const pairs = reference !== undefined ? null : between === undefined ? undefined : pairsOf(between);
  const problem = pairs ? pairProblem(pairs) : undefined;
  if (problem === undefined) return { pairs };
  const isOne = pairs!.length === 1;
  const message = isOne ? `\`${pairs![0]![0]}\` is compared with itself` : problem;
  return void plan.complain({ code: isOne ? 'same-level' : 'same-pair', message, path: [...path, 'between'] });
}

/** Says whether the key asks for a table of pairs, of which there may be several, and not for one pair. */
export const asksForPairs = ({ between, reference }: DifferenceKey): boolean =>
  reference !== undefined || between === 'all' || Array.isArray(between?.[0]);

/** The pairs of levels compared; undefined after a complaint. */
export function pairsCompared(compared: SplitRequest, plan: PlanContext): readonly LevelPair[] | undefined {
  const { key, levels, path, split } = compared;
  const written = pairsWritten(compared, plan);
  if (written === undefined) return undefined;
  const has = `it has ${quoted(levels)}`;
  const complain = (code: string, message: string, at: YamlPath, hint = has): void =>
    void plan.complain({ code, message, path: at, hint: aside(split, hint) });
  const refuse = (level: string, at: YamlPath): undefined =>
    void complain('unknown-level', `\`${split}\` has no level \`${level}\``, at, didYouMean(level, levels) ?? has);
  const reference = key.reference === undefined ? undefined : String(key.reference);
  if (reference !== undefined && !levels.includes(reference)) return refuse(reference, [...path, 'reference']);
  if (written.pairs === undefined) {
    if (levels.length === 2) return [[levels[0]!, levels[1]!]];
    return void complain(
      'missing-between',
      `expected \`between\`, two levels of \`${split}\` or \`all\`, got none`,
      path,
    );
  }
  const pairs = written.pairs ?? (reference === undefined ? allPairs(levels) : pairsAgainst(reference, levels));
  if (pairs.length === 0)
    return void complain('one-level', `\`${split}\` has one level, and a difference is of two`, path);
  for (const [k, pair] of (written.pairs ?? []).entries()) {
    const unknown = pair.findIndex((level) => !levels.includes(level));
    const at = asksForPairs(key) ? [k, unknown] : [unknown];
    if (unknown >= 0) return refuse(pair[unknown]!, [...path, 'between', ...at]);
  }
  return pairs;
}

/** Returns the place of each word of the key. */
export function originsOf({ path, key }: DifferenceRequest, plan: PlanContext): NonNullable<NodeSpec['origins']> {
  const said = (Object.keys(key) as (keyof DifferenceKey)[]).map((name) => [name, originAt([...path, name], plan)]);
  return Object.fromEntries(said);
}

/** `STEP@NAME.COLUMN`, the beginning of the ids of nodes that work for the result; without `COLUMN` where the step has none. */
export const workerId = ({ id, step }: DifferenceRequest, name: string): string =>
  `${step}@${name}${id.slice(step.length).replace(/\.difference$/, '')}`;
