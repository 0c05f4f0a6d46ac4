/** The kind `moderation`: an effect along a moderator, and where it is significant. */
import type { ModerationSpec } from '../../src/econ/moderation/moderation.ts';
import { droppedInWords } from '../../src/econ/regression/dropped.ts';
import { defineStep } from '../../src/engine/step.ts';
import { readFrame } from '../../src/frame/stored/artifact.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { ModerationParams } from './keys.ts';
import { moderationNodes } from './plan.ts';

export default defineStep({
  name: 'moderation',
  summary:
    'Moderation: an effect at the mean of a moderator and a standard deviation to either side, and Johnson–Neyman regions',
  artifact: 'moderation',
  params: ModerationParams,
  expand: (step, plan) => moderationNodes(step, plan),
  run: async (context) => {
    const { moderate } = await import('../../src/econ/moderation/moderation.ts');
    const found = moderate(context.params as unknown as ModerationSpec, readFrame(context.artifact('data')));
    warnAll(context, found.fit.warnings);
    noteLost(context, found.fit.rowsLost);
    for (const { name, reason } of droppedInWords(found.fit)) {
      const message = `\`${name}\` was dropped (${reason})`;
      context.warn({ code: 'dropped-term', message, param: 'model.terms', severity: 'warning' });
    }
    return { ...found };
  },
});
