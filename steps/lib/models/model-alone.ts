/** A column's model without what is asked of the finished fit. */
import type { ModelSpec } from '../../../src/econ/spec.ts';

/** The spec without tests, combinations, marginal effects and wild draws. */
export function modelAlone(written: ModelSpec): ModelSpec {
  const { uTest: _, margins: __, tests: ___, lincom: ____, oster: _____, vcov, ...spec } = written;
  if (vcov.is !== 'cluster') return { ...spec, vcov };
  const { wild: ______, ...plain } = vcov;
  return { ...spec, vcov: plain };
}
