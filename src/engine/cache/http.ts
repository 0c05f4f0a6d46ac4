/** A shared cache behind HTTP, in Bazel's protocol: `GET` and `PUT` of `URL/ac/DIGEST` and `URL/cas/DIGEST`. */
import { wasAborted } from './failure.ts';
import { type Shelf, Silent, TooLarge } from './shelf.ts';

/** Milliseconds after which a server that says nothing is taken to be down. */
const SILENCE = 5_000;
/** Milliseconds of grace for one that answers slowly. */
const GRACE = 10_000;
/** Bytes a second that a slow line takes at least. */
const SLOWEST = 100_000;

/** The variable of the environment that `token` names, and what it holds, which is sent as a bearer's and stands in no message. */
export interface NamedToken {
  readonly variable: string;
  readonly value: string | undefined;
}

export function httpShelf(url: string, named: NamedToken | undefined): Shelf {
  const token = named?.value;
  const base = new URL(url.endsWith('/') ? url : `${url}/`);
  const basic = base.username === '' ? undefined : `Basic ${btoa(`${base.username}:${base.password}`)}`;
  base.username = '';
  base.password = '';
  const authorization = token === undefined ? basic : `Bearer ${token}`;
  const ask = (path: string, init: RequestInit, signal: AbortSignal): Promise<Response> =>
    unlessSilent(
      fetch(new URL(path, base), {
        ...init,
        // Whatever a server names in its place gets nothing of what was meant for it.
        redirect: authorization === undefined ? 'follow' : 'manual',
        headers: { ...(authorization && { authorization }), ...init.headers },
        signal,
      }),
    );
  return {
    name: base.href.replace(/\/$/, ''),
    async get(room, name, limit) {
      const patience = new Patience();
      try {
        const response = await ask(`${room}/${name}`, {}, patience.signal);
        if (response.status === 404) return void (await response.body?.cancel());
        if (!response.ok) throw await refused(response, basic !== undefined, named);
        return await wholeBody(response, limit, patience);
      } finally {
        patience.end();
      }
    },
    async put(room, name, bytes, over) {
      const path = `${room}/${name}`;
      // Not every server heeds `If-None-Match`.
      if (!over && (await isThere(path))) return;
      const response = await ask(
        path,
        {
          method: 'PUT',
          body: Buffer.from(bytes),
          headers: { 'content-type': 'application/octet-stream', ...(!over && { 'if-none-match': '*' }) },
        },
        AbortSignal.timeout(SILENCE + Math.ceil((bytes.length / SLOWEST) * 1000)),
      );
      await response.body?.cancel();
      if (!response.ok && response.status !== 412) throw await refused(response, basic !== undefined, named);
    },
  };

  async function isThere(path: string): Promise<boolean> {
    const { ok } = await ask(path, { method: 'HEAD' }, AbortSignal.timeout(SILENCE));
    return ok;
  }
}

/** An answer; where none comes in time, the error that says so. */
async function unlessSilent(answer: Promise<Response>): Promise<Response> {
  try {
    return await answer;
  } catch (error) {
    throw wasAborted(error) ? new Silent() : error;
  }
}

async function refused(response: Response, hasUser: boolean, named: NamedToken | undefined): Promise<Error> {
  await response.body?.cancel().catch(() => {});
  return new Error(`HTTP ${response.status}${whyRefused(response.status, hasUser, named)}`);
}

function whyRefused(status: number, hasUser: boolean, named: NamedToken | undefined): string {
  if (status >= 300 && status < 400) return ', a redirect, which is not followed with a token or a password';
  if (status !== 401 && status !== 403) return '';
  if (named?.value !== undefined) return `: the server refuses the token that \`${named.variable}\` holds`;
  if (hasUser) return ': the server refuses the user that `url` names';
  return named === undefined
    ? ': the server asks who you are, and the cache has no `token`, which names a variable with what it wants'
    : `: the server asks who you are, and the environment has no \`${named.variable}\`, which \`token\` names`;
}

/** Gives an answer up that comes more slowly than the slowest line, by what has come: a server that says nothing costs no more for being asked for much. */
class Patience {
  readonly #began = performance.now();
  readonly #controller = new AbortController();
  #timer = this.#wait(SILENCE);

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  came(bytes: number): void {
    clearTimeout(this.#timer);
    this.#timer = this.#wait(this.#began + GRACE + (bytes / SLOWEST) * 1000 - performance.now());
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #wait(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => this.#controller.abort(new Silent()), Math.max(0, milliseconds));
  }
}

async function wholeBody(response: Response, limit: number, patience: Patience): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limit) throw new TooLarge(limit);
    patience.came(size);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
