/** Finds records of a log whose checksum does not hold, and a tail that a kill or a power cut tore. */
import path from 'node:path';
import { Log } from '../store/log.ts';
import { statIfThere } from '../system/files.ts';
import type { Finding } from './section.ts';

export function damageOf(root: string, file: string, magic: string): Finding[] {
  const log = new Log(path.join(root, file), magic);
  const sound = new Set<number>();
  const end = log.scan((_, { offset }) => void sound.add(offset));
  const findings: Finding[] = [];
  log.index((_, { offset }) => {
    if (offset < end && !sound.has(offset))
      findings.push({ what: 'record', path: file, is: `holds a damaged record at byte ${offset}` });
  });
  const torn = (statIfThere(path.join(root, file))?.size ?? 0) - end;
  if (torn > 0) findings.push({ what: 'record', path: file, is: `ends in ${torn} bytes that are no record` });
  return findings;
}
