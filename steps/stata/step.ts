/** The kind `stata`: models that a call of Stata estimates (docs/bridge.md). */
import { defineStep, type RunContext, type Step } from '../../src/engine/step.ts';
import { type BridgeParams, stataParams } from '../lib/bridge/keys.ts';
import { expandBridge } from '../lib/bridge/plan.ts';
import { runBridge } from '../lib/bridge/run.ts';
import { startedCall } from '../lib/bridge/started.ts';
import { stata } from '../lib/bridge/stata.ts';

export default defineStep({
  name: 'stata',
  summary: 'Estimates by lines of Stata, whose `e()` is a column like any other',
  params: stataParams,
  artifact: 'fit',
  cost: 'external',
  starts: (params) => startedCall(params),
  expand: (step, plan) => expandBridge(step as unknown as Step<BridgeParams>, plan, stata),
  run: (context) => runBridge(context as RunContext<unknown>),
});
