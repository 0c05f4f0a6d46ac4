/** Plans a step of another language: a node for each call, behind one that asks the program and its packages for their versions. */
import { realpathSync } from 'node:fs';
import { attempt } from '../../../src/base/attempt.ts';
import type { NodeId } from '../../../src/base/brand.ts';
import { defined } from '../../../src/base/defined.ts';
import type { Json } from '../../../src/base/json.ts';
import { nodeId } from '../../../src/base/node-id.ts';
import { didYouMean } from '../../../src/base/text/suggest.ts';
import { compileCondition } from '../../../src/econ/compile/condition-key.ts';
import type { KeyProblem } from '../../../src/econ/compile/keys.ts';
import type { InputSpec, NodeSpec, PlanContext, Step, YamlPath } from '../../../src/engine/step.ts';
import { environmentOf, fileInputs } from '../command/declared.ts';
import { type FrameSource, frameSource, keyComplaint, keyPath } from '../frame-source.ts';
import { originAt } from '../origin.ts';
import { DRAWS, drawNodes } from './draws-plan.ts';
import { homes } from './homes.ts';
import type { BridgeCall, BridgeNodeParams, BridgeParams, ColumnParams } from './keys.ts';
import type { BridgeLanguage, Request } from './language.ts';
import { dataInput, HELPER, type StepMembers, VERSIONS } from './members.ts';
import { fitWords, type OwnStatistic } from './words.ts';

/** A call as written, with the keys that stand beside it. */
interface WrittenCall {
  readonly id: string | null;
  readonly params: ColumnParams & { readonly call: string };
  /** Path of a key of the entry. */
  pathOf(key: string): YamlPath;
}

export function expandBridge(step: Step<BridgeParams>, plan: PlanContext, language: BridgeLanguage): NodeSpec[] {
  const params: Partial<BridgeParams> = { ...step.defaults, ...step.params };
  const pathOf = (key: string): YamlPath => keyPath(step, key);
  const entries = entriesOf(step, plan);
  const source = frameSource(params.from!, pathOf('from'), plan);
  const { draws } = params;
  if (source === undefined || (entries.length === 0 && draws === undefined)) return [];
  const columns = params.columns ?? null;
  checkColumns(columns ?? [], source, pathOf('columns'), plan);
  const sample = sampleOf(params.sample, source, pathOf, plan);
  const env = environmentOf({ ...step, params: { ...params } }, plan);
  const packages = params.packages ?? [];
  const sought = params.program === undefined ? language.programs : [params.program];
  const { cluster } = plan;
  const asked = packagesAsked([...entries.flatMap(textsOf), draws?.call ?? ''], packages, language);
  const how: BridgeCall = {
    step: step.name,
    // A cluster's workers look for it themselves.
    program: cluster ? null : (sought.map((name) => plan.program(name, env.PATH)).find(isFound) ?? null),
    sought,
    timeout: params.timeout ?? null,
    ...(cluster && { there: { on: cluster.on, packages: asked } }),
  };
  const files = fileInputs({ ...step, params: { ...params } }, plan);
  for (const name of Object.keys(files).filter((each) => language.taken.includes(each))) {
    plan.complain({
      code: 'bad-place',
      message: `\`${name}\` is a file that papermake itself puts beside the call`,
      path: [...pathOf('files'), params.files!.indexOf(name)],
      hint: 'give the file another name, or a folder',
    });
  }
  const named = packages.length > 0 ? pathOf('packages') : (entries[0]?.pathOf('call') ?? [...pathOf('draws'), 'call']);
  const versions = versionsNode({ asked, named, env, how }, step, plan, language);
  const keys = ['columns', 'sample', 'files', 'env', 'timeout', 'program'] as const;
  const common: StepMembers = {
    source,
    columns,
    sample,
    env,
    packages,
    how,
    inputs: {
      ...files,
      [HELPER]: { is: 'template', name: language.helper },
      [VERSIONS]: { is: 'node', node: versions.id, parts: 'all' },
    },
    origins: Object.fromEntries([
      ...keys.filter((key) => params[key] !== undefined).map((key) => [key, originAt(pathOf(key), plan)] as const),
      ['request.packages', originAt(pathOf('packages'), plan)] as const,
    ]),
  };
  const drawn = draws === undefined ? [] : drawNodes(draws, common, entries.length === 0, step, plan, language);
  const reading =
    drawn.length === 0 ? common : { ...common, inputs: { ...common.inputs, [DRAWS]: wholeOf(drawn.at(-1)!) } };
  return [versions, ...drawn, ...entries.map((entry, i) => nodeOf(entry, i, reading, step, plan, language))];
}

