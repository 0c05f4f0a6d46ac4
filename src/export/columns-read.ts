/** Columns of the data that a script about a model reads. */
import { type ModelSpec, readsPanel, variablesOfCondition, variablesRead } from '../econ/spec.ts';
import type { ExportedData } from './data.ts';
import { withoutSample } from './shared.ts';

interface ColumnsOfShape {
  readonly columns: readonly string[];
  readonly panel: boolean;
}

/** Columns of specs without their sample, by the text of these. */
const known = new Map<string, ColumnsOfShape>();

/** The number of texts that are remembered. */
const MOST = 10_000;

function columnsOfShape(spec: ModelSpec): ColumnsOfShape {
  const shape = withoutSample(spec);
  let found = known.get(shape.text);
  if (found === undefined) {
    found = { columns: variablesRead(shape.spec), panel: readsPanel(spec) || spec.vcov.is === 'nw' };
    if (known.size < MOST) known.set(shape.text, found);
  }
  return found;
}

export function columnsRead(spec: ModelSpec, panel: ExportedData['panel']): readonly string[] {
  const shape = columnsOfShape(spec);
  const own = spec.sample === null ? shape.columns : shape.columns.concat(variablesOfCondition(spec.sample));
  // Stata declares the whole panel before it absorbs effects of the unit
  const isPanel = panel !== null && (shape.panel || own.includes(panel.unit));
  return isPanel ? own.concat(panel.unit, panel.time) : own;
}
