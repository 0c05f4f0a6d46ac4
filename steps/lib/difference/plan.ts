/** Makes the nodes that compare two groups of a split column: chunks of permutations, and the tests. */
import type { NodeId } from '../../../src/base/brand.ts';
import type { Json } from '../../../src/base/json.ts';
import { own } from '../../../src/base/own.ts';
import { quoted } from '../../../src/base/text/quoted.ts';
import { didYouMean } from '../../../src/base/text/suggest.ts';
import { inText } from '../../../src/base/text/text-problem.ts';
import { aside } from '../../../src/base/value.ts';
import { compileVariables } from '../../../src/econ/compile/variable-list.ts';
import type { DifferenceSpec, Ordered, PermutationSpec } from '../../../src/econ/difference/spec.ts';
import { termKey } from '../../../src/econ/formula/factor.ts';
import { type ModelSpec, termOf, variablesRead } from '../../../src/econ/spec.ts';
import type { InputSpec, NodeSpec, PlanContext, YamlPath } from '../../../src/engine/step.ts';
import { frameParts, orderPart } from '../../../src/frame/stored/artifact.ts';
import { chunksOf } from '../chunks.ts';
import type { FrameSource } from '../frame-source.ts';
import { originAt } from '../origin.ts';
import type { DifferenceKey, DifferenceParams, PermutationParams } from './keys.ts';

/** A column whose groups are compared. */
export interface Compared {
  /** Id of the node of tests, and of its step. */
  readonly id: NodeId;
  readonly step: string;
  readonly key: DifferenceKey;
  /** Where the key stands. */
  readonly path: YamlPath;
  readonly spec: ModelSpec;
  readonly split: string;
  readonly levels: readonly string[];
  readonly source: FrameSource;
  readonly header: string;
  readonly origins: NonNullable<NodeSpec['origins']>;
}

/** The two levels compared; undefined after a complaint. */
function betweenOf({ key, levels, path, split }: Compared, plan: PlanContext): [string, string] | undefined {
  const between = key.between?.map(String);
  if (between === undefined) {
    if (levels.length === 2) return [levels[0]!, levels[1]!];
    const message = `expected \`between\`, two levels of \`${split}\`, got none`;
    const hint = aside(split, `it has ${quoted(levels)}`);
    return void plan.complain({ code: 'missing-between', message, path, hint });
  }
  const [a, b] = between as [string, string];
  const unknown = between.findIndex((level) => !levels.includes(level));
  if (unknown >= 0) {
    const message = `\`${split}\` has no level \`${between[unknown]}\``;
    const hint = aside(split, didYouMean(between[unknown]!, levels) ?? `it has ${quoted(levels)}`);
    return void plan.complain({ code: 'unknown-level', message, path: [...path, 'between', unknown], hint });
  }
  if (a !== b) return [a, b];
  return void plan.complain({
    code: 'same-level',
    message: `\`${a}\` is compared with itself`,
    path: [...path, 'between'],
  });
}

