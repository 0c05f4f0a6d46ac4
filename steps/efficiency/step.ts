/** The kind `efficiency`: how far units lie from the frontier that the best of them span, and how their productivity changes. */

import { columnsMade, type EfficiencySpec, peersColumn, variablesOf } from '../../src/econ/efficiency/spec.ts';
import { defineStep, type RunContext } from '../../src/engine/step.ts';
import { extendFrame, readFrame } from '../../src/frame/stored/artifact.ts';
import { frameChangeLines } from '../../src/frame/stored/changes.ts';
import { warnAll } from '../lib/frame-source.ts';
import { efficiencySchema } from './keys.ts';
import { columnsOf, efficiencyNodes } from './plan.ts';

export default defineStep({
  name: 'efficiency',
  summary:
    'Data envelopment analysis: radial, additive, slacks-based and directional measures with undesirable outputs, super-efficiency, and Malmquist, Malmquist–Luenberger and global indices, as columns of a frame',
  params: efficiencySchema,
  artifact: 'efficiency',
  lineage: (params) => {
    const spec = params as unknown as EfficiencySpec;
    const ofQuantities = variablesOf(spec);
    return Object.fromEntries(
      columnsMade(spec).map(({ name }) => [
        name,
        name === peersColumn(spec) ? [...ofQuantities, spec.peers!] : ofQuantities,
      ]),
    );
  },
  judges: (params) => variablesOf(params as unknown as EfficiencySpec),
  explain: (before, after, source) => frameChangeLines(before, after, source?.hides),
  expand: (step, plan) => efficiencyNodes(step, plan),
  columns: (step, plan) => {
    const made = columnsOf({ ...step.defaults, ...step.params });
    const columns = plan.columns(step.params.from);
    const isMade = new Set(made.map(({ name }) => name));
    return columns && [...columns.filter(({ name }) => !isMade.has(name)), ...made];
  },
  panel: (step, plan) => plan.panel(step.params.from),
  run: (context) => run(context as RunContext<unknown>),
});

async function run(context: RunContext<unknown>) {
  const spec = context.params as EfficiencySpec;
  const { efficiencyOf } = await import('./numbers/report.ts');
  const stored = context.artifact('data');
  const found = efficiencyOf(spec, readFrame(stored), (share, text) => context.report(share, text), context.rng);
  warnAll(context, found.warnings);
  for (const note of found.notes) context.note(note);
  return extendFrame(stored, 'efficiency', found.columns, found.parts);
}
