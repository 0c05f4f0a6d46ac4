/** Writes a proposal into the pipeline, where that is still the text that it was made of. */
import { join } from 'node:path';
import { problemAt } from '../../../base/problem.ts';
import { lockStore } from '../../../engine/store/lock.ts';
import { STORE, writeAtomically } from '../../../engine/system/files.ts';
import { distrust, isTrusted, TRUST_VARIABLE } from '../../../engine/system/trust.ts';
import { refusedAnswer, type ToolReply } from '../answers.ts';
import type { Proposal } from '../kept-proposals.ts';
import { pipelineText } from '../pipeline-text.ts';
import type { AgentRequest, Ground } from '../tool.ts';

/** Another run may read the pipeline: it is waited for so long. */
const PATIENCE_MS = 10_000;

export async function applyProposal(digest: string, { ground, agent }: AgentRequest): Promise<ToolReply> {
  const { root, proposals } = ground;
  const proposal = proposals.named(digest);
  if (proposal === undefined) {
    const message = 'no proposal has this digest, or a later one was applied';
    return refusedAnswer([problemAt({ code: 'no-proposal', message, hint: '`propose` gives one' })]);
  }
  const lock = await lockStore(root, { waiting: () => {}, signal: agent.signal, patience: PATIENCE_MS });
  try {
    return write(proposal, ground);
  } finally {
    lock.release();
  }
}

function write({ base, text, needsTrust }: Proposal, { root, file, proposals }: Ground): ToolReply {
  const now = pipelineText(root, file);
  if (!now.ok) return refusedAnswer(now.problems);
  if (now.digest !== base) {
    const message = `\`${file}\` has changed since the proposal was made`;
    return refusedAnswer([problemAt({ code: 'stale-proposal', message, hint: 'read it again, and propose anew' })]);
  }
  const isTrustLost = needsTrust && isTrusted(root);
  if (isTrustLost) {
    // The trust was given to the old pipeline, not to the one that is about to be written.
    distrust(root);
    if (isTrusted(root)) return refusedAnswer([trustedByEnvironment()]);
  }
  writeAtomically(join(root, file), text, { temporaries: join(root, STORE, 'tmp') });
  proposals.clear();
  const messages = isTrustLost ? ['the folder is no longer trusted: `papermake trust` says what it starts'] : [];
  return { exit: 0, data: { applied: file, trusted: isTrusted(root) }, messages };
}

const trustedByEnvironment = () =>
  problemAt({
    code: 'needs-person',
    message: `the proposal starts what nobody has read, and \`${TRUST_VARIABLE}\` trusts whatever stands here`,
    hint: 'whoever keeps the project writes it into the pipeline by hand',
  });