/** The nodes `STEP@permutation.1` … and `STEP.difference`; none after a complaint. */
export function differenceNodes(compared: Compared, plan: PlanContext): NodeSpec[] {
  const { id, key, path, spec, split, source } = compared;
  const between = betweenOf(compared, plan);
  const of = ofKey(compared, plan);
  if (between === undefined || of === undefined || !isTestable(compared, plan)) return [];
  const { uTest: _, margins: __, tests: ___, lincom: ____, oster: _____, ...model } = spec;
  const isOrdered = key.between !== undefined || own(plan.project.variables, split)?.levels !== undefined;
  const tested: DifferenceSpec & Ordered = { model, group: split, between, isOrdered, of };
  const by = typeof key.by === 'string' ? [key.by] : (key.by ?? ['chow']);
  const unit = source.context.panel?.unit ?? null;
  const draws = key.draws ?? 1000;
  const read = new Set([...variablesRead(model), split]);
  const permuted = by.includes('permutation');
  const origins = { ...compared.origins, ...originsOf(compared, plan) };
  const input = (columns: Iterable<string>): InputSpec => {
    const parts = frameParts([...columns].sort());
    return { is: 'node', node: source.node, parts: isOrdered ? parts : [...parts, orderPart] };
  };
  const chunks = (permuted ? chunksOf(draws) : []).map(([from, to], k): NodeSpec => {
    const permutation: PermutationSpec & Ordered = { ...tested, permute: key.permute ?? null, unit };
    return {
      id: chunkId(compared, k) as NodeId,
      kind: 'difference-permutation',
      params: { ...permutation, from, to, draws } satisfies PermutationParams as unknown as Json,
      inputs: { data: input(unit === null ? read : [...read, unit]) },
      seed: String(key.seed ?? 1),
      origins,
      at: path,
      cost: { passes: draws },
    };
  });
  const params: DifferenceParams = { ...tested, by, draws, chunks: chunks.map((chunk) => chunk.id) };
  const drawn = chunks.map((chunk) => [chunk.id, { is: 'node', node: chunk.id, parts: 'all' } as const]);
  const result: NodeSpec = {
    id,
    kind: 'difference',
    params: params as unknown as Json,
    artifact: 'difference',
    inputs: { data: input(read), ...Object.fromEntries(drawn) },
    origins,
    at: path,
    view: { header: compared.header, byNameAlone: true },
  };
  return [...chunks, result];
}

/** `STEP@permutation.2`, or `STEP@permutation.COLUMN.2` where the step has columns. */
function chunkId({ id, step }: Compared, k: number): string {
  const column = id.slice(step.length).replace(/\.difference$/, '');
  return `${step}@permutation${column}.${k + 1}`;
}

function ofKey({ key, path, spec, source }: Compared, plan: PlanContext): string | undefined {
  const { variables, problems } = compileVariables([key.of], source.context);
  for (const problem of problems) plan.complain({ ...inText(problem), path: [...path, 'of'] });
  if (problems.length > 0) return undefined;
  const found = spec.terms.find((term) => variables.some((text) => termKey(termOf(text)) === termKey(termOf(term))));
  if (variables.length === 1 && found !== undefined) return found;
  const hint = didYouMean(key.of, spec.terms) ?? `it has ${quoted(spec.terms)}`;
  const message = `\`${key.of}\` is no term of this regression`;
  return void plan.complain({ code: 'not-in-regression', message, path: [...path, 'of'], hint });
}

/** Whether groups of such a model can be compared; complains where not. */
function isTestable({ spec, path }: Compared, plan: PlanContext): boolean {
  const refused = reasonAgainst(spec);
  if (refused === undefined) return true;
  plan.complain({ code: 'unsupported', message: `a difference between groups ${refused}`, path, key: true });
  return false;
}

function reasonAgainst({ iv, slopes, estimator, trim, weights, vcov }: ModelSpec): string | undefined {
  if (iv !== null) return 'is not defined with instruments';
  if (estimator !== undefined) return `is of linear models, and \`${estimator.is}\` is none`;
  if (slopes !== undefined) return 'is not supported with slopes by group';
  if (trim !== undefined) return 'is not supported with `trim`';
  if (weights !== undefined) return 'is not supported with weights';
  if (vcov.is === 'iid' || (vcov.is === 'hc' && (vcov.type === 'HC0' || vcov.type === 'HC1'))) return undefined;
  if (vcov.is === 'cluster' && vcov.by.length === 1 && vcov.wild === undefined) return undefined;
  return 'has errors that are `iid`, `HC0`, `HC1` or clustered on one variable';
}

function originsOf({ path, key }: Compared, plan: PlanContext): NonNullable<NodeSpec['origins']> {
  const said = (Object.keys(key) as (keyof DifferenceKey)[]).map((name) => [name, originAt([...path, name], plan)]);
  return Object.fromEntries(said);
}
