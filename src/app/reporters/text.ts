/** Reports a run to people: a line for each node on stderr, a progress line where a terminal can show it, a summary on stdout. */
import type { NodeId } from '../../base/brand.ts';
import { printEach, type SourceText } from '../../base/print.ts';
import { quoted } from '../../base/text/quoted.ts';
import type { ClaimOutcome, Listen, RunEvent, RunOutcome } from '../../engine/events.ts';
import { isInternal, shownName, shownNames } from '../../engine/pipeline/reference.ts';
import { HOW_TO_TRUST } from '../../engine/run/hidden/trusting.ts';
import { HOW_TO_RELEASE } from '../../engine/run/hidden/withholding.ts';
import { restoredText } from '../../engine/store/reasons.ts';
import type { RunNow } from '../../engine/store/run-now.ts';
import { freshText, nodeCount } from '../start/fresh-line.ts';
import { paintProblem, styled } from '../terminal/style.ts';
import { note, rewriteLine, tell } from '../terminal/terminal.ts';
import { elsewhereText } from './elsewhere.ts';
import { Many, type StepCount } from './many.ts';
import { News } from './news.ts';
import type { Pace } from './pace.ts';
import { PartTally } from './parts.ts';

export interface TextReporterOptions {
  /** Says whether only what failed and what warns has lines. */
  readonly quiet: boolean;
  /** Says whether warnings are counted, and none has lines. */
  readonly countsWarnings?: boolean;
  readonly source: SourceText;
  /** Says how far the run is, for a progress line. */
  readonly pace?: Pace;
}

export function textReporter({ quiet, countsWarnings = false, source, pace }: TextReporterOptions): Listen {
  const progress = progressLine(!quiet && process.stderr.isTTY === true ? pace : undefined);
  const line = (text: string): void => {
    progress.clear();
    note(`${text}\n`);
  };
  const many = new Many();
  const parts = new PartTally();
  const news = new News();
  const tellCounted = (next?: NodeId): void => {
    const counted = many.take(next);
    if (counted) line(countedLine(counted));
  };
  let unsaid = 0;
  let isGiving = false;
  return (said) => {
    const event = countsWarnings ? withoutWarnings(said) : said;
    if (countsWarnings) unsaid += warningsOf(said);
    progress.draw();
    // Thousands of them come at once, and nothing is said of each.
    if (event.event === 'fresh' || event.event === 'left') return;
    if (event.event === 'giving') {
      if (!quiet && pace && process.stderr.isTTY) progress.say(event.left === 0 ? '' : givingText(event.left));
      else if (!quiet && !isGiving && event.left > 0) line(`papermake: ${givingText(event.left)}`);
      isGiving = true;
      return;
    }
    const told = news.of(event);
    if (told.event === 'ran' && !quiet && isInternal(told.node)) parts.note(told.node, told.seconds);
    else if (told.event === 'ran' && !quiet) {
      tellCounted(told.node);
      if (told.warnings.length === 0 && many.counts(told.node, told.seconds)) return;
    } else if (!quietEvents.has(told.event)) tellCounted();
    const text = quiet ? loudLines(named(told), source) : lines(told, source, parts);
    for (const each of text) line(each);
    if (told.event === 'done') {
      for (const each of news.again()) line(each);
      if (told.withheld !== undefined) for (const each of withheldLines(told.withheld)) line(each);
      if (told.unregistered !== undefined) for (const each of waitingLines(told.unregistered)) line(each);
      if (!quiet) for (const each of news.notes()) line(each);
      if (unsaid > 0)
        line(`papermake: ${unsaid === 1 ? '1 warning' : `${unsaid} warnings`}, which \`papermake view\` shows`);
      progress.clear();
      if (!quiet) tell(`papermake: ${summary(told)}`);
    }
  };
}

const givingText = (left: number): string =>
  `${left === 1 ? 'one result is' : `${left} results are`} on the way to the shared cache; Ctrl-C leaves what is left to the next run`;

const warningsOf = (event: RunEvent): number => ('warnings' in event ? (event.warnings?.length ?? 0) : 0);

const withoutWarnings = (event: RunEvent): RunEvent =>
  warningsOf(event) === 0 ? event : ({ ...event, warnings: [] } as RunEvent);

/** Events that have no line. */
const quietEvents: ReadonlySet<RunEvent['event']> = new Set(['start', 'progress', 'workers', 'fresh', 'left']);

