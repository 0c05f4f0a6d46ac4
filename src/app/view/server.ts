/**
 * Serves the page on this machine alone. Who asks must name this very host (a name that was made to point here names another), must know
 * the token, which stands behind `#` in the address and so is sent by nobody but the page itself, and can only read.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attempt } from '../../base/attempt.ts';
import { thrownText } from '../../engine/code/thrown.ts';
import { systemRefusal } from '../../engine/system/system-refusal.ts';
import type { AbsentCode } from './model.ts';
import { pageFile } from './page-file.ts';
import type { Paper } from './paper.ts';

const HOST = '127.0.0.1';

export interface Serving {
  /** With the token. */
  readonly address: string;
  /** Tells all open pages what is the case now. */
  tell(): void;
  close(): void;
}

/** The header in which the page sends the token: a page from elsewhere cannot, without a permission that is never given. */
const TOKEN = 'x-papermake-token';

/** Starts to serve. Rejects with the system's error where the port cannot be had. `port` 0 is any that is free. */
export async function serve(paper: Paper, port: number): Promise<Serving> {
  const token = randomBytes(24).toString('base64url');
  const page = pageFile('papermake', paper.overview?.language);
  const streams = new Set<ServerResponse>();
  // Loaded here alone, since no other command serves.
  const { createServer } = process.getBuiltinModule('node:http');
  const server = createServer((request, response) => {
    answer(request, response, { paper, token, page, streams, port: portOf(server) }).catch((error) => {
      // A file may be away at this moment; any other failure is told on the page as well.
      const why = systemRefusal(error) ?? `Internal error: ${thrownText(error)}`;
      if (response.headersSent) response.destroy();
      else end(response, 500, { error: why });
    });
  });
  await new Promise<void>((listening, refused) => {
    server.once('error', refused).listen(port, HOST, () => listening());
  });
  // Proxies and browsers alike take a stream that says nothing for long for one that is dead.
  const beat = setInterval(() => streams.forEach((stream) => void stream.write(': \n\n')), 20_000);
  return {
    address: `http://${HOST}:${portOf(server)}/#${token}`,
    tell: () => streams.forEach((stream) => void stream.write(eventOf(paper))),
    close: () => {
      clearInterval(beat);
      server.close();
      server.closeAllConnections();
    },
  };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

interface ServerState {
  readonly paper: Paper;
  readonly token: string;
  readonly page: ReturnType<typeof pageFile>;
  readonly streams: Set<ServerResponse>;
  readonly port: number;
}

const HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

async function answer(request: IncomingMessage, response: ServerResponse, asked: ServerState): Promise<void> {
  const refused = refusal(request, asked);
  if (refused) return end(response, refused.status, { error: refused.why, code: refused.code });
  const url = attempt(() => new URL(`http://${HOST}${request.url ?? '/'}`));
  if (url === undefined) return end(response, 400, { error: 'this is no address of a page' });
  const { paper, page, streams } = asked;
  switch (url.pathname) {
    case '/':
      response.writeHead(200, {
        ...HEADERS,
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `${page.policy}; frame-ancestors 'none'`,
      });
      response.end(page.html);
      return;
    case '/data/overview':
      return paper.overview
        ? end(response, 200, paper.overview)
        : end(response, 404, absent('no-state', 'no state yet'));
    case '/data/node': {
      const detail = paper.detail(url.searchParams.get('id') ?? '');
      return detail ? end(response, 200, detail) : end(response, 404, absent('no-node', 'there is no such node'));
    }
    case '/data/file': {
      const [id, path] = ['id', 'path'].map((name) => url.searchParams.get(name) ?? '');
      const bytes = paper.file(id!, path!);
      if (!bytes) return end(response, 404, absent('no-file', 'there is no such file'));
      response.writeHead(200, { ...HEADERS, 'content-type': 'application/octet-stream' });
      response.end(bytes);
      return;
    }
    case '/data/moved': {
      const until = url.searchParams.get('until') || undefined;
      const found = await paper.moved({ since: url.searchParams.get('since') ?? '', until });
      return found.ok ? end(response, 200, found.moved) : end(response, 404, { error: found.why, code: found.absent });
    }
    case '/data/history': {
      const found = paper.history(url.searchParams.get('table') ?? '');
      return found ? end(response, 200, found) : end(response, 404, absent('no-history', 'no record tells of it'));
    }
    case '/data/live':
      response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
      response.write(eventOf(paper));
      streams.add(response);
      response.once('close', () => streams.delete(response));
      return;
    default:
      return end(response, 404, { error: 'there is no such page' });
  }
}

/** An error that the page tells in its own words; others read it as it stands. */
const absent = (code: AbsentCode, error: string) => ({ code, error });

/** Why a request is not answered. */
function refusal(
  { method, headers, url = '/' }: IncomingMessage,
  { token, port }: ServerState,
): { readonly status: number; readonly why: string; readonly code?: AbsentCode } | undefined {
  const hosts = [`${HOST}:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? '')) return { status: 421, why: 'this host is not served' };
  if (method !== 'GET') return { status: 405, why: 'there is nothing but GET' };
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${headers.host}`) return { status: 403, why: 'another origin' };
  const isOwn = ['same-origin', 'none', undefined].includes(headers['sec-fetch-site'] as string | undefined);
  if (url === '/') return undefined;
  if (!isOwn) return { status: 403, why: 'another site' };
  return isEqual(String(headers[TOKEN] ?? ''), token)
    ? undefined
    : { status: 403, why: 'not the token', code: 'no-token' };
}

/** In a time that does not tell how much of it is right. */
const isEqual = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function end(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

const eventOf = (paper: Paper): string => `data: ${JSON.stringify(paper.live)}\n\n`;
