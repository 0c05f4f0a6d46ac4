/** Plans a step of `kind: tfp`: its canonical spec, with every key checked where it stands. */
import type { NodeId } from '../../src/base/brand.ts';
import type { Json } from '../../src/base/json.ts';
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import { isIndicators } from '../../src/econ/formula/factor.ts';
import { type ModelSpec, termOf } from '../../src/econ/spec.ts';
import type { NodeSpec, PlanContext, Step, YamlPath } from '../../src/engine/step.ts';
import { type FrameSource, frameSource, keyComplaint, keyPath } from '../lib/frame-source.ts';
import { originAt } from '../lib/origin.ts';
import type { TfpParams } from './keys.ts';
import { errorsOf, type TfpMethod, type TfpSpec } from './numbers/spec.ts';
import { tfpWords } from './numbers/words.ts';

type Key = keyof TfpParams;

/** Keys that only some methods read. */
const readBy: Readonly<Partial<Record<Key, readonly TfpMethod[]>>> = {
  proxy: ['op', 'lp', 'acf', 'wooldridge'],
  order: ['op', 'lp', 'acf', 'wooldridge'],
  transition: ['op', 'lp', 'acf'],
  process: ['op', 'lp'],
};

/** Keys of parameters that are called otherwise in a spec. */
const keyOf: Readonly<Record<string, Key>> = { model: 'output', panel: 'from' };

export const nameOf = ({ name = 'tfp' }: Pick<TfpParams, 'name'>): string => name;

/** The step's one node; none after a complaint. */
export function tfpNodes(step: Step<TfpParams>, plan: PlanContext): NodeSpec[] {
  const params: TfpParams = { ...step.defaults, ...step.params };
  const at = (key: Key): YamlPath => keyPath(step, key);
  const source = frameSource(params.from, at('from'), plan);
  if (source === undefined || !checkKeys(params, source, at, plan)) return [];
  const { panel } = source.context;
  const parts = modelOf(params, source, at, plan);
  if (parts === undefined || panel === null) return [];
  const { method } = params;
  const errors = params.errors ?? errorsOf[method][0];
  const isProxied = readBy.proxy!.includes(method);
  const spec: TfpSpec = {
    method,
    ...parts,
    order: isProxied ? params.order! : null,
    transition: readBy.transition!.includes(method) ? (params.transition ?? 3) : null,
    process: readBy.process!.includes(method) ? (params.process ?? (method === 'op' ? 'joint' : 'fitted')) : null,
    errors,
    draws: errors === 'bootstrap' ? (params.draws ?? 200) : null,
    name: nameOf(params),
    panel: { unit: panel.unit, time: panel.time },
  };
  return [
    {
      id: step.name as NodeId,
      params: spec as unknown as Json,
      inputs: { data: { is: 'node', node: source.node, parts: 'all' } },
      cost: 'long',
      ...(errors === 'bootstrap' ? { seed: String(params.seed ?? 1) } : {}),
      view: {
        number: 1,
        header: params.header ?? '',
        outcome: parts.model.outcome,
        words: tfpWords(spec) as unknown as Json,
      },
      origins: Object.fromEntries(
        Object.keys(spec).map((param) => [param, originAt(at(keyOf[param] ?? (param as Key)), plan)]),
      ),
    },
  ];
}

