/** The kind `python`: models that a call of Python estimates (docs/bridge.md). */
import { pythonParams } from '../lib/bridge/keys.ts';
import { defineBridge } from '../lib/bridge/kind.ts';
import { python } from '../lib/bridge/python.ts';

export default defineBridge(
  {
    name: 'python',
    summary: 'Estimates by a call of Python, whose result is a column like any other',
    params: pythonParams,
  },
  python,
);
