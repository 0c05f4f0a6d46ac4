/** THE list of adversarial conversations. */
import { accountScenes } from './account-scenes.ts';
import { fileScenes } from './file-scenes.ts';
import { planScenes } from './plan-scenes.ts';
import { proposalScenes } from './proposal-scenes.ts';
import { protocolScenes } from './protocol-scenes.ts';
import { secretScenes } from './secret-scenes.ts';
import type { Scene } from './stage.ts';
import { trustScenes } from './trust-scenes.ts';

export const scenes: Readonly<Record<string, readonly Scene[]>> = {
  'the protocol and its ends': protocolScenes,
  'the account of trials': accountScenes,
  'files that nobody declared': fileScenes,
  'confidential values': secretScenes,
  'programs, code and words': trustScenes,
  proposals: proposalScenes,
  'plans and what they withhold': planScenes,
};
