/** Finds what an audit looks at: published tables, and results behind report tables, steps or columns. */
import type { NodeId } from '../../src/base/brand.ts';
import { canonicalJson } from '../../src/base/canonical.ts';
import { quoted } from '../../src/base/text/quoted.ts';
import { didYouMean } from '../../src/base/text/suggest.ts';
import { descriptivesOf, type Facts, Printed } from '../../src/check/audit.ts';
import { describedAs } from '../../src/check/rules/constant.ts';
import type { InputSpec, NodeSpec, PlanContext, YamlPath } from '../../src/engine/step.ts';
import { type Digits, digitsOf } from '../../src/table/options/digits.ts';
import { publishedTable } from '../lib/compare/published.ts';

export interface PublishedSource extends Facts {
  readonly published: string;
}

export interface PlannedPrinted {
  readonly name: string;
  /** Name of the file input. */
  readonly input: string;
  readonly facts: Facts;
}

const AUDITED = ['fit', 'threshold', 'describe', 'vif'] as const;

export interface PlannedResult {
  readonly node: NodeId;
  readonly type: (typeof AUDITED)[number];
  readonly part: { readonly of: string; readonly on: string } | null;
  readonly digits: number;
}

export interface AuditPlan {
  readonly printed: readonly PlannedPrinted[];
  readonly results: readonly PlannedResult[];
  readonly inputs: Readonly<Record<string, InputSpec>>;
}

export const isFile = (reference: string): boolean => /\.csv$/i.test(reference);

