/** Declares the result of audits: findings, and their number. */
import type { Result } from '../../src/base/result.ts';

export const auditResult: Result = { type: 'audit', list: 'findings', parts: { findings: 'any', counts: 'any' } };
