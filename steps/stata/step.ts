/** The kind `stata`: models that a call of Stata estimates (docs/bridge.md). */
import { stataParams } from '../lib/bridge/keys.ts';
import { defineBridge } from '../lib/bridge/kind.ts';
import { stata } from '../lib/bridge/stata.ts';

export default defineBridge(
  {
    name: 'stata',
    summary: 'Estimates by lines of Stata, whose `e()` is a column like any other',
    params: stataParams,
  },
  stata,
);
