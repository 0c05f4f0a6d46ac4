/** The kind `r`: models that a call of R estimates (docs/bridge.md). */
import { defineStep, type RunContext, type Step } from '../../src/engine/step.ts';
import { type BridgeParams, rParams } from '../lib/bridge/keys.ts';
import { expandBridge } from '../lib/bridge/plan.ts';
import { r } from '../lib/bridge/r.ts';
import { runBridge } from '../lib/bridge/run.ts';
import { startedCall } from '../lib/bridge/started.ts';

export default defineStep({
  name: 'r',
  summary: 'Estimates by a call of R, whose fit is a column like any other',
  params: rParams,
  artifact: 'fit',
  cost: 'external',
  starts: (params) => startedCall(params),
  expand: (step, plan) => expandBridge(step as unknown as Step<BridgeParams>, plan, r),
  run: (context) => runBridge(context as RunContext<unknown>),
});
