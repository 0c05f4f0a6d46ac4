/** The expressions of an ingest step: derived variables and the condition on its rows, parsed. */
import { lagTexts } from '../../../src/base/expression/lag.ts';
import { parseExpression } from '../../../src/base/expression/parser.ts';
import { inText } from '../../../src/base/text/text-problem.ts';
import type { DataComplaint } from '../../../src/frame/complaint.ts';
import type { Declaration } from '../../../src/frame/declared/declaration.ts';
import type { Derivation } from '../../../src/frame/declared/derive.ts';

interface Derived {
  readonly derive?: Readonly<Record<string, string | number>> | undefined;
}

export function parseDerivations({ derive = {} }: Derived): { derivations: Derivation[]; complaints: DataComplaint[] } {
  const derivations: Derivation[] = [];
  const complaints: DataComplaint[] = [];
  for (const [key, value] of Object.entries(derive)) {
    if (key.includes('*') && lagTexts(String(value)) === undefined) complaints.push(noRange(key));
    for (const { name, text } of spelledOut(key, String(value))) {
      const parsed = parseExpression(text);
      if (parsed.ok) derivations.push({ name, text, expression: parsed.ast });
      else for (const problem of parsed.problems) complaints.push({ ...inText(problem), path: ['derive', key] });
    }
  }
  return { derivations, complaints };
}

export function parseWhere({ where: text }: { readonly where?: string | undefined }): {
  readonly where?: Declaration['where'];
  readonly complaints: readonly DataComplaint[];
} {
  if (text === undefined) return { complaints: [] };
  const parsed = parseExpression(text);
  if (parsed.ok) return { where: { text, expression: parsed.ast }, complaints: [] };
  return { complaints: parsed.problems.map((problem) => ({ ...inText(problem), path: ['where'] })) };
}

const noRange = (key: string): DataComplaint => ({
  code: 'no-range',
  message: `\`${key}\` names a column for each of a range, and its expression has none`,
  hint: 'a range of lags is written `L(1/3).x`',
  path: ['derive', key],
  key: true,
});

/** `{"x_l*": L(1/3).x}` derives `x_l1`, `x_l2` and `x_l3`. */
export const spelledOut = (key: string, text: string): readonly { readonly name: string; readonly text: string }[] =>
  (key.includes('*') ? lagTexts(text) : undefined)?.map(({ order, text: own }) => ({
    name: key.replace('*', String(order)),
    text: own,
  })) ?? [{ name: key, text }];
