/** Tells how the claims were judged when they were judged last, where nothing may run. */
import type { NodeId } from '../../base/brand.ts';
import { targetNodes } from '../../engine/pipeline/targets.ts';
import { confidentialIn } from '../../engine/run/hidden/confidential.ts';
import { survey } from '../../engine/run/session.ts';
import { EXIT } from '../command.ts';
import type { OpenedProject } from '../project.ts';
import { refuse } from '../survey/open-survey.ts';
import { tellJson } from '../terminal/terminal.ts';
import { claimOf, isClaim } from './claims.ts';
import { statedRows } from './states.ts';

/** Prints what `check --json` prints; `holds` is null where the recorded judgement is not one of the pipeline as it is now. Returns the exit code. */
export function tellRecordedClaims(
  { session, root }: OpenedProject & { ok: true },
  targets: readonly string[],
): number {
  const state = survey(session);
  const { wanted, problems } = targetNodes(state.graph, targets);
  const wrong = [...state.problems, ...problems];
  if (wrong.length > 0) return refuse(wrong, root, true);
  const hides = confidentialIn(session, state.graph, state.store);
  const rows = statedRows(state, undefined).filter(({ node }) => wanted.has(node as NodeId) && isClaim(state, node));
  const claims = rows.map((row) => {
    const { node, name, holds, claim, text, broken } = claimOf(state, row, { hides, language: 'en' });
    const isNow = row.decision === 'fresh' || row.decision === 'cached';
    const said = { claim: name, node, holds: isNow ? holds : null, condition: claim };
    return { ...said, ...(text === '' ? {} : { text }), broken: isNow ? broken.map((message) => ({ message })) : [] };
  });
  tellJson({ claims });
  return claims.some(({ holds }) => holds === false) ? EXIT.claimFalse : EXIT.done;
}
