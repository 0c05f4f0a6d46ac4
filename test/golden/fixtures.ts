/** Made-up results that stand for every thing a table can print; rendered without running anything. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '../../src/base/json.ts';
import type { FitWords } from '../../src/econ/estimator.ts';
import type { Estimate, Fit, Stat } from '../../src/econ/fit.ts';
import type { RunContext } from '../../src/engine/step.ts';
import type { SourceView, StageAsked } from '../../src/table/builders/builder.ts';
import { formatNames, writtenFormats } from '../../src/table/formats/choose.ts';
import type { TableEntry } from '../../src/table/options/option-schemas.ts';
import { settle } from '../../src/table/options/options.ts';
import { buildTable, renderTable } from '../../src/table/render.ts';
import { type PlannedGroup, type PlannedSource, requestOf, type TableProject } from '../../src/table/request.ts';
import type { Table } from '../../src/table/table.ts';
import { TableNumerics } from '../../steps/lib/report/computed/numerics.ts';
import type { ComputedRequest } from '../../steps/lib/report/computed/request.ts';
import { tables } from '../../steps/registry.ts';

export type Artifact = { readonly [part: string]: unknown } | Fit;

export interface Node extends PlannedSource {
  readonly artifact: Artifact;
}

export function term(name: string, estimate: number, stdError: Stat, pValue: Stat): Estimate {
  const se = typeof stdError === 'number' ? stdError : 0;
  const interval = (side: number): Stat => (typeof stdError === 'number' ? estimate + side * 2 * se : stdError);
  const statistic: Stat = typeof stdError === 'number' ? estimate / stdError : stdError;
  return { term: name, estimate, stdError, statistic, pValue, confLow: interval(-1), confHigh: interval(1) };
}

const provinces = { name: 'province', count: 31 };

export function fitOf(terms: readonly Estimate[], more: Partial<Fit> = {}): Fit {
  return {
    estimator: 'fe',
    outcome: 'Gap',
    terms,
    vcov: [],
    nobs: 372,
    ngroups: 31,
    nclusters: 31,
    dfResid: 30,
    inference: 't(G-1)',
    vcovInfo: {
      type: 'CRV1',
      text: 'cluster(province)',
      clusters: [provinces],
      small: 'xtreg: G/(G − 1) · (N − 1)/(N − K), t(G − 1)',
    },
    absorbed: [{ name: 'province', levels: 31 }],
    stats: { n: 372, r2Within: 0.4601, ymean: 0.726, f: 45.97 },
    tests: [],
    dropped: [],
    rowsLost: [],
    warnings: [],
    ...more,
  };
}

export function node(
  id: string,
  artifact: Artifact,
  more: {
    header?: string;
    spanners?: string[];
    stages?: readonly StageAsked[];
    params?: unknown;
    type?: string;
    oster?: boolean;
    words?: FitWords;
    titles?: SourceView['titles'];
  } = {},
): Node {
  const names =
    'terms' in artifact ? (artifact as unknown as Fit).terms.map((t) => t.term).filter((t) => t !== '_cons') : [];
  const rows =
    'rows' in artifact
      ? (artifact.rows as { variable: string }[]).map((r) => r.variable)
      : (artifact as Record<string, unknown>).variables;
  const params = more.params ?? {
    terms: names,
    outcome: artifact.outcome,
    absorb: ['province', 'year'],
    variables: rows,
  };
  const stages = more.stages === undefined ? {} : { stages: more.stages };
  const view = {
    header: more.header ?? '',
    spanners: more.spanners ?? [],
    split: null,
    ...stages,
    oster: more.oster === true,
    ...(more.words && { words: more.words }),
    ...(more.titles && { titles: more.titles }),
  };
  return { node: id, type: more.type ?? 'fit', view, params, terms: null, artifact };
}

export const project: TableProject = {
  variables: {
    NQP: { label: 'NQP', translations: { zh: '新质生产力' } },
    Gap: { translations: { zh: '城乡收入差距' } },
    Education: { unit: 'billion yuan', translations: { zh: '教育支出' } },
    Patent: { translations: { zh: '专利授权' } },
    DigEco: { label: 'Digital economy', unit: 'million pages', translations: { zh: '数字经济' } },
    province: { label: 'Province', translations: { zh: '省份' } },
    year: { translations: { zh: '年份' } },
  },
  sets: { controls: ['Education', 'Patent', 'DigEco'] },
};

export interface Case {
  readonly name: string;
  readonly entry: TableEntry;
  readonly groups: readonly (Omit<PlannedGroup, 'sources'> & { readonly sources: readonly Node[] })[];
  /** Holds what computed rows ask of the columns and the results that answer it. */
  readonly computed?: { readonly asked: ComputedRequest; readonly artifacts: Readonly<Record<string, object>> };
}

const templates = path.resolve(import.meta.dirname, '../../templates');

export function build(one: Case): Table {
  return buildRequest(one).table;
}

/** What a table is warned of. */
export const warned = (one: Case): string[] => buildRequest(one).warnings;

/** The settled request of a table. */
export const requested = (one: Case) => buildRequest(one).request;

function buildRequest(one: Case) {
  const nodes = one.groups.flatMap((group) => group.sources);
  const settled = settle({ ...one.entry, formats: [...formatNames] }, {}, { notes: ['Synthetic data.'] });
  const { groups } = one;
  const request = requestOf(
    { id: `tables.${one.name}`, name: one.name, entry: one.entry, settled, groups, project, builderOf: tables.of },
    [],
  );
  const open = (id: string) => (part: string) =>
    (nodes.find((n) => n.node === id)!.artifact as Record<string, unknown>)[part] as Json | undefined;
  const warnings: string[] = [];
  const table = buildTable(request, tables.of(nodes[0]!.type!)!, open, {
    numerics: new TableNumerics(one.computed?.asked ?? {}, {
      artifact: (id: string) => ({ json: (part: string) => one.computed!.artifacts[id]![part as never] }),
    } as unknown as RunContext<unknown>),
    refuse(_, message) {
      throw new Error(message);
    },
    warn: (_, message) => void warnings.push(message),
  });
  return { request, table, warnings };
}

/** The source of a built-in template. */
export const template = (name: string): string => readFileSync(path.join(templates, name), 'utf8');

/** Extension → text, of the formats that are text. */
export async function renderedTexts(one: Case): Promise<Map<string, string>> {
  return new Map([...(await render(one))].map(([extension, bytes]) => [extension, Buffer.from(bytes).toString()]));
}

/** Extension → file, in every format of the registry. */
export async function render(one: Case): Promise<Map<string, Uint8Array>> {
  const { request, table } = buildRequest(one);
  return renderTable(table, writtenFormats(formatNames), request, template);
}
