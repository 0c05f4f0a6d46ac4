/** What one part of the store is checked for. */

export interface Finding {
  readonly what: 'link' | 'stray' | 'record' | 'blob' | 'note' | 'output';
  /** Relative to the project. */
  readonly path: string;
  /** What is wrong with it, as in `lies in the store, and is none of its files`. */
  readonly is: string;
}

export interface Section {
  readonly findings: readonly Finding[];
  /** Makes all of them good; without it they are left. Needs the lock, where there is something to write. */
  readonly mend?: () => void;
}

/** `root` is the project's folder; absolute. */
export type Check = (root: string) => Section;
