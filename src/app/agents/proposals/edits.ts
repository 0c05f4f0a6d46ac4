/** A proposal's text: the pipeline with edits, each a stretch that stands there once and what stands there then. */
import { type Problem, problemAt } from '../../../base/problem.ts';

export interface Edit {
  readonly from: string;
  readonly to: string;
}

export type Edited =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function editedText(given: Readonly<Record<string, unknown>>, now: string): Edited {
  const { text, edits } = given as { readonly text?: string; readonly edits?: readonly Edit[] };
  if ((text === undefined) === (edits === undefined)) {
    const message = `expected \`edits\` or \`text\`, got ${text === undefined ? 'neither' : 'both'}`;
    return { ok: false, problems: [problemAt({ code: 'bad-argument', message })] };
  }
  if (text !== undefined) return { ok: true, text };
  let edited = now;
  const problems: Problem[] = [];
  for (const [i, { from, to }] of edits!.entries()) {
    const count = edited.split(from).length - 1;
    if (count === 1) edited = edited.replace(from, () => to);
    else problems.push(notOnce(i, count));
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, text: edited };
}

function notOnce(at: number, count: number): Problem {
  const found = count === 0 ? 'does not stand in the pipeline' : `stands in the pipeline ${count} times`;
  return problemAt({
    code: 'bad-edit',
    message: `\`edits[${at}].from\` ${found}, expected once`,
    hint: count === 0 ? 'read the resource `papermake://pipeline` again' : 'take more of the lines around it',
  });
}
