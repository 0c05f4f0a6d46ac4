/** Tells in words why a node is as it is. */
import type { NodeId } from '../../base/brand.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { MissingInput } from '../../engine/decide/decide.ts';
import { isInternal, shownName, shownNames } from '../../engine/pipeline/reference.ts';
import { whatIsWrong } from '../../engine/run/failures.ts';
import { reasonLines } from '../../engine/store/reasons.ts';
import type { Giver, Reason } from '../../engine/store/records.ts';
import { duration } from '../reporters/text.ts';
import type { Explanation, Link, PendingCause } from './explain.ts';
import { pieceLines } from './pieces.ts';
import { runLines } from './run-lines.ts';

/** Lines that a person reads; `set` sets the node's name apart. */
export function explanationLines(explanation: Explanation, set = (name: string): string => name): string[] {
  const { needsTrust, needsRegistration } = explanation;
  const trust = needsTrust === undefined ? [] : [`  it needs trust, since it starts ${needsTrust} (papermake trust)`];
  const registration =
    needsRegistration === undefined
      ? []
      : [`  it waits for registration, since it reads ${needsRegistration.join(', ')} (papermake register)`];
  return [...decisionLines(explanation, set), ...trust, ...registration];
}

function decisionLines(explanation: Explanation, set: (name: string) => string): string[] {
  const node = set(explanation.node);
  switch (explanation.decision) {
    case 'fresh':
      return [
        explanation.from === undefined
          ? `${node} is fresh: nothing it reads has changed since it ran`
          : `${node} is fresh: nothing it reads has changed since it came from the shared cache`,
        ...originLines(explanation, `it last ran (${tookOf(explanation)}) because`),
        ...linkLines(explanation.behind ?? []),
      ];
    case 'cached':
      return [
        `${node} is cached: this result was made before and will be restored without running`,
        ...bullets(explanation.reasons),
        ...linkLines(explanation.behind ?? []),
        ...originLines(explanation, 'it was made because'),
      ];
    case 'stale':
      return [
        `${node} is stale: it must run`,
        ...bullets(explanation.reasons),
        ...linkLines(explanation.behind ?? []),
        ...consequenceLines(explanation),
      ];
    case 'impossible':
      return [`${node} cannot run`, ...explanation.missing.map((lack) => `  ${missingText(lack)}`)];
    case 'pending':
      return pendingLines(node, explanation);
    default:
      return explanation satisfies never;
  }
}

type Recorded = Extract<Explanation, { decision: 'fresh' | 'cached' }>;

/** Tells where and how long the result was made, and why. */
function originLines(recorded: Recorded, head: string): string[] {
  const { because, from, given, ranOn, pieces = [] } = recorded;
  const ran = [...(ranOn ? runLines(ranOn) : []), ...pieceLines(pieces)].map((line) => `  ${line}`);
  if (from === undefined) return [...ran, ...indented(head, because)];
  return [`  ${givenText(given, tookOf(recorded))}`, ...indented('it was taken because', because)];
}

const tookOf = ({ milliseconds }: Recorded): string => duration(milliseconds / 1000);

/** Says who gave a result of the shared cache, from which machine, on which day. */
export function givenText(given: Giver | undefined, took: string): string {
  if (given === undefined) return `it ran elsewhere (${took})`;
  const { name, machine, at } = given;
  const by = name === undefined ? '' : ` by ${name}`;
  return `it ran elsewhere (${took}), and was given from ${machine}${by} on ${at.slice(0, 10)}`;
}

function consequenceLines({ changes = [], below }: Extract<Explanation, { decision: 'stale' }>): string[] {
  const told = [
    [below?.mustRun ?? [], 'must run then'],
    [below?.stayFresh ?? [], 'will stay fresh: nothing they read changes'],
  ] as const;
  const lines = told.flatMap(([ids, what]) => (ids.length > 0 ? [`  below it, ${someOf(ids)} ${what}`] : []));
  return [...changes.map((line) => `    ${line}`), ...lines];
}

const SOME = 4;

function someOf(ids: readonly NodeId[]): string {
  const names = shownNames(ids);
  return names.length <= SOME + 1
    ? names.join(', ')
    : `${names.slice(0, SOME).join(', ')} and ${names.length - SOME} more`;
}

type Pending = Extract<Explanation, { decision: 'pending' }>;

function verdictOf({ reasons, causes, foreseen, foreseenReasons = [] }: Pending): string {
  const first = shownNames(causes.map((cause) => cause.node)).join(', ');
  if (reasons.length > 0) return `it must run, after ${first}`;
  if (foreseen === 'stale') return `it must run, since ${reasonLines(foreseenReasons).join('; ')}`;
  if (foreseen === 'cached') return `it will be restored without running, after ${first}`;
  if (foreseen === 'fresh') return `it will stay fresh after ${first}: nothing it reads changes`;
  return `whether it must run is known once ${first} ${causes.length === 1 ? 'has' : 'have'} run`;
}

function pendingLines(node: string, explanation: Pending): string[] {
  const { reasons, causes } = explanation;
  return [`${node} is pending: ${verdictOf(explanation)}`, ...bullets(reasons), ...causes.flatMap(causeLines)];
}

const linkLines = (links: readonly Link[]): string[] =>
  links.flatMap(({ node, reasons, changes }) => [
    ...reasonLines(reasons).map((line) => `    ${shownName(node)}: ${line}`),
    ...changes.map((line) => `      ${line}`),
  ]);

/** The chain without nodes that work for a step alone, but for one with which everything began. */
const chainOf = ({ chain }: PendingCause): string[] =>
  shownNames(chain.filter((id, i) => !isInternal(id) || i === chain.length - 1));

function causeLines(cause: PendingCause): string[] {
  return [
    `  ${chainOf(cause).join(' ← ')}`,
    ...linkLines(cause.links),
    ...(cause.links.some(({ node }) => node === cause.node)
      ? []
      : reasonLines(cause.reasons).map((line) => `    ${shownName(cause.node)}: ${line}`)),
    ...cause.missing.map((lack) => `    ${shownName(cause.node)}: ${missingText(lack)}`),
  ];
}

const bullets = (reasons: readonly Reason[]): string[] => reasonLines(reasons).map((line) => `  ${line}`);

function indented(head: string, because: readonly Reason[]): string[] {
  if (because.every((reason) => reason.is === 'first-run')) return [`  ${head} it had no result before`];
  return [`  ${head}`, ...reasonLines(because).map((line) => `    ${line}`)];
}

function missingText(lack: MissingInput): string {
  if (lack.part === null) return `it reads ${lack.from}, which ${whatIsWrong(lack)}`;
  const what = lack.part.startsWith('column:') ? `column ${lack.part.slice('column:'.length)}` : lack.part;
  const near = didYouMean(lack.part, lack.available)?.replace('column:', '');
  return `it reads ${what} of ${lack.from}, which has none of that name${near ? ` (${near})` : ''}`;
}
