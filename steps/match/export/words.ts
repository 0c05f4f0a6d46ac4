/** Words the parts of a matching that all languages share. */
import type { Stat } from '../../../src/econ/fit.ts';
import type { ReadNode } from '../../../src/export/kind.ts';
import type { Columns } from '../../../src/export/worded.ts';
import type { MatchSpec } from '../numbers/spec.ts';

export interface MatchEffect {
  readonly variable: string;
  readonly estimate: number;
  readonly stdError: Stat;
}

export const effectsOf = (node: ReadNode, { estimand = 'att' }: MatchSpec): readonly MatchEffect[] =>
  node.result(estimand) as unknown as readonly MatchEffect[];

export const onOf = ({ on }: MatchSpec, columns: Columns): string[] =>
  on.flatMap((text) => columns.cells(text).map(({ column }) => column));
