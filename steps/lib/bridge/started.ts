/** Says what a node of another language starts, for users who are asked whether it may. */
import type { Json } from '../../../src/base/json.ts';
import { startedText } from '../command/started.ts';
import type { BridgeNodeParams } from './keys.ts';
import { languageOf } from './languages.ts';

export function startedCall(params: Json): string {
  const { language, request } = params as unknown as BridgeNodeParams;
  return `${languageOf(language).title}: ${startedText(request.call)}`;
}
