/** A host of imports in which no file is there. */
import type { Host } from '../../src/import/host.ts';

export const nowhere: Host = {
  columns: () => undefined,
  levels: () => undefined,
  script: () => undefined,
  isThere: () => false,
  advice: () => undefined,
  formats: () => [],
};
