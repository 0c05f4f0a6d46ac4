/** Checks the log of traces and the blobs: what is damaged, what no papermake wrote, and what nothing names any more. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Key } from '../../base/brand.ts';
import { canonicalJson, sha256 } from '../../base/canonical.ts';
import { isOutput } from '../pipeline/outputs.ts';
import { dropNotes } from '../run/gc.ts';
import { blobFiles, type CompactedTrace, compact, recordedTraces } from '../store/compact.ts';
import { Log } from '../store/log.ts';
import { CODE, FORGET, USE } from '../store/log-tables.ts';
import { ownerOf } from '../store/pipelines.ts';
import { keyOf } from '../store/recipe.ts';
import type { Trace } from '../store/records.ts';
import { readCode, Store, TRACES_MAGIC } from '../store/store.ts';
import { readTrace, TRACE } from '../store/trace-record.ts';
import { removeFile } from '../system/file-calls.ts';
import { statIfThere, TRACES } from '../system/files.ts';
import { damageOf } from './damage.ts';
import type { Finding, StoreCheck } from './section.ts';

export const records: StoreCheck = (root) => {
  const file = path.join(root, TRACES);
  if (statIfThere(file)?.isFile() !== true) return strayBlobsAlone(root);
  const forged = new Map<Key, string>();
  const strange: Finding[] = [];
  new Log(file, TRACES_MAGIC).scan((payload, { offset }) => {
    const wrong = wrongWith(payload);
    if (wrong === undefined) return;
    const key = payload[0] === TRACE ? (payload.toString('hex', 1, 33) as Key) : undefined;
    if (key !== undefined) forged.set(key, wrong);
    strange.push({ what: 'record', path: TRACES, is: `holds, at byte ${offset}, a record ${wrong}` });
  });
  const traces = recordedTraces(root);
  const lost = [...traces].filter(([key, { sound }]) => !sound && !forged.has(key));
  const keep = new Map([...traces].filter(([key, { sound }]) => sound && !forged.has(key)));
  const nodes = new Store(root);
  const damage = damageOf(root, TRACES, TRACES_MAGIC);
  const inLog = [
    ...damage,
    ...strange,
    ...lost.map(([key]) => resultLost(nodes.trace(key), key)),
    // Where the log is damaged, nodes without a record follow from that and are no findings of their own.
    ...(damage.length === 0 ? danglingIn(nodes, traces) : []),
  ];
  const blobs = blobFindings(root, keep);
  return {
    findings: [...inLog, ...blobs],
    mend: () => {
      // A damaged blob goes first, since a sound copy that is written again takes its name.
      for (const { path: blob } of blobs) removeFile(path.join(root, blob));
      if (inLog.length === 0) return;
      compact(root, keep);
      dropNotes(root);
    },
  };
};

/** Says what of a record no papermake would have written, as words after "a record"; undefined for a sound one. */
function wrongWith(payload: Buffer): string | undefined {
  const unknown = 'that no papermake writes';
  switch (payload[0]) {
    case TRACE: {
      const trace = readTrace(payload)?.trace;
      return trace ? wrongWithTrace(trace) : unknown;
    }
    case CODE:
      return readCode(payload) ? undefined : unknown;
    case USE:
    case FORGET:
      return payload.length > 33 ? undefined : unknown;
    default:
      return unknown;
  }
}

function wrongWithTrace({ node, key, recipe, artifact }: Trace): string | undefined {
  if (keyOf(canonicalJson(recipe)) !== key)
    return `of \`${node}\` whose key is not that of what it says it was made of`;
  const stray = artifact.type === 'files' ? artifact.parts.find(({ name }) => !isOutput(name)) : undefined;
  return stray && `of \`${node}\` that would write \`${stray.name}\``;
}

const resultLost = (trace: Trace | undefined, key: Key): Finding => ({
  what: 'record',
  path: TRACES,
  is: `names a result of \`${trace?.node ?? key}\` of which a part is lost or damaged`,
});

function danglingIn(store: Store, traces: ReadonlyMap<Key, CompactedTrace>): Finding[] {
  return [...store.standees].flatMap(([standee, key]) => {
    const is = `says that \`${ownerOf(standee).node}\` stands at a result that is not on record`;
    return traces.has(key) ? [] : [{ what: 'record', path: TRACES, is } as const];
  });
}

function blobFindings(root: string, keep: ReadonlyMap<Key, CompactedTrace>): Finding[] {
  const named = new Set([...keep.values()].flatMap(({ blobs }) => blobs.map(({ digest }) => digest as string)));
  return blobFiles(root).flatMap(({ path: file, digest }): Finding[] => {
    const blob = path.relative(root, file).split(path.sep).join('/');
    if (sha256(readFileSync(file)) !== digest) return [{ what: 'blob', path: blob, is: 'is damaged' }];
    return named.has(digest) ? [] : [{ what: 'blob', path: blob, is: 'is named by no record' }];
  });
}

function strayBlobsAlone(root: string): ReturnType<StoreCheck> {
  const findings = blobFindings(root, new Map());
  return { findings, mend: () => findings.forEach(({ path: blob }) => void removeFile(path.join(root, blob))) };
}
