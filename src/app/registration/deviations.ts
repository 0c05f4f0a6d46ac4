/** Holds what a pipeline is now against the plan that was registered: what was planned, what is done, since when and why. */
import { globTest } from '../../base/text/glob.ts';
import { type Plan, type Planned, shortsOf } from '../../engine/ledger/line.ts';
import { stepOf } from '../../engine/pipeline/reference.ts';
import { CLAIMS } from '../../engine/pipeline/sections.ts';
import type { Session } from '../../engine/run/session.ts';
import type { DeclaredReason } from '../../engine/step.ts';
import type { Registered } from './registered.ts';

export interface Deviation {
  readonly is: 'specification' | 'claim' | 'sample' | 'data';
  /** Its name, as the section `deviations:` has it: a node or step, `claims.NAME`, `samples.NAME`. */
  readonly of: string;
  readonly how: 'added' | 'changed' | 'dropped';
  readonly planned: string | null;
  readonly done: string | null;
  /** The time of the first estimate, or of the amendment that has it; null where neither is on the ledger. */
  readonly since: string | null;
  /** The reason that the pipeline gives. */
  readonly because: string | null;
}

type UnexplainedDeviation = Omit<Deviation, 'because'>;

/** Whatever departs from the plan that was registered first. */
export function deviationsFrom(registered: Registered, now: Plan, { project }: Pick<Session, 'project'>): Deviation[] {
  const { plan } = registered.baseline;
  const found = [
    ...ofSpecifications(registered, plan.specifications, now.specifications),
    ...ofEntries('claim', claimsOf(plan), claimsOf(now)),
    ...ofEntries('sample', samplesOf(plan), samplesOf(now)),
    ...ofEntries('data', dataOf(plan), dataOf(now)),
  ];
  return found.map((each) => ({
    ...each,
    since: each.since ?? amendedAt(registered, each),
    because: reasonFor(each.of, project.deviations),
  }));
}

/** Reasons that name nothing that departs from the plan. */
export const unusedReasons = (
  deviations: readonly Deviation[],
  reasons: readonly DeclaredReason[] = [],
): readonly string[] =>
  reasons.flatMap(({ of }) => of).filter((name) => !deviations.some((each) => names(name, each.of)));

function reasonFor(of: string, reasons: readonly DeclaredReason[] = []): string | null {
  return reasons.find((each) => each.of.some((name) => names(name, of)))?.because ?? null;
}

/** A reason names what departs, the step that it belongs to, or a glob. */
const names = (reference: string, of: string): boolean => of.startsWith(`${reference}.`) || globTest(reference)(of);

/**
 * Specifications are the same where their digests are, whatever their nodes are called. Of the others, a planned one is held against one that was
 * added in its step: of the same formula, or of the same name.
 */
function ofSpecifications(
  { confirmatory, estimated }: Registered,
  planned: readonly Planned[],
  now: readonly Planned[],
): UnexplainedDeviation[] {
  const [wasPlanned, isDone] = [new Set(planned.flatMap(shortsOf)), new Set(now.flatMap(shortsOf))];
  const isNew = (short: string): boolean => !wasPlanned.has(short) && !confirmatory.has(short);
  const dropped = planned.filter((each) => shortsOf(each).some((short) => !isDone.has(short)));
  const added = now.filter((each) => shortsOf(each).some(isNew));
  const since = (each: Planned): string | null =>
    shortsOf(each)
      .flatMap((short) => (isNew(short) ? (estimated.get(short) ?? []) : []))
      .sort()[0] ?? null;
  const pairs = pairsOf(dropped, added, planned, now);
  const [taken, given] = [new Set(pairs.map(([, one]) => one)), new Set(pairs.map(([one]) => one))];
  const entry = (
    of: Planned,
    how: UnexplainedDeviation['how'],
    [was, done]: readonly [string | null, string | null],
  ): UnexplainedDeviation => ({
    is: 'specification',
    of: of.node,
    how,
    planned: was,
    done,
    since: how === 'dropped' ? null : since(of),
  });
  return [
    ...pairs.map(([was, is]) => entry(is, 'changed', told(was, is))),
    ...dropped.filter((each) => !given.has(each)).map((each) => entry(each, 'dropped', [said(each), null])),
    ...added.filter((each) => !taken.has(each)).map((each) => entry(each, 'added', [null, said(each)])),
  ];
}

