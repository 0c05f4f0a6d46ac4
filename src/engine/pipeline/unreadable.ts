/** Files that a plan needs and the system does not let it read. */
import type { Complaint, YamlPath } from '../step.ts';
import type { Refusal } from '../system/system-refusal.ts';

export const unreadable = (path: string, at: YamlPath, { reason, hint }: Refusal): Complaint => ({
  code: 'unreadable-file',
  message: `\`${path}\` cannot be read: ${reason}`,
  path: at,
  hint,
});

/** Ends what a kind tells of its step: why it cannot has been complained of. */
export class Untold extends Error {}

export function unlessUntold<T>(tell: () => T): T | undefined {
  try {
    return tell();
  } catch (error) {
    if (!(error instanceof Untold)) throw error;
    return undefined;
  }
}
