/** Finds results that are not as papermake wrote them. */
import { sha256 } from '../../../base/canonical.ts';
import type { Finding, Scan } from './scan.ts';

const MANIFEST = 'out/manifest.json';
const LINE = /^[ \t]*("(?:[^"\\\n]|\\.)*"): "([0-9a-f]{64})",?[ \t]*$/gm;

export const outputs: Scan = {
  name: 'output',
  tells: 'results that were edited by hand, are old, or that no step wrote',
  find: ({ files }) => {
    const manifest = files.get(MANIFEST);
    if (manifest === undefined) return [];
    const lines = Buffer.from(manifest).toString().matchAll(LINE);
    const written = new Map([...lines].map(([, name, digest]) => [`out/${JSON.parse(name!) as string}`, digest!]));
    return [...files].flatMap(([path, bytes]): Finding[] => {
      if (!path.startsWith('out/') || path === MANIFEST) return [];
      const digest = written.get(path);
      if (digest === sha256(bytes)) return [];
      const message = digest === undefined ? 'no run wrote this file' : 'the file is not as the last run wrote it';
      return [{ path, message, hint: '`papermake run` writes it; say what is to be otherwise in the pipeline' }];
    });
  },
};