type PlannedAndNow = readonly [planned: Planned, now: Planned];

function pairsOf(
  dropped: readonly Planned[],
  added: readonly Planned[],
  planned: readonly Planned[],
  now: readonly Planned[],
): PlannedAndNow[] {
  const changed = [...dropped, ...added].flatMap(({ node, family }) => (family ? [node] : []));
  const families = [...new Set(changed)].flatMap((node): PlannedAndNow[] => {
    const [was, is] = [planned, now].map((all) => all.find((each) => each.node === node && each.family));
    return was && is ? [[was, is]] : [];
  });
  const open = new Set(added.filter(({ family }) => family === undefined));
  const single = dropped.filter(({ family }) => family === undefined);
  const found: PlannedAndNow[] = [...families];
  for (const isAlike of [sameFormula, sameName])
    for (const was of single) {
      if (found.some(([one]) => one === was)) continue;
      const is = [...open].find((each) => isAlike(was, each));
      if (is === undefined) continue;
      open.delete(is);
      found.push([was, is]);
    }
  return found;
}

const sameName = (one: Planned, other: Planned): boolean => one.node === other.node;
const sameFormula = (one: Planned, other: Planned): boolean =>
  stepOf(one.node) === stepOf(other.node) && one.says.split('; ')[0] === other.says.split('; ')[0];

const said = ({ says, family }: Planned): string => (family ? `${family.size} specifications (${says})` : says);

/** Both sides in words: of two models, the parts in which they differ. */
function told(one: Planned, other: Planned): readonly [string, string] {
  if (one.family || other.family) return [said(one), said(other)];
  const [was, is] = [one.says.split('; '), other.says.split('; ')];
  const differs = (part: string, parts: readonly string[]): boolean => !parts.includes(part);
  const [only, anew] = [was.filter((part) => differs(part, is)), is.filter((part) => differs(part, was))];
  return [only.join('; ') || 'nothing', anew.join('; ') || 'nothing'];
}

type Entries = ReadonlyMap<string, { readonly said: string; readonly same: string }>;

const claimsOf = ({ claims }: Plan): Entries =>
  new Map(claims.map(({ name, claim }) => [`${CLAIMS}.${name}`, { said: claim, same: claim }]));

const samplesOf = ({ samples }: Plan): Entries =>
  new Map(Object.entries(samples).map(([name, rule]) => [`samples.${name}`, { said: rule, same: rule }]));

const dataOf = ({ data }: Plan): Entries =>
  new Map(
    data.map(({ step, kind, rows, digest }) => [
      step,
      { said: rows === null ? kind : `${kind}, where ${rows}`, same: digest },
    ]),
  );

function ofEntries(is: Deviation['is'], planned: Entries, now: Entries): UnexplainedDeviation[] {
  return [...new Set([...planned.keys(), ...now.keys()])].flatMap((of): UnexplainedDeviation[] => {
    const [was, done] = [planned.get(of), now.get(of)];
    if (was?.same === done?.same) return [];
    const how = was === undefined ? 'added' : done === undefined ? 'dropped' : 'changed';
    return [{ is, of, how, planned: was?.said ?? null, done: done?.said ?? null, since: null }];
  });
}

/** The time of the first amendment that has what is done. */
function amendedAt({ registrations, baseline }: Registered, { is, of, done }: UnexplainedDeviation): string | null {
  const has = ({ specifications, claims, samples, data }: Plan): boolean => {
    if (is === 'specification') return specifications.some(({ node }) => node === of) === (done !== null);
    if (is === 'claim')
      return claims.some(({ name, claim }) => `${CLAIMS}.${name}` === of && claim === done) === (done !== null);
    if (is === 'sample') return (samples[of.slice('samples.'.length)] ?? null) === done;
    return data.some(({ step }) => step === of) === (done !== null);
  };
  return registrations.find(({ number, plan }) => number > baseline.number && has(plan))?.at ?? null;
}
