/** THE list of rules, by which an audit finds what is wrong. */
import { type Audited, type AuditFinding, type Rule, severities } from '../audit.ts';
import { constantMeans } from './constant.ts';
import { meanInRange, turningPoint, undescribed } from './descriptives.ts';
import { firstStageF } from './first-stage.ts';
import { fewClusters, nestedR2, subsamples, vifTolerance } from './identities.ts';
import { impossibleR2, negativeError, unsaidN, zeroError } from './printed-cells.ts';
import { stars } from './stars.ts';
import { smallRegimes, thresholdP, thresholdR2 } from './thresholds.ts';

export const rules: readonly Rule[] = [
  negativeError,
  zeroError,
  stars,
  firstStageF,
  vifTolerance,
  subsamples,
  nestedR2,
  impossibleR2,
  thresholdR2,
  thresholdP,
  meanInRange,
  constantMeans,
  fewClusters,
  smallRegimes,
  turningPoint,
  undescribed,
  unsaidN,
];

/** Findings of all rules, the gravest first, else in the order of the rules. */
export function audit(audited: Audited): AuditFinding[] {
  const found = rules.flatMap((rule) => rule.find(audited).map((each): AuditFinding => ({ ...each, rule: rule.name })));
  return severities.flatMap((severity) => found.filter((finding) => finding.severity === severity));
}
