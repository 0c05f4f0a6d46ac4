/** The language of the page, and what it calls variables: by the labels that tables print. */
import type { NodeId } from '../../base/brand.ts';
import { ownValue } from '../../base/own-value.ts';
import { type Graph, nodesOfKind } from '../../engine/graph.ts';
import type { Session, Survey } from '../../engine/run/session.ts';
import { readLabels } from '../../frame/stored/artifact.ts';
import type { Language } from '../../table/table.ts';
import type { LabelBook } from '../../table/words/labels.ts';
import { REPORT } from '../diff/side.ts';
import { resultOf } from './results.ts';

const HAN = /\p{Script=Han}/u;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Chinese where the paper's title is, or where it has no table in another language. */
export function languageOf({ project: { title } }: Pick<Session, 'project'>, { nodes }: Graph): Language {
  if (title !== null && HAN.test(title) && !KANA.test(title)) return 'zh';
  const said = nodesOfKind(nodes, ({ name }) => name === REPORT).flatMap(
    ({ params }) => (params as { readonly language?: Language }).language ?? [],
  );
  return said.length > 0 && said.every((each) => each === 'zh') ? 'zh' : 'en';
}

/** The labels of a node's result: those of `variables:`, then those in the files that it or what it reads was read from. */
export function bookOf(
  { project, language }: { project: Session['project']; language: Language },
  survey: Survey,
  id: NodeId,
): LabelBook {
  const near = [id, ...(survey.graph.nodes.get(id)?.dependencies ?? [])];
  const ofFiles: Record<string, string> = {};
  for (const reader of near.flatMap((each) => resultOf(survey, each) ?? []))
    for (const [name, { label }] of readLabels(reader)) if (label !== undefined) ofFiles[name] ??= label;
  const variables = { ...ofFiles };
  const units: Record<string, string> = {};
  for (const [name, { label, unit, translations }] of Object.entries(project.variables)) {
    const said = ownValue(translations, language) ?? label;
    if (said !== undefined) variables[name] = said;
    if (unit !== undefined) units[name] = unit;
  }
  return { language, variables, units, renamed: {} };
}
