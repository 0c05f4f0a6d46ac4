/** Plans the instrument that is taken apart: columns of shares and shocks, or the declaration of a shift-share variable by another step. */

import type { ShiftShareDeclaration } from '../../src/econ/regional/shift-share-of-panel.ts';
import type { InputSpec, PlanContext, Step, YamlPath } from '../../src/engine/step.ts';
import { type FrameSource, keyPath } from '../lib/frame-source.ts';
import type { RotembergParams } from './keys.ts';
import type { RotembergSpec } from './numbers/spec.ts';
import { oneColumn } from './plan-terms.ts';

type Instrument = Pick<RotembergSpec, 'shares' | 'shocks' | 'shiftShare' | 'period'> & {
  /** The frame of sectors of a declaration. */
  readonly sectors?: InputSpec;
};

/** Undefined after a complaint. */
export function instrumentOf(
  step: Step<RotembergParams>,
  params: RotembergParams,
  source: FrameSource,
  plan: PlanContext,
): Instrument | undefined {
  if (params.shift_share !== undefined) return declared(step, params, source, plan);
  const { shares, shocks } = params;
  if (shares !== undefined && shocks !== undefined) return ofColumns(step, { ...params, shares, shocks }, source, plan);
  const missing = shares === undefined ? (shocks === undefined ? '`shift_share`' : '`shares`') : '`shocks`';
  plan.complain({
    code: 'missing-shares',
    message: `expected ${missing}, got none`,
    path: step.path,
    key: true,
    hint: 'name the step of kind `shift_share`, as in `shift_share: bartik`, or columns by `shares` and `shocks`',
  });
  return undefined;
}

/** Reads the declaration of a step of kind `shift_share`. */
function declared(
  step: Step<RotembergParams>,
  params: RotembergParams,
  { context }: FrameSource,
  plan: PlanContext,
): Instrument | undefined {
  const path = keyPath(step, 'shift_share');
  const twice = (['shares', 'shocks', 'period'] as const).filter((key) => params[key] !== undefined);
  for (const key of twice) {
    const message = `\`shift_share\` stands for \`${key}\` too`;
    plan.complain({ code: 'unsupported', message, path: keyPath(step, key), hint: `leave \`${key}\` out` });
  }
  const node = plan.node(params.shift_share!, path);
  if (node === undefined) return undefined;
  if (plan.kind(node) !== 'shift_share') {
    const message = `expected a step of kind \`shift_share\`, got \`${plan.kind(node)}\``;
    return void plan.complain({ code: 'bad-step', message, path, hint: 'name the step that makes the instrument' });
  }
  if (twice.length > 0) return undefined;
  const { sector, value, base, leaveOut, zero, panel } = node.params as unknown as ShiftShareDeclaration;
  const known = context.columns?.map(({ name }) => name);
  const absent = [panel.unit, panel.time].find((name) => known !== undefined && !known.includes(name));
  if (absent !== undefined) {
    const message = `\`${params.from}\` has no column \`${absent}\`, by which \`${params.shift_share}\` knows its rows`;
    return void plan.complain({ code: 'no-column', message, path: keyPath(step, 'from') });
  }
  const shiftShare: ShiftShareDeclaration = { sector, value, base, leaveOut, zero, panel };
  return { shares: [], shocks: [], shiftShare, period: panel.time, sectors: node.inputs.sectors! };
}

function ofColumns(
  step: Step<RotembergParams>,
  params: RotembergParams & { readonly shares: string[]; readonly shocks: string[] },
  source: FrameSource,
  plan: PlanContext,
): Instrument | undefined {
  const each = (key: 'shares' | 'shocks'): (string | null)[] =>
    params[key].map((text, i) => oneColumn(text, source, [...keyPath(step, key), i], plan));
  const [shares, shocks] = [each('shares'), each('shocks')];
  checkPairs(shares, shocks, (key) => keyPath(step, key), plan);
  if ([...shares, ...shocks].includes(null)) return undefined;
  const columns = { shares: shares as string[], shocks: shocks as string[] };
  return { ...columns, shiftShare: null, period: params.period ?? null };
}

/** Complains of shares without shocks, and of a share that is named twice. */
function checkPairs(
  shares: readonly (string | null)[],
  shocks: readonly (string | null)[],
  at: (key: 'shares' | 'shocks') => YamlPath,
  plan: PlanContext,
): void {
  if (shares.length !== shocks.length) {
    const message = `expected a shock for each of ${shares.length} shares, got ${shocks.length}`;
    plan.complain({
      code: 'unsupported',
      message,
      path: at('shocks'),
      hint: 'both lists have the order of the sectors',
    });
  }
  const twice = shares.findIndex((name, i) => name !== null && shares.indexOf(name) < i);
  if (twice < 0) return;
  const message = `the share \`${shares[twice]}\` is named twice`;
  plan.complain({ code: 'unsupported', message, path: [...at('shares'), twice], hint: 'each sector has one share' });
}
