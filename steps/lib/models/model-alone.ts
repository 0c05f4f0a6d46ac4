/** A column's model without what is asked of the finished fit. */
import { estimatedAlone, type ModelSpec } from '../../../src/econ/spec.ts';

/** The spec without tests, combinations, marginal effects and wild draws. */
export function modelAlone(written: ModelSpec): ModelSpec {
  const { vcov, ...spec } = estimatedAlone(written);
  if (vcov.is !== 'cluster') return { ...spec, vcov };
  const { wild: _, ...plain } = vcov;
  return { ...spec, vcov: plain };
}
