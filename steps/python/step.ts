/** The kind `python`: models that a call of Python estimates (docs/bridge.md). */
import { defineStep, type RunContext, type Step } from '../../src/engine/step.ts';
import { type BridgeParams, pythonParams } from '../lib/bridge/keys.ts';
import { expandBridge } from '../lib/bridge/plan.ts';
import { python } from '../lib/bridge/python.ts';
import { runBridge } from '../lib/bridge/run.ts';
import { startedCall } from '../lib/bridge/started.ts';

export default defineStep({
  name: 'python',
  summary: 'Estimates by a call of Python, whose result is a column like any other',
  params: pythonParams,
  artifact: 'fit',
  cost: 'external',
  starts: (params) => startedCall(params),
  expand: (step, plan) => expandBridge(step as unknown as Step<BridgeParams>, plan, python),
  run: (context) => runBridge(context as RunContext<unknown>),
});
