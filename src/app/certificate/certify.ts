/** Gathers what a certificate says: how many of the admissible specifications were estimated, how their coefficients lie, and what that can be relied upon. */
import type { NodeId } from '../../base/brand.ts';
import { nodesOfKind } from '../../engine/graph.ts';
import type { Deviation } from '../registration/deviations.ts';
import { type Departures, deviationsOf } from '../registration/deviations-of.ts';
import { admissibleIn } from '../registration/registered.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import { countTrials, recordedIn, type TrialCounts } from '../trials/count-trials.ts';
import { type CoefficientDistribution, distributionsOf } from './distribution.ts';
import { coefficientsOf, MEMBER, partOf, plannedIn } from './estimates.ts';

/** The specifications that somebody declared before, or beside, what the paper prints. */
export interface Admissible {
  /** The registered plan where there is one, else the steps of the kind `multiverse`. */
  readonly by: 'plan' | 'multiverse';
  /** The steps that declare them; empty where the plan does. */
  readonly steps: readonly string[];
  /** M, each specification once. */
  readonly count: number;
  /** N, those of them that the ledger records. */
  readonly estimated: number;
}

/** The plan that later work is held against. */
export interface CertifiedPlan {
  readonly at: string;
  /** Digest of the line that locks it. */
  readonly lock: string;
  /** The number of specifications of its outcomes that were estimated before. */
  readonly before: number;
  /** The number of plans that were registered later. */
  readonly amendments: number;
  readonly deviations: readonly Deviation[];
}

/** The cells of a paper that another program estimated once more. */
export interface ConfirmedCells {
  readonly node: NodeId;
  readonly engine: string;
  readonly results: number;
  readonly cells: number;
  readonly same: number;
  readonly explained: number;
  readonly unexplained: number;
  readonly notRun: number;
  readonly noCounterpart: number;
}

export interface Certificate {
  /** Empty where the pipeline has none. */
  readonly title: string;
  readonly pipeline: string;
  /** Null where nothing is declared: then M is not known. */
  readonly admissible: Admissible | null;
  /** Null where none was registered. */
  readonly plan: CertifiedPlan | null;
  readonly trials: TrialCounts;
  /** How coefficients lie in the admissible specifications or, where none are declared, in all that the pipeline has. */
  readonly distributions: readonly CoefficientDistribution[];
  /** Specifications whose results have no one coefficient. */
  readonly withoutCoefficient: number;
  /** Steps whose results are not up to date, so that their coefficients are not in the distributions. */
  readonly stale: readonly string[];
  readonly witnesses: readonly ConfirmedCells[];
  /** Witness steps whose results are not up to date. */
  readonly staleWitnesses: readonly string[];
}

export async function certify({ session, survey }: Surveyed): Promise<Certificate> {
  const { root, file } = session.options;
  const planned = plannedIn(survey.graph, session);
  const departures = deviationsOf(session, survey);
  const members = planned.filter(({ node }) => node.loaded.name === MEMBER);
  const named = departures && admissibleIn(departures.registered.baseline.plan.specifications);
  const admissible = named ?? (members.length === 0 ? undefined : new Set(members.map(({ short }) => short)));
  const trials = await countTrials(session, survey);
  const declared = named === undefined ? members : planned.filter(({ short }) => named.has(short));
  const shown = admissible === undefined ? planned : declared;
  const found = coefficientsOf(shown, survey);
  return {
    title: session.project.title ?? '',
    pipeline: file,
    admissible:
      admissible === undefined
        ? null
        : {
            by: named === undefined ? 'multiverse' : 'plan',
            steps: named === undefined ? [...new Set(members.map(({ node }) => node.step))] : [],
            count: admissible.size,
            estimated: countRecorded(admissible, root),
          },
    plan: departures === undefined ? null : planOf(departures),
    trials,
    distributions: distributionsOf(found.coefficients),
    withoutCoefficient: found.without,
    stale: found.stale,
    ...confirmedBy(survey),
  };
}

function countRecorded(shorts: ReadonlySet<string>, root: string): number {
  const recorded = recordedIn(root);
  return [...shorts].filter((short) => recorded.has(short)).length;
}

const planOf = ({ registered, deviations }: Departures): CertifiedPlan => ({
  at: registered.baseline.at,
  lock: registered.baseline.lock,
  before: registered.before(registered.baseline),
  amendments: registered.registrations.length - registered.baseline.number,
  deviations,
});

interface WitnessRow extends Omit<ConfirmedCells, 'node' | 'engine' | 'results'> {
  readonly variable: string;
  readonly node: string;
}

/** The last words of every witness of the pipeline, summed by engine. */
function confirmedBy(survey: Surveyed['survey']): Pick<Certificate, 'witnesses' | 'staleWitnesses'> {
  const witnesses: ConfirmedCells[] = [];
  const staleWitnesses: string[] = [];
  for (const { id } of nodesOfKind(survey.graph.nodes, ({ name }) => name === 'witness')) {
    const rows = partOf(survey, id)?.('rows') as unknown as readonly WitnessRow[] | undefined;
    if (rows === undefined) staleWitnesses.push(id);
    else witnesses.push(...byEngine(id, rows));
  }
  return { witnesses, staleWitnesses };
}

function byEngine(node: NodeId, rows: readonly WitnessRow[]): ConfirmedCells[] {
  const engineOf = ({ variable, node: of }: WitnessRow): string => variable.slice(of.length + 2, -1);
  return [...new Set(rows.map(engineOf))].map((engine) => {
    const own = rows.filter((row) => engineOf(row) === engine);
    const sum = (of: (row: WitnessRow) => number): number => own.reduce((total, row) => total + of(row), 0);
    return {
      node,
      engine,
      results: own.length,
      cells: sum(({ cells }) => cells),
      same: sum(({ same }) => same),
      explained: sum(({ explained }) => explained),
      unexplained: sum(({ unexplained }) => unexplained),
      notRun: sum(({ notRun }) => notRun),
      noCounterpart: sum(({ noCounterpart }) => noCounterpart),
    };
  });
}