const wholeOf = ({ id }: NodeSpec): InputSpec => ({ is: 'node', node: id, parts: 'all' });

/** The step's own call, or its `calls` in written order; keys of the step stand behind those of each. */
function entriesOf(step: Step<BridgeParams>, plan: PlanContext): WrittenCall[] {
  const { params, path } = step;
  const shared: ColumnParams = { ...step.defaults, ...params };
  const isAlone = params.draws !== undefined && params.call === undefined && params.calls === undefined;
  if (isAlone) {
    refuseKeysOfFits(step, plan);
    return [];
  }
  if ((params.call === undefined) === (params.calls === undefined)) {
    const message =
      params.call === undefined ? 'expected `call` or `calls`, got neither' : 'expected `call` or `calls`, got both';
    const hint = 'as in `call: "glm(y ~ x, binomial, data)"`';
    plan.complain({ code: 'missing-call', message, path, key: true, hint });
    return [];
  }
  if (params.call !== undefined)
    return [{ id: null, params: { ...shared, call: params.call }, pathOf: (key) => keyPath(step, key) }];
  const at = [...path, 'calls'];
  return plan.keys(at).map((id): WrittenCall => {
    const given = params.calls![id]!;
    const own: ColumnParams & { readonly call: string } = typeof given === 'string' ? { call: given } : given;
    const { header: _, ...others } = shared;
    const pathOf = (key: string): YamlPath => {
      if (typeof given === 'string' && key === 'call') return [...at, id];
      return key in own ? [...at, id, key] : keyPath(step, key);
    };
    return { id, params: { ...others, ...own }, pathOf };
  });
}

const OF_FITS = ['header', 'outcome', 'stats', 'vcov', 'margins', 'show'] as const;

/** Refuses what only a fit has, of a step that makes the frame of its draws. */
function refuseKeysOfFits({ params, path }: Step<BridgeParams>, plan: PlanContext): void {
  for (const key of OF_FITS.filter((each) => each in params)) {
    const message = `\`${key}\` is of a fit, and this step makes the frame of its draws`;
    const hint = 'a `call` beside `draws` makes a fit, and reads the draws as `draws`';
    plan.complain({ code: 'no-fit', message, path: [...path, key], key: true, hint });
  }
}

function checkColumns(columns: readonly string[], source: FrameSource, path: YamlPath, plan: PlanContext): void {
  const known = source.context.columns?.map(({ name }) => name);
  if (known === undefined) return;
  columns.forEach((name, i) => {
    if (known.includes(name)) return;
    const message = `unknown variable \`${name}\``;
    plan.complain({ code: 'unknown-variable', message, path: [...path, i], hint: didYouMean(name, known) });
  });
}

function sampleOf(
  text: string | undefined,
  source: FrameSource,
  pathOf: (key: string) => YamlPath,
  plan: PlanContext,
): string | null {
  if (text === undefined) return null;
  const problems: KeyProblem[] = [];
  const sample = compileCondition(text, 'sample', source.context, problems);
  for (const problem of problems) plan.complain(keyComplaint(problem, pathOf));
  return sample;
}

const isFound = (path: string | undefined): path is string => path !== undefined;

/** The packages that calls use, as far as they name them. */
function packagesAsked(
  texts: readonly string[],
  packages: readonly string[],
  language: BridgeLanguage,
): readonly string[] {
  const named = [...new Set([...packages, ...language.packagesIn(texts)])].sort();
  return named.filter((name) => !(name.endsWith('?') && named.includes(name.slice(0, -1))));
}

const textsOf = ({ params }: WrittenCall): string[] => [
  params.call,
  params.vcov ?? '',
  ...Object.values(statsOf(params)),
];

