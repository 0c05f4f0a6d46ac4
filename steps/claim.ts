/** The kind `claim`, of which the section `claims:` makes nodes: judges one claim of the paper. */
import { Type } from 'typebox';
import type { NodeId } from '../src/base/brand.ts';
import { parseExpression } from '../src/base/expression/parser.ts';
import { printExpression } from '../src/base/expression/print.ts';
import { children, type Expression, type NameNode, type PathNode } from '../src/base/expression/tree.ts';
import type { Json } from '../src/base/json.ts';
import { nodeId } from '../src/base/node-id.ts';
import { strict } from '../src/base/schema.ts';
import { inText, type TextProblem } from '../src/base/text/text-problem.ts';
import { checkClaim } from '../src/check/claim-check.ts';
import { brokenText, evaluateClaim } from '../src/check/claim-evaluate.ts';
import { type ClaimSeries, type ClaimValue, type Item, valueFrom } from '../src/check/claim-values.ts';
import { follow, type PathValue, spread } from '../src/check/results.ts';
import {
  defineStep,
  type InputSpec,
  type NodeSpec,
  type PlanContext,
  type RunContext,
  type Step,
  type YamlPath,
} from '../src/engine/step.ts';
import { frameParts, readFrame } from '../src/frame/stored/artifact.ts';
import { partInputs } from './lib/frame-source.ts';
import { type Located, type LocatedColumn, locate, type PathTarget, resultLabel } from './lib/result-path.ts';

const Claim = Type.Union([Type.String(), strict({ claim: Type.String(), text: Type.Optional(Type.String()) })]);
const Params = strict({ claims: Type.Record(Type.String(), Claim) });
type Params = {
  readonly claims: Readonly<Record<string, string | { readonly claim: string; readonly text?: string }>>;
};

/** A path, printed canonically, with what it stands for. */
type ClaimPath =
  | { readonly path: string; readonly many: boolean; readonly results: readonly Located[] }
  | { readonly path: string; readonly column: LocatedColumn };

interface NodeParams {
  readonly claim: string;
  readonly reads: readonly ClaimPath[];
}

export default defineStep({
  name: 'claim',
  summary: 'A sentence of the paper as a condition on results, one node for each',
  internal: true,
  params: Params,
  artifact: 'verdict',
  expand: (step, plan) => expand(step as unknown as Step<Params>, plan),
  run: (context) => run(context as unknown as RunContext<NodeParams>),
});

function expand(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  return plan.keys(step.path).flatMap((name) => {
    const said = step.params.claims[name];
    if (said === undefined) return [];
    const path = [...step.path, name, ...(typeof said === 'string' ? [] : ['claim'])];
    const claim = typeof said === 'string' ? said : said.claim;
    return claimNode(name, claim, path, plan, typeof said === 'string' ? '' : (said.text ?? '')) ?? [];
  });
}

function claimNode(name: string, claim: string, at: YamlPath, plan: PlanContext, text: string): NodeSpec | undefined {
  const parsed = parseExpression(claim);
  if (!parsed.ok) return complainAll(parsed.problems, at, plan);
  const places = new Map<string, PathTarget>();
  let complete = true;
  for (const path of allPaths(parsed.ast, at, plan)) {
    const place = path.is === 'path' ? locate(path, at, plan) : undefined;
    if (place) places.set(printExpression(path), place);
    else complete = false;
  }
  const problems = checkClaim(parsed.ast, (path) => nodesOf(places.get(path)));
  complainAll(problems, at, plan);
  if (!complete || problems.length > 0) return undefined;
  const reads = [...places].map(([path, place]): ClaimPath => readOf(path, place));
  const params: NodeParams = { claim: printExpression(parsed.ast), reads };
  return {
    id: nodeId('claims', [name]),
    params: params as unknown as Json,
    inputs: inputsOf(reads),
    at,
    origins: { claim: { path: at, text: claim } },
    view: { name, text },
  };
}

function complainAll(problems: readonly TextProblem[], at: YamlPath, plan: PlanContext): undefined {
  for (const problem of problems) plan.complain({ ...inText(problem), path: at });
  return undefined;
}

/** All paths of a claim; complains of bare names, which are steps without a number of them. */
function allPaths(node: Expression, at: YamlPath, plan: PlanContext): (PathNode | NameNode)[] {
  if (node.is === 'path') return [node];
  if (node.is !== 'name') return children(node).flatMap((child) => allPaths(child, at, plan));
  const message = `\`${node.name}\` is no number`;
  const hint = 'a claim reads results by path: `step.column.TERM`, `step.column.r2`, `range(panel.x)`';
  plan.complain({ code: 'no-value', message, hint, path: at, within: [node.start, node.end] });
  return [node];
}

function nodesOf(place: PathTarget | undefined): readonly string[] | null | undefined {
  if (place === undefined) return undefined;
  return place.is === 'column' ? null : place.found.map((located) => located.node);
}

function readOf(path: string, place: PathTarget): ClaimPath {
  if (place.is === 'column') return { path, column: place.found };
  return { path, many: path.includes('.*'), results: place.found };
}

/** Inputs with exactly the parts that are read, so that a claim about coefficients does not depend on R². */
const inputsOf = (reads: readonly ClaimPath[]): Record<string, InputSpec> =>
  partInputs(
    reads.flatMap((read): [NodeId, readonly string[]][] =>
      'column' in read
        ? [[read.column.node, frameParts([read.column.column])]]
        : read.results.map(({ node, part }) => [node, [part]]),
    ),
  );

function run(context: RunContext<NodeParams>): { readonly [part: string]: unknown } {
  const { claim, reads } = context.params;
  const series = new Map(reads.map((read) => [read.path, seriesOf(read, context)]));
  const parsed = parseExpression(claim);
  if (!parsed.ok) throw new Error(`a claim that was planned does not parse: ${claim}`);
  try {
    const { holds, broken } = evaluateClaim(parsed.ast, (path) => series.get(path)!);
    return { claim, holds, broken: broken.map((each) => ({ ...each, message: brokenText(each) })) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return context.fail({ code: 'claim-type', message: error.message, param: 'claim' });
  }
}

function seriesOf(read: ClaimPath, context: RunContext<NodeParams>): ClaimSeries {
  if ('column' in read) return { many: true, items: columnItems(read.column, context) };
  const items = read.results.flatMap((located): Item[] => {
    const value = context.artifact(located.node).json(located.part);
    return spread(value, located.rest).map((names) => ({
      label: located.rest.includes('*') ? resultLabel(located.node, names) : located.label,
      value: asValue(follow(value, names, located.node, located.usual), context),
    }));
  });
  return { many: read.many, items };
}

/** Values that are not missing; a row is named by its number in the data. */
function columnItems({ node, column }: LocatedColumn, context: RunContext<NodeParams>): Item[] {
  const frame = readFrame(context.artifact(node));
  const type = frame.type(column);
  if (type === 'string' || type === 'category')
    return context.fail({
      code: 'claim-type',
      message: `\`${node}.${column}\` is ${type}, not numbers`,
      param: 'claim',
    });
  return [...frame.numbers(column)].flatMap((value, row) =>
    Number.isNaN(value) ? [] : [{ label: `${node}.${column}[${row + 1}]`, value: valueFrom(value) }],
  );
}

function asValue(found: PathValue, context: RunContext<NodeParams>): ClaimValue {
  if (found.is === 'value') return valueFrom(found.value);
  if (found.is === 'invalid') return { is: 'undefined', why: found.why };
  const { message, hint } = found;
  return context.fail({ code: 'unknown-result', message, param: 'claim', hint });
}
