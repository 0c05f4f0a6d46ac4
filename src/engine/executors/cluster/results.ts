/** Results of jobs as a worker writes them into a spool: one line of JSON, then the contents, under a digest of all. */
import type { Digest } from '../../../base/brand.ts';
import { sha256 } from '../../../base/canonical.ts';
import type { Content } from '../../store/artifact.ts';
import type { StoredArtifact, WorkerRun } from '../../store/records.ts';
import type { JobResult } from '../executor.ts';

/** A worker could not read what the job is made of; `what` names the damaged file of the spool. */
export interface Damaged {
  readonly is: 'damaged';
  readonly what: string;
}

/** Programs that the job started were killed, since there was no memory for them. */
export interface Short {
  readonly is: 'short';
}

export interface NamedResult {
  /** The name of the job; empty where a shard cannot be read. */
  readonly name: Digest | '';
  readonly result: JobResult | Damaged | Short;
  readonly use?: WorkerUse;
}

/** The resources that a job took on its worker. */
export type WorkerUse = Pick<WorkerRun, 'worker' | 'machine' | 'waited' | 'peak' | 'shard'>;

interface ResultsHead {
  readonly digest: Digest;
  readonly results: readonly ResultHead[];
}

type ResultHead =
  | (Omit<NamedResult, 'result'> & { readonly result: Exclude<NamedResult['result'], { is: 'done' }> })
  | (Omit<NamedResult, 'result'> & {
      readonly result: Omit<Extract<JobResult, { is: 'done' }>, 'made'>;
      readonly artifact: StoredArtifact;
      /** Contents that are texts. */
      readonly texts: readonly boolean[];
    });

export function writeResults(results: readonly NamedResult[]): Uint8Array {
  const contents: Content[] = [];
  const described = results.map(({ result, ...of }): ResultHead => {
    if (result.is !== 'done') return { ...of, result };
    const { made, ...rest } = result;
    contents.push(...(made.contents as Content[]));
    return {
      ...of,
      result: rest,
      artifact: made.artifact,
      texts: made.contents.map((each) => typeof each === 'string'),
    };
  });
  const body = Buffer.concat(contents.map((each) => (typeof each === 'string' ? Buffer.from(each) : each)));
  const text = JSON.stringify(described);
  const digest = sha256(Buffer.concat([Buffer.from(text), body]));
  return Buffer.concat([Buffer.from(`{"digest":"${digest}","results":${text}}\n`), body]);
}

/** Undefined where the file is damaged or is not yet all there. */
export function readResults(bytes: Uint8Array): readonly NamedResult[] | undefined {
  const end = bytes.indexOf(10);
  if (end < 0) return undefined;
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, end).toString();
  const body = bytes.subarray(end + 1);
  let head: ResultsHead;
  try {
    head = JSON.parse(line) as ResultsHead;
  } catch {
    return undefined;
  }
  const text = line.slice(line.indexOf(',"results":') + ',"results":'.length, -1);
  if (sha256(Buffer.concat([Buffer.from(text), body])) !== head.digest) return undefined;
  let at = 0;
  return head.results.map((each): NamedResult => {
    if (!('artifact' in each)) return each;
    const { artifact, texts, ...of } = each;
    const contents = artifact.parts.map(({ size }, part): Content => {
      const content = body.subarray(at, at + size);
      at += size;
      return texts[part] ? Buffer.from(content).toString() : Buffer.from(content);
    });
    return { ...of, result: { ...each.result, made: { artifact, contents } } };
  });
}
