/** The contract of checks, each of which looks at one part of the store, or at the ledger. */

export interface Finding {
  readonly what: 'link' | 'stray' | 'record' | 'blob' | 'note' | 'output' | 'ledger';
  /** Path of the file, relative to the project. */
  readonly path: string;
  /** The fault in words, as in `lies in the store, and is none of its files`. */
  readonly is: string;
}

export interface StoreSection {
  readonly findings: readonly Finding[];
  /** Makes all findings good; where it is absent they are left. Needs the lock. */
  readonly mend?: () => void;
}

/** `root` is the project's folder; absolute. */
export type StoreCheck = (root: string) => StoreSection;
