/** Performs one job in this thread: hands the kind its inputs as readers, and gives its failures as complaints and its result as parts. */
import type { NodeId } from '../../base/brand.ts';
import type { Json } from '../../base/json.ts';
import { createRng } from '../../base/number/rng.ts';
import { ownValue } from '../../base/own-value.ts';
import { Refusal } from '../../base/problem.ts';
import { type ArtifactReader, type FileReader, fileReader, heldBytes } from '../../base/reader.ts';
import { renewHints } from '../../base/text/suggest.ts';
import { isOwnKind } from '../code/own-kind-module.ts';
import { thrownText } from '../code/thrown.ts';
import { Reads } from '../code/undeclared-reads.ts';
import { type Complaint, type Progress, type RunContext, refusalComplaints, type StepKind } from '../step.ts';
import { madeOf } from '../store/artifact.ts';
import { sameStamp, stampOf, statIfThere } from '../system/files.ts';
import { storedBytes } from '../system/large-file.ts';
import { refusalOf } from '../system/system-refusal.ts';
import type { Job, JobInput, JobResult } from './executor.ts';
import { readerOf } from './gather.ts';
import { readLastResult } from './last-result.ts';
import { isPending, NodeMeter } from './node-meter.ts';
import { Scratch } from './scratch.ts';

class NodeFailure extends Error {
  readonly complaints: readonly Complaint[];
  constructor(complaints: readonly Complaint[]) {
    super(complaints.map((c) => c.message).join('; '));
    this.complaints = complaints;
  }
}

export type Payload = Omit<Job, 'kind'>;

interface DeliveredEvents {
  readonly warnings: Complaint[];
  readonly notes: string[];
  readonly logs: string[];
  left?: Json;
}

export async function perform(
  // biome-ignore lint/suspicious/noExplicitAny: the registry holds kinds of every parameter type
  kind: StepKind<any>,
  job: Payload,
  signal: AbortSignal,
  report: Progress,
  scratch: Scratch = new Scratch(),
): Promise<JobResult> {
  const meter = new NodeMeter(job);
  renewHints();
  const told: DeliveredEvents = { warnings: [], notes: [], logs: [] };
  try {
    const context = contextOf(kind.name, job, signal, report, told, scratch);
    const reads = isOwnKind(kind) ? new Reads(job.root, filesOf(job)) : undefined;
    const begun = meter.during(() => (reads ? reads.during(() => kind.run(context)) : kind.run(context)));
    // A result that is there is not waited for, since others would run before it is measured.
    const result = isPending(begun) ? await begun : begun;
    const undeclared = reads?.complaints(`kind \`${kind.name}\``) ?? [];
    if (undeclared.length > 0) return { is: 'failed', complaints: undeclared, ...logOf(told) };
    const changed = changedMeanwhile(job);
    if (changed.length > 0) return { is: 'failed', complaints: changed, ...logOf(told) };
    const said = job.artifact ?? kind.artifact;
    const made = madeOf(result, said ?? kind.name);
    const { type } = made.artifact;
    if (said !== undefined && type !== said)
      return { is: 'failed', complaints: [otherArtifact(job.node, said, type, kind.name)], ...logOf(told) };
    const { milliseconds, use } = meter;
    const { warnings, notes } = told;
    const left = told.left === undefined ? {} : { left: told.left };
    return { is: 'done', made, warnings, notes, milliseconds, use, ...logOf(told), ...left };
  } catch (error) {
    if (error instanceof NodeFailure) return { is: 'failed', complaints: error.complaints, ...logOf(told) };
    if (error instanceof Refusal)
      return { is: 'failed', complaints: refusalComplaints(error, job.params), ...logOf(told) };
    const unread = unreadFile(job, error);
    if (unread !== undefined) return { is: 'failed', complaints: [unread], ...logOf(told) };
    return { is: 'broken', error: thrownText(error) };
  }
}

function otherArtifact(node: NodeId, said: string, type: string, kind: string): Complaint {
  const message = `\`${node}\` is to make a \`${said}\`, and made a \`${type}\``;
  return { code: 'other-artifact', message, hint: `say \`artifact: '${type}'\` in the kind \`${kind}\`` };
}

const filesOf = ({ inputs }: Payload): string[] =>
  Object.values(inputs).flatMap((input) => (input.is === 'file' ? [input.path] : []));

const logOf = ({ logs }: DeliveredEvents): { log?: string } => (logs.length === 0 ? {} : { log: logs.join('') });

function contextOf(
  kind: string,
  job: Payload,
  signal: AbortSignal,
  report: Progress,
  told: DeliveredEvents,
  scratch: Scratch,
): RunContext<Json> {
  const input = <K extends JobInput['is']>(name: string, is: K): Extract<JobInput, { is: K }> => {
    const found = ownValue(job.inputs, name);
    if (found?.is !== is) throw new Error(`${job.node} reads its input \`${name}\` as ${is}, which it did not declare`);
    return found as Extract<JobInput, { is: K }>;
  };
  return {
    params: job.params,
    inputs: Object.keys(job.inputs),
    artifact: (name) => artifactReader(name, input(name, 'artifact')),
    shared: (name, make, memory = kind) => scratch.recall(memory, input(name, 'artifact').digest, make),
    file: (name) => readerOfFile(input(name, 'file')),
    rng: createRng(job.seed ?? ''),
    signal,
    report,
    how: job.how,
    root: job.root,
    log: (text) => void told.logs.push(text),
    last: job.last && readLastResult(job.last),
    leave: (what) => {
      told.left = what;
    },
    warn: (complaint) => void told.warnings.push({ ...complaint, severity: 'warning' }),
    note: (text) => void told.notes.push(text),
    fail: (...complaints) => {
      throw new NodeFailure(complaints);
    },
  };
}

function artifactReader(input: string, { type, parts }: Extract<JobInput, { is: 'artifact' }>): ArtifactReader {
  const bytes = new Map(parts.map((part) => [part.name, part.bytes]));
  const absent = (part: string): string => `part \`${part}\` of input \`${input}\` was not declared`;
  return readerOf(type, [...bytes.keys()], (part) => bytes.get(part), absent);
}

type FileInput = Extract<JobInput, { is: 'file' }>;

const readerOfFile = ({ path, bytes }: FileInput): FileReader =>
  fileReader(path, 'stamp' in bytes ? storedBytes(bytes.at, bytes.stamp[0]) : heldBytes(bytes));

const isStored = (input: JobInput): input is FileInput => input.is === 'file' && 'stamp' in input.bytes;

/** Returns the complaint of the system about a large file that could not be read while the node ran. */
export function unreadFile({ inputs }: Pick<Payload, 'inputs'>, error: unknown): Complaint | undefined {
  const [file] = Object.values(inputs).filter(isStored);
  const refused = file && refusalOf(error);
  if (refused === undefined) return undefined;
  return {
    code: 'unreadable-file',
    message: `\`${file!.path}\` cannot be read: ${refused.reason}`,
    hint: refused.hint,
  };
}

/** Large files that are no longer what they were when the run looked at them. */
export function changedMeanwhile({ inputs }: Pick<Payload, 'inputs'>): Complaint[] {
  return Object.values(inputs).flatMap((input): Complaint[] => {
    if (input.is !== 'file' || !('stamp' in input.bytes)) return [];
    const { at, stamp } = input.bytes;
    const now = statIfThere(at);
    if (now !== undefined && sameStamp(stampOf(now), stamp)) return [];
    const hint = 'run again when it is whole';
    return [{ code: 'changed-meanwhile', message: `\`${input.path}\` changed while it was read`, hint }];
  });
}
