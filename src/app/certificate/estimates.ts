/** Reads the coefficients of specifications from the results on record: of a multiverse from what its specifications say together, of any other from its fit. */

import { attempt } from '../../base/attempt.ts';
import type { NodeId } from '../../base/brand.ts';
import type { Json } from '../../base/json.ts';
import type { Stat } from '../../econ/fit.ts';
import type { Graph, GraphNode } from '../../engine/graph.ts';
import { shortDigest } from '../../engine/ledger/line.ts';
import type { Session, Survey } from '../../engine/run/session.ts';
import { recordedArtifact } from '../show/viewer.ts';
import { isTrial, type Tried, triedBy } from '../tried/tried.ts';

/** The coefficient of the treatment in one specification; its outcome and treatment are as the specification names them. */
export interface TreatmentCoefficient {
  readonly short: string;
  readonly outcome: string | null;
  readonly treatment: string | null;
  readonly estimate: Stat;
  readonly pValue: Stat;
}

/** A specification that the pipeline has, by its short digest. */
export interface PlannedSpecification {
  readonly short: string;
  readonly node: GraphNode;
  readonly tried: Tried;
}

/** The kind of the nodes of a multiverse. */
export const MEMBER = 'specification';

/** All specifications of the pipeline, in the order of its nodes. */
export function plannedIn({ nodes }: Graph, { files }: Session): PlannedSpecification[] {
  const digest = (path: string) => files.digest(path);
  return [...nodes.values()].filter(isTrial).map((node) => {
    const tried = triedBy(node, { nodes, digest });
    return { short: shortDigest(tried.spec), node, tried };
  });
}

export interface RecordedEstimates {
  readonly coefficients: readonly TreatmentCoefficient[];
  /** Steps whose results are not up to date, so that nothing of them is shown. */
  readonly stale: readonly string[];
  /** The number of specifications whose results have no one coefficient: thresholds, effects by period. */
  readonly without: number;
}

/** The coefficients of specifications, each once. */
export function coefficientsOf(planned: readonly PlannedSpecification[], survey: Survey): RecordedEstimates {
  const families = new Map<string, PlannedSpecification[]>();
  const coefficients = new Map<string, TreatmentCoefficient>();
  const stale = new Set<string>();
  let without = 0;
  for (const each of planned) {
    const { node } = each;
    if (node.loaded.name === MEMBER) {
      const family = families.get(node.step);
      if (family === undefined) families.set(node.step, [each]);
      else family.push(each);
    } else if (!coefficients.has(each.short)) {
      const read = partOf(survey, node.id);
      if (read === undefined) stale.add(node.step);
      const found = read && coefficientIn(each, read);
      if (found !== undefined) coefficients.set(each.short, found);
      else if (read !== undefined) without++;
    }
  }
  for (const [step, members] of families) {
    const read = partOf(survey, step as NodeId);
    if (read === undefined) stale.add(step);
    else for (const found of familyOf(step, members, read)) coefficients.set(found.short, found);
  }
  return { coefficients: [...coefficients.values()], stale: [...stale], without };
}

type ReadPart = (name: string) => Json | undefined;

/** Reads parts of a node's result; undefined where it has none that is up to date, or none that may be read before the plan is registered. */
export function partOf({ decisions, store, withholding }: Survey, id: NodeId): ReadPart | undefined {
  const decision = withholding.behind(id) === undefined ? decisions.get(id) : undefined;
  if (decision === undefined || decision.is === 'stale' || !('key' in decision)) return undefined;
  const trace = store.trace(decision.key);
  const artifact = trace && recordedArtifact(store, trace);
  return artifact && ((name) => attempt(() => artifact.json(name)));
}

interface Lists {
  readonly estimate: readonly Stat[];
  readonly pValue: readonly Stat[];
}

/** The members of a multiverse are numbered from 1, in the order of its lists. */
function familyOf(step: string, members: readonly PlannedSpecification[], read: ReadPart): TreatmentCoefficient[] {
  const { estimate, pValue } = read('specifications') as unknown as Lists;
  return members.map(({ short, node, tried: { outcome, treatment } }) => {
    const i = Number(node.id.slice(step.length + 1)) - 1;
    return { short, outcome, treatment, estimate: estimate[i]!, pValue: pValue[i]! };
  });
}

interface Term {
  readonly term: string;
  readonly estimate: Stat;
  readonly pValue: Stat;
}

/** The coefficient of the treatment in a fit; undefined where the result has none of that name. */
function coefficientIn(
  { short, tried: { outcome, treatment } }: PlannedSpecification,
  read: ReadPart,
): TreatmentCoefficient | undefined {
  const terms = read('terms') as unknown as readonly Term[] | undefined;
  if (!Array.isArray(terms)) return undefined;
  const own = (terms as readonly Term[]).find(({ term }) => term === treatment);
  return own && { short, outcome, treatment, estimate: own.estimate, pValue: own.pValue };
}
