/** The internal kind `versions`: what the programs behind a command print of their versions. */
import { Type } from 'typebox';
import { defineStep } from '../src/engine/step.ts';
import { type AskedVersions, toldVersions } from './lib/command/ask-versions.ts';
import type { CommandCall } from './lib/command/keys.ts';
import { neededByLines, startedText } from './lib/command/started.ts';
import { askedThere } from './lib/command/versions-there.ts';

/** The node's inputs are the programs' files (`askedBy`), so that programs are asked again only when one of those has changed. */
export default defineStep({
  name: 'versions',
  summary: 'What the programs of a command say their versions are',
  internal: true,
  cost: 'external',
  starts: (params) => (params as { versions: string[] }).versions.map(startedText).join(', '),
  programs: (params) => neededByLines(params as unknown as AskedVersions),
  params: Type.Object({
    versions: Type.Array(Type.String()),
    env: Type.Record(Type.String(), Type.String()),
    cluster: askedThere,
  }),
  run: (context) => toldVersions(context, context.params, (context.how as unknown as Pick<CommandCall, 'step'>).step),
});
