/** Plans rings around treated units: places, limits, and errors by distance. */
import { unknownVariable } from '../../src/base/expression/check.ts';
import { inText } from '../../src/base/text/text-problem.ts';
import { scopeOf } from '../../src/econ/compile/keys.ts';
import { parseVcov } from '../../src/econ/formula/vcov-text.ts';
import type { PlanContext, Step, YamlPath } from '../../src/engine/step.ts';
import { type FrameSource, keyPath } from '../lib/frame-source.ts';
import type { DidParams } from './keys.ts';
import { type DidSpec, placesOf } from './numbers/spec.ts';

/** Complains of keys that rings lack, limits that do not rise, and columns that are none. */
export function ringsOf(
  params: DidParams,
  { context }: FrameSource,
  step: Step<DidParams>,
  plan: PlanContext,
): Pick<DidSpec, 'at' | 'rings' | 'vcov'> {
  const pathOf = (key: keyof DidParams): YamlPath => keyPath(step, key);
  for (const key of ['at', 'rings'] as const) {
    if (params[key] !== undefined) continue;
    const message = `expected \`${key}\`, which \`method: rings\` needs`;
    const hint = key === 'at' ? 'as in `at: [latitude, longitude]`' : 'as in `rings: [20, 40]`, in kilometres';
    plan.complain({ code: 'missing-key', message, path: step.path, key: true, hint });
  }
  const { at, rings = [], cluster } = params;
  const falling = rings.findIndex((to, r) => r > 0 && to <= rings[r - 1]!);
  if (falling > 0) {
    const message = `expected outer limits that rise, got ${rings[falling]} after ${rings[falling - 1]}`;
    plan.complain({ code: 'bad-rings', message, path: [...pathOf('rings'), falling] });
  }
  const vcov = params.vcov === undefined ? undefined : conleyOf(params.vcov, pathOf('vcov'), plan);
  if (vcov !== undefined && cluster !== undefined) {
    const message = 'expected either `cluster` or `vcov`, got both';
    plan.complain({ code: 'both-keys', message, path: pathOf('vcov'), hint: 'leave one of them out' });
  }
  const scope = scopeOf(context);
  const spec = { ...(at && { at: at as [string, string] }), rings, ...(vcov && { vcov }) };
  for (const name of placesOf(spec)) {
    const path = pathOf(at?.includes(name) === true ? 'at' : 'vcov');
    const type = scope.type(name);
    if (type === 'text') {
      plan.complain({ code: 'text-column', message: `\`${name}\` holds text; numbers are expected here`, path });
    } else if (type === undefined) {
      const { code, message, hint } = unknownVariable(name, scope, { start: 0, end: 0 });
      plan.complain({ code, message, hint, path });
    }
  }
  return spec;
}

function conleyOf(text: string, path: YamlPath, plan: PlanContext): DidSpec['vcov'] {
  const parsed = parseVcov(text);
  if (!parsed.ok) {
    for (const problem of parsed.problems) plan.complain({ ...inText(problem), path });
    return undefined;
  }
  const { vcov } = parsed;
  if (vcov.is === 'conley') return vcov;
  const message = `rings have errors by clusters or \`conley\`, got \`${text}\``;
  return void plan.complain({ code: 'unsupported', message, path, hint: '`cluster: region` names clusters' });
}
