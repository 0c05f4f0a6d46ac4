/** THE list of kinds whose data other languages make of raw files. */
import { ownValue } from '../../../../src/base/own-value.ts';
import { derive } from './derive.ts';
import { ingest } from './ingest.ts';
import type { DataRules } from './rules.ts';

const kinds: Readonly<Record<string, DataRules>> = { derive, ingest };

export const dataRulesOf = (kind: string): DataRules | undefined => ownValue(kinds, kind);
