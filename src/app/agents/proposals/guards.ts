/**
 * Bars what no proposal may do, since it would open what the project keeps shut. A proposal may not unmark confidential variables, release withheld
 * ones, read data or confidential columns anew under other names, nor name servers, folders or schedulers. A person writes that into the pipeline by hand.
 */
import { resultOfType } from '../../../../steps/registry.ts';
import type { NodeId } from '../../../base/brand.ts';
import { canonicalJson } from '../../../base/canonical.ts';
import { type Problem, problemAt } from '../../../base/problem.ts';
import { quoted } from '../../../base/text/quoted.ts';
import { SOME_VARIABLE } from '../../../base/value.ts';
import { type GraphNode, pathOf, saidArtifact } from '../../../engine/graph.ts';
import type { Kinds } from '../../../engine/kinds.ts';
import { loadSpec } from '../../../engine/pipeline/load.ts';
import { columnsRead, confidentialIn } from '../../../engine/run/hidden/confidential.ts';
import type { Session, Survey } from '../../../engine/run/session.ts';
import type { ProjectDecl } from '../../../engine/step.ts';

const byHand = 'whoever keeps the project writes it into the pipeline by hand';

/** Lists the declarations that agents may not change and in which two texts of a pipeline differ. Nothing of the second has been planned yet. */
export function changedDeclarations(file: string, now: string, then: string, kinds: Kinds): Problem[] {
  const [was, is] = [now, then].map((text) => loadSpec(file, text, kinds).spec?.project);
  // Nothing is planned of a text that cannot be read, which is refused by what is wrong with it.
  if (is === undefined) return [];
  if (was === undefined && /confidential|withhold/.test(now))
    return [barred('the pipeline is too wrong to tell what is confidential or withheld')];
  const sections = (['cache', 'executors'] as const).filter((name) => differ(was?.[name], is[name]));
  const said = (decl: ProjectDecl | undefined, mark: boolean): string[] =>
    Object.entries(decl?.variables ?? {}).flatMap(([name, each]) => (each.confidential === mark ? [name] : []));
  const unmarked = said(was, true).filter((name) => !said(is, true).includes(name));
  const opened = said(is, false).filter((name) => !said(was, false).includes(name));
  const released = (was?.withhold ?? []).filter((name) => is.withhold?.includes(name) !== true);
  return [
    ...sections.map((name) => barred(`a proposal does not change \`${name}\``)),
    ...(unmarked.length > 0 ? [barred(`a proposal does not unmark what is confidential: ${quoted(unmarked)}`)] : []),
    ...(released.length > 0 ? [barred(`a proposal does not release what is withheld: ${quoted(released)}`)] : []),
    ...(opened.length > 0 ? [barred(`a proposal does not say what is not confidential: ${quoted(opened)}`)] : []),
  ];
}

const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

const barred = (message: string): Problem => problemAt({ code: 'needs-person', message, hint: byHand });

export interface SurveyedSession {
  readonly session: Session;
  readonly survey: Survey;
}

/** Nodes, new or changed, by which values of confidential variables might be read under names that nobody has marked. */
export function openedValues(before: SurveyedSession | undefined, after: SurveyedSession): Problem[] {
  const { graph, store } = after.survey;
  const hides = confidentialIn(after.session, graph, store);
  if (!hides(SOME_VARIABLE)) return [];
  const known = new Set(before === undefined ? [] : [...before.survey.graph.nodes.values()].map(madeOf));
  return [...graph.nodes.values()].flatMap((node) => {
    if (known.has(madeOf(node)) || isEstimate(node)) return [];
    const columns = columnsRead(node, store).filter(hides);
    const files = node.sources.flatMap((source) => (source.is === 'file' ? [source.path] : []));
    const isNew = columns.length > 0 || files.length > 0;
    return isNew ? [notRead(node.id, columns.length > 0 ? columns : files, after, node)] : [];
  });
}

const madeOf = ({ loaded, params, inputs }: GraphNode): string => canonicalJson([loaded.name, params, inputs] as never);

function isEstimate(node: GraphNode): boolean {
  const type = saidArtifact(node, node.loaded.kind);
  return type !== null && resultOfType(type)?.isTrial === true;
}

function notRead(id: NodeId, what: readonly string[], { session }: SurveyedSession, node: GraphNode): Problem {
  const message = `a proposal reads ${quoted(what)} by estimates alone, and \`${id}\` is none, since variables are confidential`;
  const place = session.spec.source.locate(pathOf(node), { key: true });
  return problemAt({ code: 'needs-person', message, hint: byHand }, place);
}