const countedLine = ({ step, nodes, seconds }: StepCount): string =>
  `${styled('green', word('ran'))}${step}.*  ${nodes} more  ${styled('dim', duration(seconds))}`;

const word = (text: string): string => text.padEnd(8);

/** `46 ms`, or `2.1 s with its 2 parts` of nodes that worked for it. */
function lastedText(seconds: number, { parts, seconds: before }: ReturnType<PartTally['take']>): string {
  const own = duration(seconds + before);
  return parts === 0 ? own : `${own} with its ${parts === 1 ? 'part' : `${parts} parts`}`;
}

function lines(event: RunEvent, source: SourceText, parts: PartTally): string[] {
  switch (event.event) {
    case 'ran':
      if (isInternal(event.node)) return loudLines(named(event), source);
      return [
        `${styled('green', word('ran'))}${event.node}  ${styled('dim', lastedText(event.seconds, parts.take(event.node)))}`,
        ...loudLines(event, source),
      ];
    case 'cached':
      if (isInternal(event.node)) return loudLines(event, source);
      return [
        `${styled('cyan', word('restored'))} ${event.node}  ${styled('dim', event.from ? 'from the shared cache' : restoredText(event.reasons))}`,
        ...loudLines(event, source),
      ];
    case 'skipped':
      // They are told together, at the end.
      if (event.starts !== undefined || event.unregistered !== undefined || isInternal(event.node)) return [];
      return [
        `${styled('yellow', word('skipped'))}${event.node}  ${styled('dim', event.because.length > 0 ? `it reads ${shownNames(event.because).join(', ')}` : 'the run was stopped')}`,
      ];
    case 'spared':
      return [sparedLine(event)];
    case 'removed':
      return [`${word('removed')} ${event.path}  ${styled('dim', 'no node makes it any more')}`];
    case 'kept':
    case 'held':
    case 'failed':
    case 'plan':
    case 'start':
    case 'claim':
    case 'cache':
    case 'giving':
    case 'cluster':
    case 'workers':
    case 'progress':
    case 'fresh':
    case 'left':
    case 'done':
      return loudLines(event, source);
    default:
      return event satisfies never;
  }
}

/** At most so many nodes are named in a line. */
const NAMED = 3;

/** `a, b, c and 4 more`. */
const firstOf = (names: readonly string[]): string =>
  `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`;

function sparedLine({ nodes, by }: Extract<RunEvent, { event: 'spared' }>): string {
  const they = nodes.length === 1 ? 'it reads' : 'they read';
  return `${word('spared')} ${nodeCount(nodes.length)} below ${firstOf(shownNames(by))}  ${styled('dim', `nothing ${they} changed`)}`;
}

/** Names nodes that wait for trust, and says what they would start and how trust is given. */
function withheldLines(withheld: NonNullable<RunOutcome['withheld']>): string[] {
  const one = withheld.length === 1;
  const starts = firstOf([...new Set(withheld.map((each) => each.starts))]);
  return [
    `${styled('yellow', word('withheld'))} ${firstOf(shownNames(withheld.map(({ node }) => node)))}  ${styled('dim', `${one ? 'it' : 'they'} would start ${starts}`)}`,
    `papermake: this folder is not trusted, so ${one ? 'one node was' : `${withheld.length} nodes were`} withheld`,
    `hint: ${HOW_TO_TRUST}`,
  ];
}

/** Names nodes that wait for the plan to be registered, and says what they would read and how it is registered. */
function waitingLines(waiting: NonNullable<RunOutcome['unregistered']>): string[] {
  const one = waiting.length === 1;
  const read = [...new Set(waiting.flatMap(({ reads }) => reads))];
  return [
    `${styled('yellow', word('withheld'))} ${firstOf(shownNames(waiting.map(({ node }) => node)))}  ${styled('dim', `${one ? 'it' : 'they'} would read ${firstOf(read)}`)}`,
    `papermake: ${one ? 'one node waits' : `${waiting.length} nodes wait`} for registration: no value of ${quoted(read)} is read before that`,
    `hint: ${HOW_TO_RELEASE}`,
  ];
}

/** An event whose warnings name their node, for reports without a line for each node. */
function named(event: RunEvent): RunEvent {
  if (event.event !== 'ran') return event;
  const warnings = event.warnings.map((each) => ({
    ...each,
    message: `\`${shownName(event.node)}\`: ${each.message}`,
  }));
  return { ...event, warnings };
}

