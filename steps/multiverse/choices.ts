/** Compiles the choices of a multiverse to specs: what each dimension offers, and the options that each spec took. */
import { inText } from '../../src/base/text/text-problem.ts';
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import { swapIn } from '../../src/econ/compile/edits.ts';
import type { SpecKeys } from '../../src/econ/compile/keys.ts';
import { compileVariables } from '../../src/econ/compile/variable-list.ts';
import { termKey } from '../../src/econ/formula/factor.ts';
import type { SpecificationParams } from '../../src/econ/multiverse/specification.ts';
import type { Dimension } from '../../src/econ/multiverse/summary.ts';
import { type ModelSpec, termOf } from '../../src/econ/spec.ts';
import { MOST_NODES, type PlanContext, type YamlPath } from '../../src/engine/step.ts';
import { keyComplaint } from '../lib/frame-source.ts';
import type { OneModel } from '../lib/models/one-model.ts';
import type { Choices } from './keys.ts';

export interface Multiverse {
  readonly specifications: readonly SpecificationParams[];
  readonly dimensions: readonly Dimension[];
}

interface ChoiceRequest {
  readonly model: OneModel;
  /** Canonical. */
  readonly of: string;
  readonly choices: Choices;
  /** The place of the key `choices`. */
  readonly path: YamlPath;
  readonly plan: PlanContext;
}

/** The choices besides controls: each option edits the model. */
interface Edits {
  readonly is: Dimension['is'];
  readonly name: string | null;
  readonly options: readonly Option[];
}

interface Option {
  readonly text: string;
  readonly keys: SpecKeys;
  /** Canonical outcome, where that is chosen. */
  readonly outcome?: string;
  readonly path: YamlPath;
}

/** A set of controls that a specification may have, as terms of the fullest model, and the options that it stands for. */
interface ControlSet {
  readonly has: ReadonlySet<string>;
  readonly made: readonly number[];
}

interface Controls {
  readonly dimensions: readonly Omit<Dimension, 'made'>[];
  /** Terms that the fullest model has besides the model's own. */
  readonly added: readonly string[];
  /** Canonical terms that some specification is without. */
  readonly varying: readonly string[];
  readonly sets: readonly ControlSet[];
}

/**
 * All combinations of the choices, controls slowest, each subset after those of the controls listed before it: a control at the end of the list
 * adds specifications after the others, and renames none. A combination that comes to the same as an earlier one is left out. undefined after
 * a complaint.
 */
export function compileChoices(asked: ChoiceRequest): Multiverse | undefined {
  const controls = controlsOf(asked);
  const edits = controls && editsOf(asked);
  if (controls === undefined || edits === undefined) return undefined;
  const combinations = edits.reduce((product, { options }) => product * options.length, 1);
  const count = combinations * controls.sets.length;
  if (count > MOST_NODES) {
    const message = `the choices make ${count} specifications, and a step has at most ${MOST_NODES} nodes`;
    const hint = 'offer fewer: every control that may be left out doubles their number';
    return void asked.plan.complain({ code: 'too-many-nodes', message, path: asked.path, key: true, hint });
  }
  const full = compiled(
    { ...(controls.added.length === 0 ? {} : { add: controls.added }) },
    asked.model,
    asked,
    'controls',
  );
  if (full === undefined) return undefined;
  const models = combined(edits).map((made) => modelOf(made, edits, full, controls, asked));
  if (models.includes(undefined)) return undefined;
  return specificationsOf(models as EditedModel[], controls, edits);
}

interface EditedModel {
  readonly spec: ModelSpec;
  readonly of: string;
  /** The option of each edit. */
  readonly made: readonly number[];
  /** The text that each varying control has in this model. */
  readonly renamed: ReadonlyMap<string, string>;
}

function specificationsOf(models: readonly EditedModel[], controls: Controls, edits: readonly Edits[]): Multiverse {
  const dimensions = [
    ...controls.dimensions,
    ...edits.map(({ is, name, options }) => ({ is, name, options: options.map(({ text }) => text) })),
  ];
  const made: number[][] = dimensions.map(() => []);
  const besides = models.map(({ spec, of }) => JSON.stringify([{ ...spec, terms: null }, of]));
  const seen = new Set<string>();
  const specifications: SpecificationParams[] = [];
  for (const { has, made: ofControls } of controls.sets) {
    for (const [i, { spec, of, made: ofEdits, renamed }] of models.entries()) {
      const gone = new Set(controls.varying.filter((term) => !has.has(term)).map((term) => renamed.get(term)!));
      const terms = gone.size === 0 ? spec.terms : spec.terms.filter((term) => !gone.has(term));
      const key = `${terms.join('\n')}\n${besides[i]}`;
      if (seen.has(key)) continue;
      seen.add(key);
      specifications.push({ model: { ...spec, terms }, of });
      for (let d = 0; d < made.length; d++) made[d]!.push(ofControls[d] ?? ofEdits[d - ofControls.length]!);
    }
  }
  return { specifications, dimensions: dimensions.map((each, d) => ({ ...each, made: made[d]! })) };
}

