/** Looks at a proposal: plans the pipeline as it would be, without writing or running anything. */

import type { NodeId } from '../../../base/brand.ts';
import { canonicalJson, sha256 } from '../../../base/canonical.ts';
import type { SourceText } from '../../../base/print.ts';
import { type Session, type Survey, survey } from '../../../engine/run/session.ts';
import type { ProjectFiles } from '../../../engine/system/files.ts';
import { isTrusted } from '../../../engine/system/trust.ts';
import { loadKinds, type OpenedProject, openProject, sourceText } from '../../project.ts';
import { planJson, rowsToRun } from '../../survey/rows-to-run.ts';
import { specificationsToAdd } from '../../trials/count-trials.ts';
import { refusedAnswer, type ToolReply } from '../answers.ts';
import { pipelineText } from '../pipeline-text.ts';
import type { Ground } from '../tool.ts';
import { declaredFiles } from './declared.ts';
import { editedText } from './edits.ts';
import { changedDeclarations, openedValues, type SurveyedSession } from './guards.ts';

type Open = OpenedProject & { readonly ok: true };

export async function propose(given: Readonly<Record<string, unknown>>, ground: Ground): Promise<ToolReply> {
  const { root, file, proposals } = ground;
  const now = pipelineText(root, file);
  if (!now.ok) return refusedAnswer(now.problems);
  const edited = editedText(given, now.text);
  if (!edited.ok) return refusedAnswer(edited.problems);
  const { text } = edited;
  const source = withText(sourceText(root), file, text);
  const { kinds } = await loadKinds(root, file, false, text);
  const changed = changedDeclarations(file, now.text, text, kinds);
  if (changed.length > 0) return refusedAnswer(changed, source);
  const before = await plannedAs(ground, now.text, () => true);
  const admits = declaredFiles(now.text, root, before.is === 'planned' ? before.planned : undefined);
  const after = await plannedAs(ground, text, admits);
  if (after.is === 'wrong') return refusedAnswer(after.problems, source);
  const opened = openedValues(before.is === 'planned' ? before.planned : undefined, after.planned);
  if (opened.length > 0) return refusedAnswer(opened, source);
  const starts = startedIn(after.planned);
  const known = new Set(before.is === 'planned' ? startedIn(before.planned).map(({ key }) => key) : []);
  const anew = starts.filter(({ key }) => !known.has(key));
  const isTrustedNow = isTrusted(root);
  // Code of the project's own is planned by as it is, where nothing is added to what its user has trusted.
  const again = isTrustedNow && anew.length === 0 ? await plannedAs(ground, text, admits, true) : after;
  if (again.is === 'wrong') return refusedAnswer(again.problems, source);
  const { planned } = again;
  const proposal = proposals.keep({ base: now.digest, text, needsTrust: isTrustedNow && anew.length > 0 });
  return {
    exit: 0,
    data: { proposal, base: now.digest, digest: sha256(text), ...consequences(planned), needsTrust: toldOf(anew) },
  };
}

/** Tells what a run would do with the pipeline: the nodes that it would make, and the specifications that it would add to the account. */
function consequences({ session, survey }: SurveyedSession): object {
  const { rows } = rowsToRun(survey, []);
  const made = rows.map(({ node }) => node);
  return { plan: planJson(rows, survey), trials: specificationsToAdd(session, survey.graph, made) };
}

const toldOf = (anew: readonly { readonly node: NodeId; readonly starts: string }[]): object[] =>
  anew.map(({ node, starts }) => ({ node, starts }));

type Look =
  | { readonly is: 'planned'; readonly planned: SurveyedSession & { readonly files: Session['files'] } }
  | { readonly is: 'wrong'; readonly problems: (OpenedProject & { readonly ok: false })['problems'] };

async function plannedAs(
  { root, file }: Ground,
  text: string,
  admits: ProjectFiles['admits'],
  trust = false,
): Promise<Look> {
  const opened = await openProject({ directory: root, file, trust, instead: { text, admits } });
  if (!opened.ok) return { is: 'wrong', problems: opened.problems };
  const { session } = opened as Open;
  const state: Survey = survey(session);
  if (state.problems.length > 0) return { is: 'wrong', problems: state.problems };
  return { is: 'planned', planned: { session, survey: state, files: session.files } };
}

/** Lists what nodes start that only a trusted project may start; `key` tells whether two entries are the same. */
function startedIn({ session, survey: { graph, withheld } }: SurveyedSession) {
  return [...graph.nodes.values()].flatMap((node) => {
    const starts = withheld(node);
    if (starts === undefined) return [];
    const params = session.spec.step(node.step)?.params ?? null;
    return [{ node: node.id, starts, key: canonicalJson([node.loaded.name, starts, params] as never) }];
  });
}

/** Problems point at the proposed text. */
const withText =
  (source: SourceText, pipeline: string, text: string): SourceText =>
  (file) =>
    file === pipeline ? text : source(file);
