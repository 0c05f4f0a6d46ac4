/** Knows what was registered of a pipeline, and what of it was registered before its outcomes were estimated. */
import type { Digest } from '../../base/brand.ts';
import { type Chain, readChains } from '../../engine/ledger/chain.ts';
import { isEstimate, type Line, type Planned, shortDigest, shortsOf } from '../../engine/ledger/line.ts';
import { inTime, type Registration, registrationsIn } from '../../engine/ledger/registration.ts';

export interface Registered {
  readonly registrations: readonly Registration[];
  /** The plan that later work is held against: the last one that was registered before any outcome of it was estimated, else the first. */
  readonly baseline: Registration;
  /** Short digests of the specifications that were registered before any of their outcome was estimated. */
  readonly confirmatory: ReadonlySet<string>;
  /** The time at which a specification was first estimated, by its short digest. */
  readonly estimated: ReadonlyMap<string, string>;
  /** Specifications of the outcomes of a plan that were estimated before it was registered. */
  before(registration: Pick<Registration, 'at' | 'plan'>): number;
}

/** Reads the ledger of a project; undefined where no plan of the pipeline is registered. */
export const registeredIn = (root: string, pipeline: string): Registered | undefined =>
  registeredOf(readChains(root), pipeline);

export function registeredOf(chains: readonly Pick<Chain, 'lines'>[], pipeline: string): Registered | undefined {
  const lines = chains.flatMap((chain) => chain.lines);
  const registrations = registrationsIn(lines, pipeline);
  if (registrations.length === 0) return undefined;
  const first = firstEstimates(lines);
  const before = (registration: Pick<Registration, 'at' | 'plan'>): number => estimatedBefore(lines, registration);
  const isBefore = ({ at }: Registration, { outcome }: Planned): boolean =>
    outcomesOf(outcome).every((each) => at <= (first.get(each) ?? at));
  const confirmatory = registrations.flatMap((registration) =>
    registration.plan.specifications.filter((each) => isBefore(registration, each)).flatMap(shortsOf),
  );
  const clean = registrations.filter((registration) => before(registration) === 0);
  return {
    registrations,
    baseline: clean.at(-1) ?? registrations[0]!,
    confirmatory: new Set(confirmatory),
    estimated: timesOf(lines),
    before,
  };
}

/** Short digests of all specifications that plans admit. */
export const admissibleIn = (specifications: readonly Planned[]): ReadonlySet<string> =>
  new Set(specifications.flatMap(shortsOf));

/** Outcomes of a specification; one that is not known is an outcome of its own. */
const outcomesOf = (outcome: string | null): readonly (string | null)[] => outcome?.split(', ') ?? [null];

function firstEstimates(lines: readonly Line[]): ReadonlyMap<string | null, string> {
  const first = new Map<string | null, string>();
  for (const { at, outcome } of inTime(lines.filter(isEstimate)))
    for (const each of outcomesOf(outcome)) if (!first.has(each)) first.set(each, at);
  return first;
}

function timesOf(lines: readonly Line[]): ReadonlyMap<string, string> {
  const times = new Map<string, string>();
  for (const line of inTime(lines.filter(isEstimate)))
    for (const short of shortsOf(line)) if (!times.has(short)) times.set(short, line.at);
  return times;
}

/** Counts the specifications of a plan's outcomes that were estimated before some time. Those of unknown outcome are not among them. */
export function estimatedBefore(lines: readonly Line[], { at, plan }: Pick<Registration, 'at' | 'plan'>): number {
  const outcomes = new Set<string | null>([...plan.outcomes, ...plan.withheld]);
  const found = lines.filter(
    (line) => isEstimate(line) && line.at < at && outcomesOf(line.outcome).some((each) => outcomes.has(each)),
  );
  return new Set(found.flatMap(shortsOf)).size;
}

export const isConfirmatory = ({ confirmatory }: Registered, spec: Digest): boolean =>
  confirmatory.has(shortDigest(spec));
