/** Columns of the data that a script about a model reads. */
import { type ModelSpec, readsPanel, variablesRead } from '../econ/spec.ts';
import type { ExportedData } from './data.ts';

export const columnsRead = (spec: ModelSpec, panel: ExportedData['panel']): readonly string[] => [
  ...variablesRead(spec),
  ...(panel !== null && (readsPanel(spec) || spec.vcov.is === 'nw') ? [panel.unit, panel.time] : []),
];
