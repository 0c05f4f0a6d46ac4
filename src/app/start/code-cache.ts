/**
 * Keeps V8's compiled code of a script beside it, as Python keeps `__pycache__`: compiling papermake takes longer than most of what it is
 * asked for. The code is never kept in a project, whose store may come from elsewhere.
 */
import { accessSync, constants, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { attempt } from '../../base/attempt.ts';
import { sha256 } from '../../base/canonical.ts';
import { removeEntry } from '../../base/system/remove.ts';

/** Length of a digest in hexadecimal digits. */
const DIGEST_LENGTH = 64;

export class CachedScript {
  readonly #script: Script;
  /** The file of the compiled code. V8 compares the length of the source only, so the script's name must bear a digest of its text. */
  readonly #cache: string;
  readonly #wasKept: boolean;

  constructor(file: string) {
    const tag = cachedDataVersionTag().toString(16);
    this.#cache = `${file}.${process.version}-${process.platform}-${process.arch}-${tag}.cache`;
    const cachedData = readWhole(this.#cache);
    this.#script = new Script(readFileSync(file, 'latin1'), {
      filename: file,
      ...(cachedData !== undefined && { cachedData }),
    });
    this.#wasKept = this.#script.cachedDataRejected === false;
  }

  /** Runs the script and returns its value. */
  value(): unknown {
    return this.#script.runInThisContext();
  }

  /** Keeps the code of all functions that ran so far, where that is possible and was not done before. */
  keep(): void {
    if (this.#wasKept) return;
    const temporary = `${this.#cache}.${process.pid}`;
    try {
      accessSync(path.dirname(temporary), constants.W_OK);
      const code = this.#script.createCachedData();
      writeFileSync(temporary, Buffer.concat([code, Buffer.from(sha256(code))]));
      renameSync(temporary, this.#cache);
    } catch {
      // Without the kept code, the next start merely takes longer.
      attempt(() => removeEntry(temporary));
    }
  }
}

/** Reads the kept code; undefined where it is damaged, for which V8 does not look: Node would crash on it, or worse. */
function readWhole(file: string): Buffer | undefined {
  const bytes = attempt(() => readFileSync(file));
  const code = bytes?.subarray(0, -DIGEST_LENGTH);
  return code && sha256(code) === bytes?.subarray(-DIGEST_LENGTH).toString('latin1') ? code : undefined;
}