/** Lines that even `-q` shows. */
function loudLines(event: RunEvent, source: SourceText): string[] {
  if (event.event === 'failed')
    return [
      `${styled('red', word('failed'))}${shownName(event.node)}`,
      ...printEach(event.problems, source, paintProblem),
    ];
  if (event.event === 'claim' && !event.holds) return falseClaim(event);
  if (event.event === 'kept')
    return [
      `${styled('yellow', word('kept'))}${event.path} as ${event.as}  ${styled('dim', 'papermake had not written it')}`,
    ];
  if (event.event === 'held')
    return [`${styled('red', word('held'))}${event.path}`, ...printEach([event.problem], source, paintProblem)];
  if (event.event === 'cache' || event.event === 'cluster') return [`papermake: ${event.says}`];
  if (event.event === 'ran' || event.event === 'plan' || event.event === 'cached')
    return printEach(event.warnings ?? [], source, paintProblem);
  return [];
}

/** At most so many of the numbers that broke a claim are shown. */
const SHOWN = 8;

function falseClaim({ node, claim, text, broken }: ClaimOutcome): string[] {
  const hidden = broken.length - SHOWN;
  return [
    `${styled('red', word('false'))}${node}  ${styled('dim', text === '' ? claim : text)}`,
    ...broken.slice(0, SHOWN).map(({ message }) => `${word('')}${message}`),
    ...(hidden > 0 ? [`${word('')}and ${hidden} more`] : []),
  ];
}

/** A run in one line: `12 nodes: 3 ran, 9 fresh (120 ms)`. */
export function summary(outcome: RunOutcome): string {
  const { ran, cached, fresh, failed, skipped, fetched = [], withheld = [], unregistered = [], held = [] } = outcome;
  const nodes = ran.length + cached.length + fresh.length + failed.length + skipped.length;
  if (fresh.length === nodes && held.length === 0) return `${freshText(nodes)}\n`;
  const parts = [
    [ran.length, 'ran'],
    [fetched.length, 'from the shared cache'],
    [cached.length - fetched.length, 'restored'],
    [fresh.length, 'fresh'],
    [failed.length, 'failed'],
    [withheld.length, withheld.length === 1 ? 'needs trust' : 'need trust'],
    [unregistered.length, `${unregistered.length === 1 ? 'waits' : 'wait'} for registration`],
    [skipped.length - withheld.length - unregistered.length, 'skipped'],
    [held.length, held.length === 1 ? 'file could not be written' : 'files could not be written'],
  ] as const;
  const told = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  return `${nodeCount(nodes)}: ${told.join(', ')} (${duration(outcome.seconds)})\n`;
}

export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  return seconds < 120 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** Between two drawings of the progress line lie at least so many milliseconds. */
const REDRAW_MS = 80;

/** The progress line, which is rewritten in place. */
function progressLine(pace: Pace | undefined): { draw(): void; clear(): void; say(text: string): void } {
  let drawn = false;
  let last = 0;
  return {
    clear() {
      if (drawn) rewriteLine('');
      drawn = false;
    },
    say(text) {
      rewriteLine(text.slice(0, (process.stderr.columns ?? 80) - 1));
      drawn = text !== '';
    },
    draw() {
      if (!pace) return;
      const time = Date.now();
      if (time - last < REDRAW_MS) return;
      const { now } = pace;
      if (now.running.length === 0) return;
      last = time;
      rewriteLine(progressText(now, (process.stderr.columns ?? 80) - 1));
      drawn = true;
    },
  };
}

const BAR = 20;

/** `━━━━━━──── 31/52, about 12 s left  threshold: single threshold, draw 120 of 300 (40 %)`, cut to a width. */
export function progressText({ settled, total, left, running, elsewhere = [] }: RunNow, width: number): string {
  const full = total === 0 ? 0 : Math.floor((settled / total) * BAR);
  const bar = `${'━'.repeat(full)}${'─'.repeat(BAR - full)}`;
  const time = left === null ? '' : `, about ${duration(Math.max(1, Math.round(left))).replace('.0', '')} left`;
  const { node, what, done } = running.at(-1)!;
  const told = `${what === '' ? '' : `: ${what}`}${done === null ? '' : ` (${Math.floor(done * 100)} %)`}`;
  const others = running.length > 1 ? ` and ${running.length - 1} more` : '';
  const there = elsewhere.map((each) => `${elsewhereText(each)}  `).join('');
  return `${bar} ${settled}/${total}${time}  ${there}${shownName(node)}${told}${others}`.slice(0, width);
}
