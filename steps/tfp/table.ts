/** Builds tables of production functions: a column for each method, as regressions have. */
import type { Builder } from '../../src/table/builders/builder.ts';
import { regression } from '../../src/table/builders/regression.ts';
import { tfpResult } from './result.ts';
import { sentences } from './words.ts';

export const tfpTable: Builder = { ...regression, type: tfpResult.type, sentences };
