/** Remembers what was read of files while steps became nodes. A plan holds as long as reading it again gives the same. */
import type { Digest } from '../../base/brand.ts';
import { canonicalJson, digestJson } from '../../base/canonical.ts';
import type { Json } from '../../base/json.ts';
import { type FileBytes, fileReader } from '../../base/reader.ts';
import type { Kinds } from '../kinds.ts';
import type { PlannedFile } from '../step.ts';

/** A look that a kind took at a file. */
export interface LookAt {
  readonly path: string;
  readonly kind: string;
  readonly name: string;
  readonly options: Json;
}

/** The form in which it is kept: the files that were read whole, and the looks with what they said. */
export interface KeptLooks {
  readonly whole: readonly string[];
  readonly looks: readonly (readonly [LookAt, Digest])[];
}

export class Looked {
  readonly #whole: Set<string>;
  readonly #looks: Map<string, readonly [LookAt, Digest]>;

  constructor({ whole, looks }: KeptLooks = { whole: [], looks: [] }) {
    this.#whole = new Set(whole);
    this.#looks = new Map(looks.map((each) => [canonicalJson({ ...each[0] }), each]));
  }

  /** A file as a kind sees it while planning; what the kind reads of it is noted. */
  file(path: string, kind: string, kinds: Kinds, read: () => FileBytes): PlannedFile {
    const whole = (): FileBytes => {
      this.#whole.add(path);
      return read();
    };
    const look = (name: string, options: Json): Json => {
      const at = { path, kind, name, options };
      const said = take(at, kinds, read);
      this.#looks.set(canonicalJson({ ...at }), [at, digestJson(said)]);
      return said;
    };
    return Object.assign(fileReader(path, lazily(whole)), { look });
  }

  get kept(): KeptLooks {
    return { whole: [...this.#whole], looks: [...this.#looks.values()] };
  }

  /** Tells whether every look still gives the same for the same kinds, after these files changed. */
  holds(changed: ReadonlySet<string>, kinds: Kinds, read: (path: string) => FileBytes | undefined): boolean {
    const same = ([look, digest]: readonly [LookAt, Digest]): boolean => {
      const found = read(look.path);
      return found !== undefined && digestJson(take(look, kinds, () => found)) === digest;
    };
    return (
      ![...this.#whole].some((path) => changed.has(path)) &&
      [...this.#looks.values()].every((each) => !changed.has(each[0].path) || same(each))
    );
  }
}

function take({ path, kind, name, options }: LookAt, kinds: Kinds, read: () => FileBytes): Json {
  const look = kinds.get(kind)?.kind.looks?.[name];
  if (!look) throw new Error(`the kind ${kind} has no look called ${name}`);
  return look(fileReader(path, lazily(read)), options);
}

/** Bytes of a file that is not read before they are asked for. */
function lazily(read: () => FileBytes): FileBytes {
  let held: FileBytes | undefined;
  const file = (): FileBytes => {
    held ??= read();
    return held;
  };
  return {
    get size() {
      return file().size;
    },
    part: (from, to) => file().part(from, to),
    fill: (into, from) => file().fill(into, from),
    bytes: () => file().bytes(),
  };
}

/** Bytes of a file whose every read goes through `told`. */
export const guarded = (file: FileBytes, told: <T>(read: () => T) => T): FileBytes => ({
  size: file.size,
  part: (from, to) => told(() => file.part(from, to)),
  fill: (into, from) => told(() => file.fill(into, from)),
  bytes: () => told(file.bytes),
});
