/** Goes through a package with all scans, and tells what the authors did not accept. */
import { attempt } from '../../../base/attempt.ts';
import type { Contents } from '../files.ts';
import { isOwn } from '../own.ts';
import { isStandIn, SYNTHETIC } from '../stand-in/place.ts';
import { scans } from './registry.ts';
import { type Finding, isText, type Scanned } from './scan.ts';

export interface Found extends Finding {
  /** The name of the scan. */
  readonly scan: string;
  /** The name by which it is accepted: `personal:data/people.csv`. */
  readonly name: string;
}

/** Files of more than so many bytes are refused by repositories of git. */
const LARGEST = 100 * 1024 * 1024;

/** Prepares the files of a package for scans. `known` holds the facts of the project that the caller has. */
export function scannedOf(all: Contents, known: Partial<Omit<Scanned, 'files' | 'text'>> = {}): Scanned {
  const files = new Map([...all].filter(([path, bytes]) => !isOwn(path) && !isCopy(path, bytes, all)));
  const texts = new Map<string, string | undefined>();
  const decode = (path: string): string | undefined => {
    const bytes = files.get(path);
    if (bytes === undefined || !isText(path)) return undefined;
    return attempt(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  };
  return {
    names: [],
    isNamed: () => false,
    encoded: new Set(),
    unpinned: [],
    pipeline: 'pipeline.yaml',
    largest: LARGEST,
    ...known,
    files,
    text(path) {
      if (!texts.has(path)) texts.set(path, decode(path));
      return texts.get(path);
    },
  };
}

/** Tells of a file beside stand-in data whether it is what the package holds at its own place. */
function isCopy(path: string, bytes: Uint8Array, all: Contents): boolean {
  const original = isStandIn(path) ? all.get(ownPath(path)) : undefined;
  return original !== undefined && Buffer.compare(original, bytes) === 0;
}

const ownPath = (path: string): string => (isStandIn(path) ? path.slice(SYNTHETIC.length + 1) : path);

/** Findings in the order of scans; each kind of finding in a file once, at its first line. */
export function look(scanned: Scanned, accepted: readonly string[] = []): readonly Found[] {
  return scans.flatMap(({ name: scan, find }) => {
    const seen = new Set<string>();
    return find(scanned).flatMap((finding) => {
      const name = `${scan}:${finding.path}`;
      const key = `${name} ${finding.message}`;
      if (seen.has(key) || accepted.includes(name) || accepted.includes(`${scan}:${ownPath(finding.path)}`)) return [];
      seen.add(key);
      return [{ ...finding, scan, name }];
    });
  });
}
