/** Asks whoever sits at a terminal, once, before a run: whether the project may start what it would, and whether its token may go to its server. */

import { createInterface } from 'node:readline/promises';
import type { NodeId } from '../../base/brand.ts';
import { printable } from '../../base/text/printable.ts';
import { serverOf, whyNoToken } from '../../engine/cache/open-cache.ts';
import { shownName } from '../../engine/pipeline/reference.ts';
import { type Session, survey } from '../../engine/run/session.ts';
import { allowToken, trust } from '../../engine/system/trust.ts';
import type { Call } from '../command.ts';
import { again, type OpenedProject, openProject, type Where } from '../project.ts';
import { note } from '../terminal/terminal.ts';

/** A node that starts what a project needs trust for, in words. */
export interface Started {
  readonly node: NodeId;
  readonly starts: string;
}

/** Gives what a project that is not trusted would start of its own; nothing where it cannot be planned. */
export async function startedIn(where: Where): Promise<Started[]> {
  const opened = await openProject(where);
  return opened.ok ? startedBy(opened.session, () => true) : [];
}

function startedBy(session: Session, isAsked: (decision: string | undefined) => boolean): Started[] {
  const { graph, withheld, decisions } = survey({ ...session, options: { ...session.options, trusted: false } });
  return [...graph.nodes.values()].flatMap((node) => {
    const starts = isAsked(decisions.get(node.id)?.is) ? withheld(node) : undefined;
    return starts === undefined ? [] : [{ node: node.id, starts }];
  });
}

type Open = OpenedProject & { readonly ok: true };

/** The project as the user permits it, opened again where the answer changes that. */
export async function askedForTrust(opened: Open, call: Call): Promise<OpenedProject> {
  if (call.values.json === true || process.stdin.isTTY !== true || process.stderr.isTTY !== true) return opened;
  const first = opened.session.options.trusted ? opened : await askForFolder(opened);
  return first.ok ? await askForServer(first) : first;
}

/** At most so many nodes are named. */
const NAMED = 12;

async function askForFolder(opened: Open): Promise<OpenedProject> {
  const starts = startedBy(opened.session, (decision) => decision === 'stale' || decision === 'pending');
  if (starts.length === 0) return opened;
  const lines = starts.slice(0, NAMED).map(({ node, starts: what }) => `  ${shownName(node)}  ${what}\n`);
  const more = starts.length > NAMED ? `  and ${starts.length - NAMED} more\n` : '';
  note(`This folder is not trusted: ${opened.root}\nA run would start\n${lines.join('')}${more}`);
  if (!(await isYes('Have you read that, and do you trust this folder from now on?'))) return opened;
  trust(opened.root, new Date());
  return await openProject({ ...again(opened.project), trust: true });
}

async function askForServer(opened: Open): Promise<OpenedProject> {
  const { spec, options } = opened.session;
  const { url, token } = spec.project.cache ?? {};
  if (!options.trusted || url === undefined || token === undefined || process.env[token] === undefined) return opened;
  const server = serverOf(url);
  const isBarred = (tokenServers: readonly string[]) => whyNoToken(url, { ...options, tokenServers }) !== undefined;
  // A server that no permission helps is told of by the run.
  if (!isBarred(options.tokenServers ?? []) || isBarred([server])) return opened;
  if (!(await isYes(`May the token in \`${token}\` go to ${server}, from now on?`))) return opened;
  allowToken(opened.root, server, new Date());
  return await openProject({ ...again(opened.project), tokenServer: server });
}

async function isYes(question: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C ends the process as it does without a question.
  asking.on('SIGINT', () => {
    asking.close();
    process.kill(process.pid, 'SIGINT');
  });
  try {
    return /^y(es)?$/i.test((await asking.question(printable(`${question} [y/N] `))).trim());
  } catch {
    return false;
  } finally {
    asking.close();
  }
}
