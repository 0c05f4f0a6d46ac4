/** Checks that `samples:` and `sets:` can be read, whether or not a step uses them. */
import { parseExpression } from '../../base/expression/parser.ts';
import { ownValue } from '../../base/own-value.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { inText } from '../../base/text/text-problem.ts';
import { lettered } from '../../base/text/unicode-pattern.ts';
import type { Hides } from '../../base/value.ts';
import type { ColumnInfo, Complaint, ProjectDecl } from '../step.ts';

/** In steps proportional to the members of all sets. */
export function declarationComplaints({ samples, sets }: Pick<ProjectDecl, 'samples' | 'sets'>): Complaint[] {
  const declared = Object.entries(sets);
  const names = declared.map(([name]) => name);
  return [
    ...Object.entries(samples).flatMap(([name, text]) => unreadable(name, text)),
    ...declared.flatMap(([name, members]) => unknownSets(name, members, sets, names)),
  ];
}

/** Complains of withheld variables that no data have, where the columns of all data are known: nothing would be withheld. */
export function withheldComplaints(
  { withhold = [] }: Pick<ProjectDecl, 'withhold'>,
  frames: readonly (readonly ColumnInfo[] | undefined)[],
): Complaint[] {
  if (frames.length === 0 || frames.includes(undefined)) return [];
  const names = [...new Set(frames.flatMap((columns) => columns!.map(({ name }) => name)))];
  return withhold.flatMap((name, i): Complaint[] => {
    if (names.includes(name)) return [];
    const hint = didYouMean(name, names) ?? 'it names columns of data as steps have them';
    return [
      { code: 'unknown-column', message: `no step has a column \`${name}\` to withhold`, hint, path: ['withhold', i] },
    ];
  });
}

function unreadable(name: string, text: string): Complaint[] {
  const parsed = parseExpression(text);
  if (parsed.ok) return [];
  return parsed.problems.map((problem) => ({ ...inText(problem), path: ['samples', name] }));
}

const SET = lettered(String.raw`^\$([\p{L}_][\p{L}\p{N}_]*)$`, 'u');

function unknownSets(
  name: string,
  members: readonly string[],
  sets: ProjectDecl['sets'],
  names: readonly string[],
): Complaint[] {
  return members.flatMap((member, i) => {
    const named = SET(member).exec(member)?.[1];
    if (named === undefined || Object.hasOwn(sets, named)) return [];
    const hint = didYouMean(named, names)?.replace('`', '`$');
    const complaint: Complaint = { code: 'unknown-set', message: `unknown set \`${member}\``, path: ['sets', name, i] };
    return [hint === undefined ? complaint : { ...complaint, hint }];
  });
}

/**
 * Tells which variables are hidden while a project is planned, before derivations are known. Where anything is confidential, every variable
 * not declared `confidential: false` is hidden.
 */
export function hiddenWhenPlanned(project: ProjectDecl): Hides {
  const hasAny = Object.values(project.variables).some(({ confidential }) => confidential === true);
  return (name) => hasAny && ownValue(project.variables, name)?.confidential !== false;
}
