/** Complains of a step that makes no node though nobody has complained of it: a run would leave it out without a word. */
import { isJsonObject } from '../../base/json.ts';
import type { Complaint, Step } from '../step.ts';
import type { Expansion } from './expansion.ts';
import { isInternal } from './reference.ts';
import { isSection } from './sections.ts';

/** Undefined where the step makes nodes, or they are not known yet, and for a section, which may be empty. */
export function withoutNodes({ name, kind, params, path }: Step<unknown>, made: Expansion): Complaint | undefined {
  if (made.isWrong || made.waitsFor.size > 0 || made.nodes.some(({ id }) => !isInternal(id))) return undefined;
  if (isSection(name)) return undefined;
  const empty = Object.entries(params as object).find(([, value]) => isEmpty(value))?.[0];
  const hint =
    empty === undefined
      ? `the kind \`${kind}\` found nothing to do in it: say what, or remove the step`
      : `\`${empty}\` is empty: list what it is to have, or remove the step`;
  const at = empty === undefined ? path : [...path, empty];
  return { code: 'no-node', message: `\`${name}\` makes nothing`, path: at, key: true, hint };
}

const isEmpty = (value: unknown): boolean =>
  (Array.isArray(value) && value.length === 0) || (isJsonObject(value) && Object.keys(value).length === 0);