/** The terms of each group, and the model of all; undefined after a complaint. */
function modelOf(params: TfpParams, { context }: FrameSource, at: (key: Key) => YamlPath, plan: PlanContext) {
  const { output, sample, exclude } = params;
  let isSound = true;
  const termsOf = (key: 'free' | 'state' | 'proxy', texts: readonly string[]): ModelSpec | undefined => {
    const keys = { fit: `${output} ~ ${texts.join(' + ')}`, ...(sample && { sample }), ...(exclude && { exclude }) };
    const { specs, problems } = compileColumn(keys, null, context);
    for (const problem of problems) {
      // what the output or a condition has is told once
      if (key !== 'free' && problem.key !== 'fit') continue;
      plan.complain(keyComplaint({ ...problem, within: undefined }, (of) => at(of === 'fit' ? key : (of as Key))));
    }
    const [model] = specs;
    if (problems.length > 0 || model === undefined) isSound = false;
    else if (model.absorb.length > 0 || model.iv !== null || !model.constant || model.terms.some(isFactor)) {
      const message = `\`${key}\` lists inputs, each a column of numbers or a function of such columns`;
      plan.complain({ code: 'unsupported', message, path: at(key), hint: 'write `free: [log(workers)]`' });
      isSound = false;
    }
    return model;
  };
  const free = termsOf('free', params.free);
  const state = termsOf('state', params.state);
  const proxy = params.proxy === undefined ? null : termsOf('proxy', [params.proxy]);
  if (!isSound || free === undefined || state === undefined || proxy === undefined) return undefined;
  const terms = [...free.terms, ...state.terms, ...(proxy?.terms ?? [])];
  const twice = terms.find((term, i) => terms.indexOf(term) !== i || term === free.outcome);
  if (twice !== undefined) {
    const message = `\`${twice}\` stands twice among output, inputs and the proxy`;
    plan.complain({ code: 'same-variable', message, path: at('free'), hint: 'list each variable once' });
    return undefined;
  }
  const model: ModelSpec = { ...free, terms };
  return { model, free: free.terms, state: state.terms, proxy: proxy?.terms[0] ?? null };
}

const isFactor = (text: string): boolean => termOf(text).some((factor) => isIndicators(factor));

/** Tells whether all keys are sound, and complains about those that are not. */
function checkKeys(
  params: TfpParams,
  { context }: FrameSource,
  at: (key: Key) => YamlPath,
  plan: PlanContext,
): boolean {
  let isSound = true;
  const refuse = (key: Key, message: string, hint: string, code = 'unsupported'): void => {
    isSound = false;
    plan.complain({ code, message, path: at(key), hint });
  };
  const { method, errors } = params;
  for (const [key, known] of Object.entries(readBy) as [Key, readonly TfpMethod[]][])
    if (params[key] !== undefined && !known.includes(method))
      refuse(key, `\`${key}\` is not read by \`method: ${method}\``, `leave it out, or write ${inWords(known)}`);
  if (readBy.proxy!.includes(method)) {
    if (params.proxy === undefined)
      refuse(
        'method',
        `\`method: ${method}\` needs a \`proxy\`, and none is named`,
        method === 'op' ? 'name the log of investment' : 'name the log of materials or energy',
        'missing-proxy',
      );
    if (params.order === undefined)
      refuse(
        'method',
        `\`method: ${method}\` needs the \`order\` of its polynomial, on which estimates depend`,
        'write `order: 3`, or `order: 2` as the R package prodest has',
        'missing-order',
      );
  }
  if (errors !== undefined && !errorsOf[method].includes(errors))
    refuse(
      'errors',
      `\`method: ${method}\` has no errors \`${errors}\``,
      `write ${errorsOf[method].map((each) => `\`${each}\``).join(' or ')}`,
    );
  for (const key of ['draws', 'seed'] as const)
    if (params[key] !== undefined && (errors ?? errorsOf[method][0]) !== 'bootstrap')
      refuse(key, `\`${key}\` is read by \`errors: bootstrap\` alone`, 'leave it out, or write `errors: bootstrap`');
  if (context.panel === null)
    refuse(
      'from',
      `productivity of firms needs a panel, and \`${params.from}\` declares none`,
      `declare \`panel: {unit: …, time: …}\` in \`${params.from}\``,
      'no-panel',
    );
  if (context.columns?.some(({ name }) => name === nameOf(params)))
    refuse(
      'name',
      `\`${nameOf(params)}\` is already a column of \`${params.from}\``,
      'give the series another `name`',
      'column-exists',
    );
  return isSound;
}

const inWords = (known: readonly TfpMethod[]): string => known.map((method) => `\`method: ${method}\``).join(' or ');
