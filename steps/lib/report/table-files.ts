/** Makes the node that writes tables which no `report` declares: those of comparisons and audits. */
import type { NodeId } from '../../../src/base/brand.ts';
import { canonicalJson } from '../../../src/base/canonical.ts';
import type { Json } from '../../../src/base/json.ts';
import type { Artifact } from '../../../src/base/reader.ts';
import { optional } from '../../../src/base/schema.ts';
import type { InputSpec, NodeSpec, PlanContext, RunContext, Step } from '../../../src/engine/step.ts';
import {
  chosenFormats,
  formatHint,
  formatNames,
  formatsDescription,
  templateOf,
} from '../../../src/table/formats/choose.ts';
import type { Format } from '../../../src/table/formats/format.ts';
import { sidecar, usualFormats } from '../../../src/table/formats/registry.ts';
import { settle } from '../../../src/table/options/options.ts';
import { renderTable } from '../../../src/table/render.ts';
import type { Table } from '../../../src/table/table.ts';

export const formatsOption = optional.texts(formatsDescription('checks'));

/** Path of a table's file, in `out/<step>/`. Only the last table has a sidecar, which holds everything. */
const fileOf = (step: string, table: string, { extension }: Format): string => `out/${step}/${table}.${extension}`;

/** The node `STEP.report`; `tables` ends with the one that stands for all. */
export function reportNode(
  step: Step<unknown>,
  tables: readonly string[],
  inputs: Readonly<Record<string, InputSpec>>,
  {
    formats = usualFormats.checks.map(({ name }) => name),
    more,
  }: { readonly formats?: readonly string[] | undefined; readonly more: Readonly<Record<string, Json>> },
  plan: PlanContext,
): NodeSpec {
  for (const name of formats) {
    if (formatNames.includes(name)) continue;
    plan.complain({
      code: 'unknown-format',
      message: `unknown format \`${name}\``,
      hint: formatHint(name),
      path: [...step.path, 'formats'],
    });
  }
  const chosen = chosenFormats(formats);
  const templates = chosen.flatMap((format) => templateOf(format, {}) ?? []);
  return {
    id: `${step.name}.report` as NodeId,
    params: { is: 'report', step: step.name, formats: [...formats], ...more },
    inputs: {
      ...inputs,
      ...Object.fromEntries(
        templates.map((name): [string, InputSpec] => [`template:${name}`, { is: 'template', name }]),
      ),
    },
    outputs: [
      ...tables.flatMap((name) => chosen.map((format) => fileOf(step.name, name, format))),
      fileOf(step.name, tables.at(-1)!, sidecar),
    ],
    origins: { formats: { path: [...step.path, 'formats'] } },
  };
}

export async function reportFiles(
  { step, formats }: { readonly step: string; readonly formats: readonly string[] },
  tables: (format: Format) => ReadonlyMap<string, Table>,
  data: unknown,
  context: Pick<RunContext<unknown>, 'file'>,
): Promise<Artifact> {
  const parts = new Map<string, Uint8Array>();
  const chosen = chosenFormats(formats);
  const presentation = { ...settle({ formats: [...formats] }, {}, {}), templates: {} };
  const template = (file: string): string => context.file(`template:${file}`).text();
  for (const format of chosen) {
    for (const [name, table] of tables(format)) {
      for (const bytes of (await renderTable(table, [format], presentation, template)).values())
        parts.set(fileOf(step, name, format), bytes);
    }
  }
  const last = [...tables(chosen[0]!).keys()].at(-1)!;
  const json = `${JSON.stringify(JSON.parse(canonicalJson(data)), null, 2)}\n`;
  parts.set(fileOf(step, last, sidecar), new TextEncoder().encode(json));
  return { type: 'files', parts };
}
