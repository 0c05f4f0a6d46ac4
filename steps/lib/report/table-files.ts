/** A node that writes tables which no `report` declares: those of comparisons and audits. */
import { Type } from 'typebox';
import type { NodeId } from '../../../src/base/brand.ts';
import { canonicalJson } from '../../../src/base/canonical.ts';
import type { Json } from '../../../src/base/json.ts';
import type { Artifact } from '../../../src/base/reader.ts';
import { didYouMean } from '../../../src/base/suggest.ts';
import type { InputSpec, NodeSpec, PlanContext, RunContext, Step } from '../../../src/engine/step.ts';
import { settle } from '../../../src/table/options.ts';
import { chosenFormats, formatNames, renderTable, templateOf } from '../../../src/table/render.ts';
import type { Table } from '../../../src/table/table.ts';

export const formatsOption = Type.Optional(
  Type.Array(Type.String(), {
    minItems: 1,
    description: 'latex and markdown by default; html, csv; a JSON file always',
  }),
);

const presentation = (formats: readonly string[]) => ({
  ...settle({}, {}, {}),
  formats,
  templates: {},
  indicate: [],
});

/** Files `out/<step>/<table>.*` but for the sidecar: one JSON file, of the last table, holds everything. */
const filesOf = (step: string, table: string, formats: readonly string[]): string[] =>
  chosenFormats(formats)
    .filter((format) => format.name !== 'json')
    .map((format) => `out/${step}/${table}.${format.extension}`);

/** `STEP.report`; `tables` ends with the one that stands for all. */
export function reportNode(
  step: Step<unknown>,
  tables: readonly string[],
  inputs: Readonly<Record<string, InputSpec>>,
  {
    formats = ['latex', 'markdown'],
    more,
  }: { readonly formats?: readonly string[] | undefined; readonly more: Readonly<Record<string, Json>> },
  plan: PlanContext,
): NodeSpec {
  for (const name of formats) {
    if (formatNames.includes(name)) continue;
    const hint = didYouMean(name, formatNames) ?? `formats: ${formatNames.join(', ')}`;
    plan.complain({
      code: 'unknown-format',
      message: `unknown format \`${name}\``,
      hint,
      path: [...step.path, 'formats'],
    });
  }
  const templates = chosenFormats(formats).flatMap((format) => templateOf(format, presentation(formats)) ?? []);
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
      ...tables.flatMap((name) => filesOf(step.name, name, formats)),
      `out/${step.name}/${tables.at(-1)!}.json`,
    ],
    origins: { formats: { path: [...step.path, 'formats'] } },
  };
}

export async function reportFiles(
  { step, formats }: { readonly step: string; readonly formats: readonly string[] },
  tables: (format: string) => ReadonlyMap<string, Table>,
  data: unknown,
  context: Pick<RunContext<unknown>, 'file'>,
): Promise<Artifact> {
  const parts = new Map<string, Uint8Array>();
  const encoder = new TextEncoder();
  for (const format of formats) {
    for (const [name, table] of tables(format)) {
      const template = (file: string): string => context.file(`template:${file}`).text();
      for (const [extension, text] of await renderTable(table, presentation([format]), template))
        if (extension !== 'json') parts.set(`out/${step}/${name}.${extension}`, encoder.encode(text));
    }
  }
  const last = [...tables(formats[0]!).keys()].at(-1)!;
  const json = `${JSON.stringify(JSON.parse(canonicalJson(data)), null, 2)}\n`;
  parts.set(`out/${step}/${last}.json`, encoder.encode(json));
  return { type: 'files', parts };
}
