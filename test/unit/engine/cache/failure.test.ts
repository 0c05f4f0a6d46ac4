/** Why a cache failed, in words: neither a code twice nor a number of the platform's. */
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { whyItFailed } from '../../../../src/engine/cache/failure.ts';

const thrown = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

it('says in words what the system refused, and names its code once', () => {
  const absent = thrown(() => statSync('/nowhere/at/all'));
  expect(whyItFailed(absent)).toBe('there is no such folder (ENOENT)');
  expect(whyItFailed(Object.assign(new Error('EBUSY: resource busy'), { code: 'EBUSY' }))).toBe('EBUSY: resource busy');
  expect(whyItFailed(Object.assign(new Error('odd'), { code: 'ERR_ODD' }))).toBe('ERR_ODD: odd');
});

it('says of a connection what refused it, not that fetching failed', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const refused = await fetch(`http://127.0.0.1:${port}/`).catch((error: unknown) => error);
  expect(whyItFailed(refused)).toBe('no server answers there (ECONNREFUSED)');
  const cause = Object.assign(new Error('getaddrinfo ENOTFOUND x'), { code: 'ENOTFOUND' });
  expect(whyItFailed(new TypeError('fetch failed', { cause }))).toBe('there is no server of that name (ENOTFOUND)');
});

it('says of what took too long that nothing answers, however it is wrapped', async () => {
  const late = await new Promise((_, reject) => {
    AbortSignal.timeout(1).addEventListener('abort', ({ target }) => reject((target as AbortSignal).reason));
  }).catch((error: unknown) => error);
  const words = 'it does not answer, or too slowly';
  expect(whyItFailed(late)).toBe(words);
  expect(whyItFailed(new TypeError('fetch failed', { cause: late }))).toBe(words);
});

it('says what an error without a code says', () => {
  expect(whyItFailed(new Error('HTTP 500'))).toBe('HTTP 500');
});
