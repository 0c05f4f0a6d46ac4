/** The kind `audit`: finds what the arithmetic of published tables and of results contradicts. */
import { type Static, Type } from 'typebox';
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { optional, strict } from '../../src/base/schema.ts';
import {
  type Audited,
  type AuditedFit,
  type AuditedRecords,
  type AuditedThreshold,
  type AuditFinding,
  Printed,
} from '../../src/check/audit.ts';
import { countFindings, findingsTable } from '../../src/check/audit-table.ts';
import { audit } from '../../src/check/rules/registry.ts';
import { defineStep, type NodeSpec, type PlanContext, type RunContext, type Step } from '../../src/engine/step.ts';
import type { Format } from '../../src/table/formats/format.ts';
import { readPublished } from '../lib/compare/published.ts';
import { formatsOption, reportFiles, reportNode } from '../lib/report/table-files.ts';
import { type AuditPlan, auditPlan, type PublishedSource } from './plan.ts';

const byColumn = (description: string) =>
  optional.either(
    [Type.Integer({ minimum: 1 }), Type.Record(Type.String(), Type.Integer({ minimum: 1 }))],
    description,
  );
const Published = strict({
  published: Type.String({ description: 'CSV file of a table as printed' }),
  clusters: byColumn('clusters that standard errors and t are by; for all columns or by column'),
  df: byColumn('degrees of freedom of t, where they are not clusters less one'),
  whole: Type.Optional(Type.Integer({ minimum: 1, description: 'rows of the whole sample' })),
  parts: optional.flag('the columns are the parts of the whole: their N sum to it'),
  outcome: optional.either(
    [Type.String(), Type.Record(Type.String(), Type.String())],
    'outcome, where the constant is to be held against means',
  ),
  linear_r2: optional.text('of a threshold table: R² as printed without thresholds'),
  test_df: Type.Optional(Type.Integer({ minimum: 1, description: 'of a threshold table: degrees of freedom of F' })),
});
const Params = strict({
  of: Type.Array(Type.Union([Type.String(), Published]), {
    minItems: 1,
    description: 'tables of a report, steps, columns, published CSV files',
  }),
  formats: formatsOption,
});
type Params = Static<typeof Params>;

type FindingsParams = { readonly is: 'findings' } & Omit<AuditPlan, 'inputs'>;
interface ReportParams {
  readonly is: 'report';
  readonly step: string;
  readonly formats: readonly string[];
  readonly sources: readonly string[];
}

export default defineStep({
  name: 'audit',
  summary: 'What the arithmetic of tables contradicts: stars, standard errors, first stages, sums, means',
  artifact: 'audit',
  params: Params,
  expand: (step, plan) => expand(step, plan),
  run: (context) => run(context as unknown as RunContext<FindingsParams | ReportParams>),
});

function expand(step: Step<Params>, plan: PlanContext): NodeSpec[] {
  const at = [...step.path, 'of'];
  const planned = auditPlan(step.params.of as readonly (string | PublishedSource)[], at, plan);
  if (planned === undefined) return [];
  const { inputs, ...params } = planned;
  const id = `${step.name}.findings` as NodeId;
  const findings: NodeSpec = {
    id,
    params: { is: 'findings', ...params } as unknown as Json,
    inputs,
    origins: Object.fromEntries(['printed', 'results'].map((name) => [name, { path: at }])),
  };
  const sources = [...params.printed.map(({ name }) => name), ...params.results.map(({ node }) => node)];
  const formats = step.params.formats ?? step.defaults.formats;
  const input = { [id]: { is: 'node', node: id, parts: ['findings'] } } as const;
  return [findings, reportNode(step, ['findings'], input, { formats, more: { sources } }, plan)];
}

function run(context: RunContext<FindingsParams | ReportParams>) {
  const given = context.params;
  if (given.is === 'findings') {
    const findings = audit(auditedOf(given, context));
    return { findings, counts: countFindings(findings) };
  }
  const findings = context.artifact(context.inputs[0]!).json('findings') as unknown as readonly AuditFinding[];
  const tables = ({ breaksCells }: Format) =>
    new Map([['findings', findingsTable(given.step, findings, given.sources, breaksCells)]]);
  return reportFiles(given, tables, { findings, counts: countFindings(findings) }, context);
}

function auditedOf({ printed, results }: FindingsParams, context: RunContext<unknown>): Audited {
  const json = (node: NodeId, part: string): unknown => context.artifact(node).json(part);
  return {
    printed: printed.map(({ name, input, facts }) => new Printed(name, readPublished(context.file(input)), facts)),
    fits: results
      .filter((result) => result.type === 'fit')
      .map(({ node, part, digits }): AuditedFit => {
        const { parts } = context.artifact(node);
        const fit = Object.fromEntries(parts.map((name) => [name, json(node, name)])) as unknown as AuditedFit['fit'];
        return { node, fit, part, digits };
      }),
    thresholds: results
      .filter((result) => result.type === 'threshold')
      .map(({ node }): AuditedThreshold => ({ node, regimes: json(node, 'regimes') as AuditedThreshold['regimes'] })),
    records: results
      .filter((result) => result.type === 'describe' || result.type === 'vif')
      .map(({ node }): AuditedRecords => ({ node, rows: json(node, 'rows') as AuditedRecords['rows'] })),
  };
}
