/** Declares what plots ask of the run that draws them: files, warnings, refusals. */
import type { Outside } from '../../../src/figure/render.ts';
import { noteLost } from '../frame-source.ts';
import { fileInput } from './params.ts';
import type { Opening } from './sources.ts';

export const outsideOf = (context: Opening): Outside => ({
  file: (option) => context.file(fileInput(option)).text(),
  warn: (code, message, at) =>
    context.warn({ code, message, severity: 'warning', ...(at && { hint: at.hint, param: `options.${at.option}` }) }),
  lose: (rows) => noteLost(context, [rows]),
  refuse: (code, message, { option, hint }) => context.fail({ code, message, hint, param: `options.${option}` }),
});