/** Options of each edit, the last one fastest. */
function combined(edits: readonly Edits[]): number[][] {
  return edits.reduce<number[][]>(
    (found, { options }) => found.flatMap((made) => options.map((_, option) => [...made, option])),
    [[]],
  );
}

function modelOf(
  made: readonly number[],
  edits: readonly Edits[],
  full: OneModel,
  { varying }: Controls,
  asked: ChoiceRequest,
): EditedModel | undefined {
  const chosen = made.map((option, i) => edits[i]!.options[option]!);
  const swap = Object.assign({}, ...chosen.map(({ keys }) => keys.swap ?? {})) as Record<string, string>;
  const keys = Object.assign({}, ...chosen.map(({ keys }) => keys)) as SpecKeys;
  const said = chosen.findLast(({ keys: own }) => Object.keys(own).length > 0);
  const isSwapped = Object.keys(swap).length > 0;
  const edited = compiled({ ...keys, ...(isSwapped ? { swap } : {}) }, full, asked, said?.path);
  if (edited === undefined) return undefined;
  const outcome = chosen.find((option) => option.outcome !== undefined)?.outcome;
  const spec = outcome === undefined ? edited.spec : { ...edited.spec, outcome };
  const renamed = new Map(varying.map((term) => [term, swapIn(term, swap)]));
  return { spec, of: swapIn(asked.of, swap), made, renamed };
}

/** An edit of a model; complains at `at`, a path or a key of the choices. */
function compiled(
  keys: SpecKeys,
  model: OneModel,
  { path, plan }: ChoiceRequest,
  at?: string | YamlPath,
): OneModel | undefined {
  if (Object.keys(keys).length === 0) return model;
  const { specs, problems } = compileColumn(keys, model, model.source.context);
  const place = at === undefined ? path : typeof at === 'string' ? [...path, at] : at;
  for (const problem of problems) {
    const { within: _, ...complaint } = keyComplaint({ ...problem, below: [] }, () => place);
    plan.complain(complaint);
  }
  const sloped = specs.some(({ slopes }) => slopes !== undefined);
  if (sloped && problems.length === 0) {
    const hint = 'slopes are terms too: `i(id):t`';
    plan.complain({
      code: 'unsupported',
      message: '`multiverse` is not supported with slopes by group',
      path: place,
      hint,
    });
  }
  return sloped || problems.length > 0 ? undefined : { ...model, spec: specs[0]! };
}

const same = (a: string, b: string): boolean => termKey(termOf(a)) === termKey(termOf(b));

function controlsOf(asked: ChoiceRequest): Controls | undefined {
  const { choices, model, of } = asked;
  const others = model.spec.terms.filter((term) => !same(term, of));
  const { controls } = choices;
  if (controls === undefined) {
    return { dimensions: [], added: [], varying: [], sets: [{ has: new Set(), made: [] }] };
  }
  if (controls === 'subsets')
    return subsetsOf(
      others.map((term) => [term]),
      others,
      asked,
    );
  if ('subsets' in controls) {
    const groups = groupsOf(controls.subsets, ['controls', 'subsets'], asked);
    return groups && subsetsOf(groups, others, asked);
  }
  const groups = groupsOf(
    controls.sets.map((set) => (set === false ? [] : set)),
    ['controls', 'sets'],
    asked,
  );
  return groups && setsOf(groups, others);
}

