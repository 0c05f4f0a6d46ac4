/** THE list of kinds whose data other languages make of raw files. */
import { own } from '../../../../src/base/own.ts';
import { derive } from './derive.ts';
import { ingest } from './ingest.ts';
import type { DataRules } from './rules.ts';

const kinds: Readonly<Record<string, DataRules>> = { derive, ingest };

export const dataRulesOf = (kind: string): DataRules | undefined => own(kinds, kind);
