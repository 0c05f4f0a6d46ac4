/** What audits hold: findings, and how many there are. */
import type { Result } from '../../src/base/result.ts';

export const auditResult: Result = { type: 'audit', list: 'findings', parts: { findings: 'any', counts: 'any' } };
