/** Says what a node of another language starts: for users who are asked whether it may, and for clusters whose workers must have it. */
import { defined } from '../../../src/base/defined.ts';
import type { Json } from '../../../src/base/json.ts';
import type { NeededProgram } from '../../../src/engine/step.ts';
import { startedText } from '../command/started.ts';
import type { BridgeCall, BridgeNodeParams } from './keys.ts';
import { languageOf } from './languages.ts';

export function startedCall(params: Json): string {
  const { language, request } = params as unknown as BridgeNodeParams;
  return `${languageOf(language).title}: ${startedText(request.call)}`;
}

/** The program that a call of another language needs. */
export function neededByCall(params: Json, how: Json | undefined): readonly NeededProgram[] {
  const { env } = params as unknown as BridgeNodeParams;
  return [defined({ names: (how as unknown as BridgeCall).sought, path: env.PATH })];
}
