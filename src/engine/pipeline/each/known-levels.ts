/** Levels of variables as loops go through them, once nodes have found them. */
import type { NodeId } from '../../../base/brand.ts';
import { ownValue } from '../../../base/own-value.ts';
import type { ProjectDecl, Step } from '../../step.ts';

/** `levels(step.column)`, as a loop says it. */
export type LevelsRequest = NonNullable<Step<unknown>['loops']>[number];

/** Levels by the name of what asks for them: `panel.region`. */
export type KnownLevels = ReadonlyMap<string, readonly string[]>;

export const requestName = ({ step, column }: LevelsRequest): string => `${step}.${column}`;

/** Requests by name, in the order in which the nodes that answer them are numbered. */
export const distinctRequests = (requests: readonly LevelsRequest[]): ReadonlyMap<string, LevelsRequest> =>
  new Map(requests.toReversed().map((request) => [requestName(request), request]));

/** Name of the node that finds the levels which the step's loops ask for as number `index` from 0. */
export const levelsNodeId = (step: string, index: number): NodeId =>
  `${step}@levels.each${index === 0 ? '' : `.${index + 1}`}` as NodeId;

/** Levels of a variable in the order of `variables`; `extra` are those that it does not list, which come last. */
export function declaredOrder(
  variable: string,
  levels: readonly string[],
  { variables }: Pick<ProjectDecl, 'variables'>,
): { readonly ordered: readonly string[]; readonly extra: readonly string[] } {
  const declared = ownValue(variables, variable)?.levels;
  if (declared === undefined) return { ordered: levels, extra: [] };
  const extra = levels.filter((level) => !declared.includes(level));
  return { ordered: [...declared.filter((level) => levels.includes(level)), ...extra], extra };
}

/** The levels that an earlier plan knew for the loops of a step; undefined where it lacks some. */
export function levelsKnown(
  step: string,
  requests: readonly LevelsRequest[],
  found: ReadonlyMap<NodeId, readonly string[]>,
  project: ProjectDecl,
): KnownLevels | undefined {
  const known = [...distinctRequests(requests)].map(([name, { column }], i) => {
    const levels = found.get(levelsNodeId(step, i));
    return levels && ([name, declaredOrder(column, levels, project).ordered] as const);
  });
  return known.includes(undefined) ? undefined : new Map(known.map((each) => each!));
}
