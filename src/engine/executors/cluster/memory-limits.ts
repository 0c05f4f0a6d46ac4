/** Knows how much memory a scheduler gives to workers, from what it took and what it refused. */
import { doubled, laneName, type ResourceRequest, type Standard } from './resources.ts';

export interface MemoryLimit {
  /** The least memory in MiB that was refused, and what the scheduler said. */
  readonly memory: number;
  readonly says: string;
}

/** More memory is asked for where it is so many times what a worker had. */
const WORTH = 1.25;

export class MemoryLimits {
  readonly #refused = new Map<string, MemoryLimit>();
  /** The most memory in MiB that was taken. */
  readonly #taken = new Map<string, number>();

  took({ asked, first }: Standard): void {
    const key = laneName(first, first);
    this.#taken.set(key, Math.max(this.#taken.get(key) ?? 0, asked.memory ?? 0));
  }

  /** Notes that more memory than a step asks for was refused; false where it was the step's own request. */
  refused({ asked, first }: Standard, says: string): boolean {
    if (asked.memory === undefined || asked.memory === first.memory) return false;
    const key = laneName(first, first);
    // An array that the scheduler took may never begin.
    if ((this.#taken.get(key) ?? 0) >= asked.memory) this.#taken.delete(key);
    const known = this.#refused.get(key);
    if (known === undefined || asked.memory < known.memory) this.#refused.set(key, { memory: asked.memory, says });
    return true;
  }

  /** The limit on what is asked for in the place of a step's own request, where one is known. */
  of({ first }: Pick<Standard, 'first'>): MemoryLimit | undefined {
    return this.#refused.get(laneName(first, first));
  }

  /** The request after a worker ran out of memory; undefined where no more is to be had. */
  above({ asked, first }: Standard): ResourceRequest | undefined {
    const limit = this.of({ first });
    const twice = doubled(asked, first);
    if (limit === undefined || twice === undefined || twice.memory! < limit.memory) return twice;
    const memory = between(asked.memory ?? 0, limit.memory);
    return memory === undefined ? undefined : { ...asked, memory };
  }

  /** Lowers a request to the known limit: to less than was refused, and to no less than was taken. */
  within(standard: Standard): Standard {
    const { asked, first } = standard;
    const limit = this.of(standard);
    if (limit === undefined || asked.memory === undefined || asked.memory < limit.memory) return standard;
    const least = this.#taken.get(laneName(first, first)) || first.memory;
    const memory = (least === undefined ? undefined : between(least, limit.memory)) ?? least;
    return { asked: { ...asked, memory }, first };
  }
}

/** The mean of what a worker had and what is refused, where that is worth another worker. */
function between(had: number, refused: number): number | undefined {
  const memory = Math.floor((had + refused) / 2);
  return memory >= WORTH * had ? memory : undefined;
}
