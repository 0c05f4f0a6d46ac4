/** The proposals that were found sound, until they are applied: an agent names one by its digest. */
import { digestJson } from '../../base/canonical.ts';

export interface Proposal {
  /** Digest of the pipeline's text that it was made of. */
  readonly base: string;
  /** The text that the pipeline is to have. */
  readonly text: string;
  /** Says whether the text starts something that the pipeline does not start now, so that a person must trust the folder anew. */
  readonly needsTrust: boolean;
}

/** The largest number of proposals that are kept; the oldest are dropped first. */
const MOST = 64;

export class Proposals {
  readonly #kept = new Map<string, Proposal>();

  /** Keeps one, and names it. */
  keep(proposal: Proposal): string {
    const { base, text } = proposal;
    const digest: string = digestJson({ base, text });
    this.#kept.delete(digest);
    this.#kept.set(digest, proposal);
    for (const old of this.#kept.keys()) if (this.#kept.size > MOST) this.#kept.delete(old);
    return digest;
  }

  named(digest: string): Proposal | undefined {
    return this.#kept.get(digest);
  }

  /** Drops all proposals, since they were made of a text that the pipeline no longer has. */
  clear(): void {
    this.#kept.clear();
  }
}
