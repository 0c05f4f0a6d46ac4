/** Plans a `document` step: finds what its texts name, each of which is an input, and describes a node for each format. */
import type { NodeId } from '../../../src/base/brand.ts';
import type { Json } from '../../../src/base/json.ts';
import type { InputSpec, NodeSpec, PlanContext, Step } from '../../../src/engine/step.ts';
import type { Equations } from '../equation/equations.ts';
import { type Tables, withTables } from '../report/tables.ts';
import { engines, enginesFor } from './engines/registry.ts';
import type { DocumentNodeParams, DocumentParams } from './keys.ts';
import { Reading } from './reading.ts';

export function expandDocument(
  step: Step<DocumentParams>,
  plan: PlanContext,
  tables: Tables,
  equations: Equations,
): NodeSpec[] {
  const { file, formats, files = [] } = { ...step.defaults, ...step.params };
  const known = enginesFor(file);
  if (known.length === 0) {
    const ends = [...new Set(engines.map(({ from }) => `\`${from}\``))].join(', ');
    return complain(step, plan, 'file', `\`${file}\` is in no language of documents`, `its name ends in ${ends}`);
  }
  const reading = new Reading(step, plan, tables.of, equations);
  reading.read(file, [...step.path, 'file']);
  const at = step.params.files === undefined ? ['defaults', step.kind, 'files'] : [...step.path, 'files'];
  files.forEach((name, i) => void reading.take(name, [...at, i]));
  const [main] = reading.texts;
  if (main === undefined || !reading.isComplete) return [];
  const chosen = formats ?? [known[0]!.to];
  const stem = main.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
  return chosen.flatMap((format) => {
    const engine = known.find(({ to }) => to === format);
    if (engine === undefined) {
      const able = known.map(({ to }) => `\`${to}\``).join(', ');
      return complain(step, plan, 'formats', `\`${file}\` cannot become \`${format}\``, `it can become ${able}`);
    }
    const params: DocumentNodeParams = {
      file: main,
      format,
      path: `out/${step.name}/${stem}.${format}`,
      texts: reading.texts,
      numbers: reading.numbers,
      tables: reading.tables,
      equations: reading.equations,
      figures: reading.figures,
    };
    const inputs: Record<string, InputSpec> = { ...reading.inputs, ...engine.inputs(plan) };
    const node: NodeSpec = {
      id: (chosen.length === 1 ? step.name : `${step.name}.${format}`) as NodeId,
      params: params as unknown as Json,
      inputs,
      outputs: [params.path],
      cost: engine.cost,
      origins: { file: { path: [...step.path, 'file'], text: file } },
    };
    const types = Object.values(reading.tables).map(({ type }) => type);
    return [withTables(node, types, tables)];
  });
}

function complain(step: Step<DocumentParams>, plan: PlanContext, key: string, message: string, hint?: string): [] {
  plan.complain({ code: 'unknown-format', message, path: [...step.path, key], hint });
  return [];
}
