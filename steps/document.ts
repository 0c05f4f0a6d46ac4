/** The kind `document`: the author's text with its tables, figures and numbers, as a PDF or a Word file. */
import { defineStep, type RunContext } from '../src/engine/step.ts';
import { engineOf } from './lib/document/engines/registry.ts';
import { type DocumentNodeParams, params } from './lib/document/keys.ts';
import { makeDocument } from './lib/document/make.ts';
import { expandDocument } from './lib/document/plan.ts';
import { lookNamed } from './lib/document/reading.ts';
import type { Equations } from './lib/equation/equations.ts';
import type { Tables } from './lib/report/tables.ts';

/** The kind, with the tables and equations that it can make. */
export default (tables: Tables, equations: Equations) =>
  defineStep({
    name: 'document',
    summary: "the paper itself: the author's text with its tables, figures and numbers, as a PDF or a Word file",
    params,
    artifact: 'files',
    starts(params) {
      const { file, format } = params as unknown as DocumentNodeParams;
      return engineOf(file, format).starts;
    },
    programs(params) {
      const { file, format } = params as unknown as DocumentNodeParams;
      return engineOf(file, format).programs ?? [];
    },
    looks: { named: lookNamed },
    expand: (step, plan) => expandDocument(step, plan, tables, equations),
    run: (context) => makeDocument(context as unknown as RunContext<DocumentNodeParams>, tables.of),
  });
