/** The parts of the SDK of the Model Context Protocol that serve a program over its streams. They are loaded together, and by `papermake mcp` alone. */
import type { Readable, Writable } from 'node:stream';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { Door, Following } from './door.ts';

/** Answers what comes until the streams end. */
export async function answer(door: Door, input: Readable, output: Writable): Promise<void> {
  const { name, version, instructions } = door;
  const server = new Server({ name, version }, { capabilities: { tools: {}, resources: {} }, instructions });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: door.tools() }) as never);
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const token = params._meta?.progressToken;
    const following: Following = {
      signal: extra.signal,
      progress(done, message) {
        if (token === undefined || extra.signal.aborted) return;
        const told = { progressToken: token, progress: done, message };
        void extra.sendNotification({ method: 'notifications/progress', params: told }).catch(() => {});
      },
    };
    const { text, isError } = await door.call(params.name, params.arguments ?? {}, following);
    return { content: [{ type: 'text', text }], isError };
  });
  server.setRequestHandler(ListResourcesRequestSchema, async () => ({ resources: await door.resources() }) as never);
  server.setRequestHandler(
    ReadResourceRequestSchema,
    async ({ params }) => ({ contents: [await door.read(params.uri)] }) as never,
  );
  // A message that is none of the protocol's was answered before it came here.
  server.onerror = () => {};
  await server.connect(new StdioServerTransport(input, output));
}
