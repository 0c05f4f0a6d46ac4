/** Declares the kinds whose models a call of another program estimates (docs/bridge.md). */
import type { Static, TSchema } from 'typebox';
import { defineStep, type RunContext, type Step, type StepKind } from '../../../src/engine/step.ts';
import type { BridgeParams } from './keys.ts';
import type { BridgeLanguage } from './language.ts';
import { expandBridge } from './plan.ts';
import { runBridge } from './run.ts';
import { neededByCall, startedCall } from './started.ts';

export const defineBridge = <S extends TSchema>(
  { name, summary, params }: { readonly name: string; readonly summary: string; readonly params: S },
  language: BridgeLanguage,
): StepKind<Static<S>> =>
  defineStep({
    name,
    summary,
    params,
    artifact: 'fit',
    cost: 'external',
    starts: (given) => startedCall(given),
    programs: (given, how) => neededByCall(given, how),
    expand: (step, plan) => expandBridge(step as unknown as Step<BridgeParams>, plan, language),
    run: (context) => runBridge(context as RunContext<unknown>),
  });