/** The audit's plan; undefined after a complaint, and while the levels of a split are not known. */
export function auditPlan(
  of: readonly (string | PublishedSource)[],
  at: YamlPath,
  plan: PlanContext,
): AuditPlan | undefined {
  const printed: PlannedPrinted[] = [];
  const tables: { readonly table: Printed; readonly at: YamlPath }[] = [];
  const results = new Map<NodeId, PlannedResult & { readonly spec: NodeSpec }>();
  const inputs: Record<string, InputSpec> = {};
  let complete = true;
  for (const [i, each] of of.entries()) {
    const here = [...at, i];
    if (typeof each === 'string' && !isFile(each)) {
      const found = plan.select(each, here)?.map((node) => resultsOf(node, here, plan));
      if (found === undefined || found.includes(undefined)) complete = false;
      for (const result of (found ?? []).flatMap((list) => list ?? []))
        if (!results.has(result.node)) results.set(result.node, result);
      continue;
    }
    const { published, ...facts } = typeof each === 'string' ? { published: each } : each;
    const path = typeof each === 'string' ? here : [...here, 'published'];
    const table = publishedTable(published, path, plan);
    if (table === undefined) complete = false;
    else {
      const input = `published:${published}`;
      inputs[input] = { is: 'file', path: published };
      const name = published.replace(/^.*\//, '').replace(/\.csv$/i, '');
      printed.push({ name, input, facts });
      tables.push({ table: new Printed(name, table, facts), at: here });
    }
  }
  if (!complete) return undefined;
  const described = descriptivesOf(tables.map(({ table }) => table));
  for (const { table, at: here } of tables) checkFacts(table, described, here, plan);
  const list = [...results.values()];
  for (const { node, type, spec } of list) inputs[node] = { is: 'node', node, parts: partsOf(type, spec) };
  return { printed, results: list.map(({ spec, ...result }) => ({ ...result, part: partOf(spec, list) })), inputs };
}

/** Complains of facts that would silently be of no use: those of columns that are not printed, and outcomes without a printed mean. */
function checkFacts(
  { facts, columns }: Printed,
  described: Printed | undefined,
  at: YamlPath,
  plan: PlanContext,
): void {
  for (const key of ['clusters', 'df', 'outcome'] as const) {
    const given = facts[key];
    for (const name of typeof given === 'object' ? Object.keys(given) : []) {
      if (columns.includes(name)) continue;
      const hint = didYouMean(name, columns) ?? `columns: ${quoted(columns)}`;
      const message = `the table has no column \`${name}\``;
      plan.complain({ code: 'unknown-column', message, hint, path: [...at, key, name], key: true });
    }
  }
  const { outcome } = facts;
  if (outcome === undefined) return;
  if (described === undefined) {
    const message = '`outcome` is held against printed means, and no table of descriptives is audited with it';
    const hint = 'add the CSV file of the table with the columns `Mean`, `Min` and `Max` to `of`';
    plan.complain({ code: 'no-descriptives', severity: 'warning', message, hint, path: [...at, 'outcome'], key: true });
    return;
  }
  const said =
    typeof outcome === 'string' ? [[outcome, []] as const] : Object.entries(outcome).map(([k, v]) => [v, [k]] as const);
  for (const [name, more] of said) {
    if (described.rows.includes(describedAs(name))) continue;
    const hint = didYouMean(name, described.rows) ?? `rows: ${quoted(described.rows)}`;
    const message = `\`${described.name}\` describes no \`${name}\``;
    plan.complain({ code: 'unknown-outcome', message, hint, path: [...at, 'outcome', ...more] });
  }
}

const FIT_PARTS = ['terms', 'stats', 'nobs', 'nclusters', 'dfResid', 'inference'];

function partsOf(type: PlannedResult['type'], { params }: NodeSpec): readonly string[] {
  if (type === 'threshold') return ['regimes'];
  if (type !== 'fit') return ['rows'];
  const { iv } = params as { readonly iv?: unknown };
  return iv === undefined || iv === null ? FIT_PARTS : [...FIT_PARTS, 'firstStage'];
}

type AuditedResult = PlannedResult & { readonly spec: NodeSpec };

/** The results behind a node; for a report's table, those that it shows, at the digits it shows. */
function resultsOf(node: NodeSpec, at: YamlPath, plan: PlanContext): AuditedResult[] | undefined {
  const request = node.params as unknown as {
    readonly is?: string;
    readonly groups: readonly { readonly sources: readonly { readonly node: string }[] }[];
    readonly digits: Digits;
  };
  if (request?.is !== 'table') return resultOf(node, 3, at, plan);
  const digits = digitsOf(request.digits, ['se', 'default']) ?? 3;
  const shown = request.groups.flatMap((group) => group.sources.map((source) => plan.node(source.node, at)));
  const found = shown.map((each) => each && (isAudited(each, plan) ? resultOf(each, digits, at, plan) : []));
  return found.includes(undefined) ? undefined : found.flatMap((list) => list!);
}

/** Tells whether audits check a node. A report may show others too, such as the weights of an index. */
const isAudited = (spec: NodeSpec, plan: PlanContext): boolean =>
  (AUDITED as readonly (string | null)[]).includes(plan.artifact(spec));

function resultOf(spec: NodeSpec, digits: number, at: YamlPath, plan: PlanContext): AuditedResult[] | undefined {
  const type = plan.artifact(spec);
  const known = AUDITED.find((each) => each === type);
  if (known !== undefined) return [{ node: spec.id, type: known, part: null, digits, spec }];
  // In a report's style file and in correlations there is nothing to audit, and nothing wrong.
  if (type === 'files' || type === 'correlate') return [];
  return void plan.complain({
    code: 'not-audited',
    message: `\`${spec.id}\` is a \`${type ?? plan.kind(spec)}\`, which audits do not look at`,
    hint: 'tables, models, threshold, describe, vif, and published CSV files',
    path: at,
  });
}

/** The fit of the same column without its split. */
function partOf(spec: NodeSpec, all: readonly AuditedResult[]): PlannedResult['part'] {
  const params = spec.params as { readonly split?: { readonly column: string } | null } | null;
  if (!params?.split) return null;
  const whole = canonicalJson({ ...params, split: null });
  const found = all.find((each) => each.type === 'fit' && canonicalJson(each.spec.params) === whole);
  return found ? { of: found.node, on: params.split.column } : null;
}