/** The terms of each item, canonical; undefined after a complaint. */
function groupsOf(
  items: readonly (string | readonly string[])[],
  below: YamlPath,
  { model, of, path, plan }: ChoiceRequest,
): string[][] | undefined {
  const isWhole = below.at(-1) === 'sets';
  let isWrong = false;
  const groups = items.flatMap((item, i) => {
    const texts = typeof item === 'string' ? [item] : item;
    const { variables, problems } = compileVariables(texts, model.source.context);
    const place = [...path, ...below, i];
    const complain = (problem: { code: string; message: string; hint?: string | undefined }): void => {
      isWrong = true;
      plan.complain({ ...problem, path: place });
    };
    for (const { code, message, hint } of problems.map(inText)) complain({ code, message, hint });
    const named = variables.map((text) => model.spec.terms.find((term) => same(term, text)) ?? text);
    if (named.some((term) => same(term, of))) {
      const message = `\`${of}\` is what every specification is about, and no control`;
      complain({ code: 'not-a-control', message });
    }
    // a `$set` stands for its members, each of which may be left out by itself
    return isWhole || typeof item !== 'string' ? [named] : named.map((term) => [term]);
  });
  return isWrong ? undefined : groups;
}

function subsetsOf(
  groups: readonly string[][],
  others: readonly string[],
  { path, plan }: ChoiceRequest,
): Controls | undefined {
  if (groups.length > 15) {
    const message = `every subset of ${groups.length} controls are ${2 ** Math.min(groups.length, 50)} sets, and a step has at most ${MOST_NODES} nodes`;
    return void plan.complain({ code: 'too-many-nodes', message, path: [...path, 'controls'], key: true });
  }
  const varying = groups.flat();
  const twice = varying.find((term, i) => varying.findIndex((each) => same(each, term)) < i);
  if (twice !== undefined) {
    const message = `\`${twice}\` stands twice among the controls that vary`;
    return void plan.complain({ code: 'duplicate-control', message, path: [...path, 'controls'] });
  }
  const sets = Array.from({ length: 1 << groups.length }, (_, bits): ControlSet => {
    const made = groups.map((__, j) => (bits >> j) & 1);
    return { has: new Set(groups.filter((___, j) => made[j] === 1).flat()), made };
  });
  return {
    dimensions: groups.map((group) => ({ is: 'control', name: group.join(', '), options: ['without', 'with'] })),
    added: varying.filter((term) => !others.includes(term)),
    varying,
    sets,
  };
}

function setsOf(groups: readonly string[][], others: readonly string[]): Controls {
  const all = [...new Set([...others, ...groups.flat()])];
  return {
    dimensions: [
      { is: 'controls', name: null, options: groups.map((group) => (group.length === 0 ? 'none' : group.join(', '))) },
    ],
    added: all.filter((term) => !others.includes(term)),
    varying: all,
    sets: groups.map((group, option) => ({ has: new Set(group), made: [option] })),
  };
}

function editsOf({ choices, model, path, plan }: ChoiceRequest): Edits[] | undefined {
  const { samples, outcomes, transforms, vcov, effects } = choices;
  let isWrong = false;
  const found: Edits[] = [];
  const add = (
    is: Dimension['is'],
    key: string,
    options: readonly Omit<Option, 'path'>[],
    name: string | null = null,
  ) => {
    const below = name === null ? [key] : [key, name];
    found.push({ is, name, options: options.map((option, i) => ({ ...option, path: [...path, ...below, i] })) });
  };
  if (samples !== undefined)
    add(
      'sample',
      'samples',
      samples.map((text) => ({ text, keys: text === 'all' ? {} : { sample: text } })),
    );
  if (outcomes !== undefined) {
    const terms = outcomes.map((text, i) => {
      const { variables, problems } = compileVariables([text], model.source.context);
      for (const { code, message, hint } of problems.map(inText)) {
        plan.complain({ code, message, hint, path: [...path, 'outcomes', i] });
      }
      if (problems.length === 0 && variables.length === 1) return variables[0]!;
      isWrong = true;
      if (problems.length === 0) {
        const message = `an outcome is one variable, got \`${text}\``;
        plan.complain({ code: 'one-variable', message, path: [...path, 'outcomes', i] });
      }
      return text;
    });
    add(
      'outcome',
      'outcomes',
      terms.map((outcome) => ({ text: outcome, keys: {}, outcome })),
    );
  }
  for (const [name, forms] of Object.entries(transforms ?? {}))
    add(
      'transform',
      'transforms',
      forms.map((text) => ({ text, keys: text === name ? {} : { swap: { [name]: text } } })),
      name,
    );
  if (vcov !== undefined)
    add(
      'vcov',
      'vcov',
      vcov.map((text) => ({ text, keys: { vcov: text } })),
    );
  if (effects !== undefined)
    add(
      'effects',
      'effects',
      effects.map((fe) => ({ text: fe === false ? 'none' : fe, keys: { fe } })),
    );
  return isWrong ? undefined : found;
}
