/** The room on a spool's disk, for which a file of some size is tried: quotas and servers tell of theirs by nothing else. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeEntry } from '../../../base/system/remove.ts';
import { refusalOf } from '../../system/system-refusal.ts';
import type { ClusterPlace } from './place.ts';

/** Bytes that must be free for workers' notes and for results on their way. */
const ROOM_BYTES = 256 * 1024;
/** The disk is asked no more often than this. */
const RARELY_MS = 2000;

export class DiskSpace {
  readonly #place: Pick<ClusterPlace, 'name' | 'spool' | 'tell'>;
  #seen = Number.NEGATIVE_INFINITY;
  #lackedSince: number | undefined;

  constructor(place: Pick<ClusterPlace, 'name' | 'spool' | 'tell'>) {
    this.#place = place;
  }

  /** Throws the system's error where there is none. */
  check(): void {
    const now = performance.now();
    if (now - this.#seen < RARELY_MS) return;
    const probe = join(this.#place.spool, `room.${randomUUID()}`);
    try {
      writeFileSync(probe, new Uint8Array(ROOM_BYTES));
    } finally {
      removeEntry(probe);
    }
    this.#seen = now;
  }

  /** Tells where there is none, since results wait for it, and throws the system's error where there was none for so many milliseconds. */
  waitFor(patience: number): void {
    const { name, spool, tell } = this.#place;
    const now = performance.now();
    try {
      this.check();
      this.#lackedSince = undefined;
    } catch (error) {
      const refused = refusalOf(error);
      if (!refused || now - (this.#lackedSince ?? now) > patience) throw error;
      if (this.#lackedSince === undefined)
        tell(`the spool \`${spool}\` takes nothing more (${refused.reason}); what \`${name}\` makes waits for room`);
      this.#lackedSince ??= now;
    }
  }
}
