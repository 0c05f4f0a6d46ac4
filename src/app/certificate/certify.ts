/** Gathers what a certificate says: how many of the admissible specifications were estimated, how their coefficients lie, and what that can be relied upon. */
import type { NodeId } from '../../base/brand.ts';
import { nodesOfKind } from '../../engine/graph.ts';
import type { Surveyed } from '../survey/open-survey.ts';
import { countTrials, recordedIn, type TrialCounts } from '../trials/count-trials.ts';
import { type Distribution, distributionsOf } from './distribution.ts';
import { coefficientsOf, MEMBER, type Planned, partOf, plannedIn } from './estimates.ts';

/** The specifications that somebody declared before, or beside, what the paper prints. */
export interface Admissible {
  /** `multiverse`: what steps of that kind declare. */
  readonly by: 'multiverse';
  /** The steps that declare them. */
  readonly steps: readonly string[];
  /** M, each specification once. */
  readonly count: number;
  /** N, those of them that the ledger records. */
  readonly estimated: number;
}

/** The cells of a paper that another program estimated once more. */
export interface Confirmed {
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
  readonly trials: TrialCounts;
  /** How coefficients lie in the admissible specifications or, where none are declared, in all that the pipeline has. */
  readonly distributions: readonly Distribution[];
  /** Specifications whose results have no one coefficient. */
  readonly withoutCoefficient: number;
  /** Steps whose results are not up to date, so that their coefficients are not in the distributions. */
  readonly stale: readonly string[];
  readonly witnesses: readonly Confirmed[];
  /** Witness steps whose results are not up to date. */
  readonly staleWitnesses: readonly string[];
}

export async function certify({ session, survey }: Surveyed): Promise<Certificate> {
  const { root, file } = session.options;
  const planned = plannedIn(survey.graph, session);
  const declared = planned.filter(({ node }) => node.loaded.name === MEMBER);
  const trials = await countTrials(session, survey);
  const found = coefficientsOf(declared.length > 0 ? declared : planned, survey);
  return {
    title: session.project.title ?? '',
    pipeline: file,
    admissible: declared.length === 0 ? null : admissibleOf(declared, recordedIn(root)),
    trials,
    distributions: distributionsOf(found.coefficients),
    withoutCoefficient: found.without,
    stale: found.stale,
    ...confirmedBy(survey),
  };
}

function admissibleOf(declared: readonly Planned[], recorded: ReadonlySet<string>): Admissible {
  const shorts = new Set(declared.map(({ short }) => short));
  return {
    by: 'multiverse',
    steps: [...new Set(declared.map(({ node }) => node.step))],
    count: shorts.size,
    estimated: [...shorts].filter((short) => recorded.has(short)).length,
  };
}

interface WitnessRow extends Omit<Confirmed, 'node' | 'engine' | 'results'> {
  readonly variable: string;
  readonly node: string;
}

/** The last words of every witness of the pipeline, summed by engine. */
function confirmedBy(survey: Surveyed['survey']): Pick<Certificate, 'witnesses' | 'staleWitnesses'> {
  const witnesses: Confirmed[] = [];
  const staleWitnesses: string[] = [];
  for (const { id } of nodesOfKind(survey.graph.nodes, ({ name }) => name === 'witness')) {
    const rows = partOf(survey, id)?.('rows') as unknown as readonly WitnessRow[] | undefined;
    if (rows === undefined) staleWitnesses.push(id);
    else witnesses.push(...byEngine(id, rows));
  }
  return { witnesses, staleWitnesses };
}

function byEngine(node: NodeId, rows: readonly WitnessRow[]): Confirmed[] {
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
