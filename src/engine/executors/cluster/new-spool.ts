/** Makes a spool, and says where another folder has one beside it. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../system/files.ts';
import { PARTS, SPOOL, type SpoolNote } from './layout.ts';
import { otherFolder } from './neighbours.ts';
import type { ClusterPlace } from './place.ts';

export function makeSpool({ spool, maker, root, logs, tell }: ClusterPlace): void {
  makeFolder(join(spool, PARTS), 0o700);
  if (logs !== undefined) makeFolder(logs);
  const other = otherFolder(spool);
  if (other !== undefined) tell(other);
  const note: SpoolNote = { ...maker, id: randomUUID(), root };
  writeFileSync(join(spool, SPOOL), JSON.stringify(note));
}
