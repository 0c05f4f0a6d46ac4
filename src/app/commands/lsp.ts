/** `papermake lsp`: answers an editor over the streams of this process. */

import type { Command } from '../command.ts';
import { serveEditor } from '../editor/serve.ts';

export const lsp: Command = {
  name: 'lsp',
  summary:
    'answer an editor in the Language Server Protocol, over the standard input and output, until the editor ends it',
  operands: '',
  arity: [0, 0],
  // Clients of editors add it, and there is no other way to talk.
  options: { stdio: { type: 'boolean', help: 'talk over the standard input and output, which it does anyway' } },
  run: async () => await serveEditor(),
};