/** Files whose change asks the program again: its own, and those of the packages that the calls name. On a cluster other lines before its workers do. */
function versionsNode(
  {
    asked,
    named,
    env,
    how,
  }: Pick<StepMembers, 'env' | 'how'> & { readonly asked: readonly string[]; readonly named: YamlPath },
  step: Step<BridgeParams>,
  plan: PlanContext,
  language: BridgeLanguage,
): NodeSpec {
  const inputs: Record<string, InputSpec> = { [HELPER]: { is: 'template', name: language.helper } };
  if (how.program !== null) {
    const path = attempt(() => realpathSync(how.program!)) ?? how.program;
    inputs[how.program] = { is: 'file', path: how.program };
    for (const name of asked) {
      const places = language.packageFiles(name.replace(/\?$/, ''), { path, env: { ...homes(), ...env } });
      const file = plan.systemFile(places);
      if (file !== undefined) inputs[file] = { is: 'file', path: file };
    }
  }
  return {
    id: `${step.name}${VERSIONS}` as NodeId,
    kind: 'bridge-versions',
    params: defined({ language: language.kind, packages: asked, env, cluster: plan.cluster }) as unknown as Json,
    inputs,
    origins: {
      packages: originAt(named, plan),
      program: originAt('program' in step.params ? keyPath(step, 'program') : [...step.path, 'kind'], plan),
    },
    cost: 'external',
    how: how as unknown as Json,
  };
}

const statsOf = ({ stats = {} }: ColumnParams): Record<string, string> =>
  Object.fromEntries(
    Object.entries(stats).map(([name, each]) => [name, (typeof each === 'string' ? each : each.value).trim()]),
  );

function nodeOf(
  { id, params, pathOf }: WrittenCall,
  index: number,
  common: StepMembers,
  step: Step<BridgeParams>,
  plan: PlanContext,
  language: BridgeLanguage,
): NodeSpec {
  const { columns, sample, env, packages, inputs, how, origins } = common;
  const stats = statsOf(params);
  if (params.show?.includes('margins') === true && params.margins !== true) {
    const message = '`show` names marginal effects, and this call asks for none';
    plan.complain({ code: 'no-margins', message, path: pathOf('show'), hint: 'ask for them with `margins: true`' });
  }
  for (const name of Object.keys(stats)) {
    if (/^[A-Za-z][A-Za-z0-9]*$/.test(name) && name.length <= 22) continue;
    plan.complain({
      code: 'bad-name',
      message: `\`${name}\` cannot be the name of a statistic`,
      path: [...pathOf('stats'), name],
      key: true,
      hint: 'letters and digits, as in `hausmanP`; `{value: …, label: …}` says how it is printed',
    });
  }
  const request = defined({
    call: params.call.trimEnd(),
    packages,
    vcov: params.vcov?.trim(),
    margins: params.margins === true ? (true as const) : undefined,
    outcome: params.outcome,
    stats,
  }) as Request;
  const node: BridgeNodeParams = { language: language.kind, request, columns, sample, env };
  const at = pathOf('call');
  const call = originAt(at, plan);
  const own = ['vcov', 'margins', 'outcome', 'stats'].filter((key) => key in params);
  const number = index + 1;
  const others = id === null ? [] : [nodeId(step.name, [number])];
  return {
    id: id === null ? (step.name as NodeId) : nodeId(step.name, [id]),
    params: node as unknown as Json,
    inputs: {
      data: dataInput(common),
      ...inputs,
    },
    origins: {
      ...origins,
      'request.call': call,
      'program.run': call,
      ...Object.fromEntries(own.map((key) => [`request.${key}`, originAt(pathOf(key), plan)])),
      ...Object.fromEntries(
        Object.entries(params.stats ?? {}).map(([name, each]) => [
          `request.stats.${name}`,
          originAt([...pathOf('stats'), name, ...(typeof each === 'string' ? [] : ['value'])], plan),
        ]),
      ),
      ...(params.header === undefined ? {} : { 'view.header': originAt(pathOf('header'), plan) }),
    },
    at,
    cost: 'external',
    how: how as unknown as Json,
    view: {
      number,
      header: params.header ?? '',
      column: id ?? String(number),
      aliases: others,
      ...(params.margins === true ? { margins: true } : {}),
      ...(params.show === undefined ? {} : { show: [...params.show] }),
      words: fitWords(language, language.called(params.call), ownStatistics(params)) as unknown as Json,
    },
  };
}

const ownStatistics = ({ stats = {} }: ColumnParams): OwnStatistic[] =>
  Object.entries(stats).map(([name, each]) =>
    typeof each === 'string' ? { name } : defined({ name, label: each.label, zh: each.zh }),
  );
