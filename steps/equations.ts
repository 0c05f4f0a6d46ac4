/** The kind `equations`: the equations of models, for texts in LaTeX, Typst and Markdown. */
import { type Static, Type } from 'typebox';
import type { NodeId } from '../src/base/brand.ts';
import type { Json } from '../src/base/json.ts';
import { loops, optional, strict } from '../src/base/schema.ts';
import {
  defineStep,
  type NodeSpec,
  type PlanContext,
  type RunContext,
  type Step,
  type YamlPath,
} from '../src/engine/step.ts';
import type { Equations } from './lib/equation/equations.ts';
import { equationExtensions, equationFiles, type WrittenEquation } from './lib/equation/files.ts';
import { type EquationOptions, equationOptions } from './lib/equation/keys.ts';

const entry = strict({
  of: Type.String({ description: 'a column of models, or a step of another model: `baseline.main`' }),
  label: optional.text('by which texts refer to it: `eq:main` of an equation that is called `main`'),
  ...equationOptions,
});

const Params = strict({
  equations: Type.Record(Type.String(), Type.Union([Type.String(), entry]), {
    minProperties: 1,
    description:
      'the equations, each written to out/<step>/<equation>.*: the result that it is of, or that with options',
    ...loops,
  }),
  ...equationOptions,
});
type Params = Static<typeof Params>;

/** A node's parameters. */
export interface EquationParams extends WrittenEquation {
  readonly is: 'equation';
  /** Path of its files, without their extensions. */
  readonly path: string;
}

/** The kind, with the equations that it can write. */
export default (equations: Equations) =>
  defineStep({
    name: 'equations',
    summary: 'Equations of models for the paper, in LaTeX, Typst and Markdown',
    params: Params,
    artifact: 'files',
    expand: (step, plan) =>
      plan.keys([...step.path, 'equations']).flatMap((name) => equationNode(step, name, equations, plan) ?? []),
    run(context) {
      const given = (context as unknown as RunContext<EquationParams>).params;
      const files = Object.entries(equationFiles(given));
      const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
      return {
        type: 'files',
        parts: new Map(files.map(([extension, text]) => [`${given.path}.${extension}`, bytes(text)])),
      };
    },
  });

function equationNode(step: Step<Params>, name: string, equations: Equations, plan: PlanContext): NodeSpec | undefined {
  const said = step.params.equations[name]!;
  const place = [...step.path, 'equations', name];
  const { of, label = `eq:${name}`, ...own } = typeof said === 'string' ? { of: said } : said;
  const { equations: _, ...shared } = step.params;
  const options: EquationOptions = { ...step.defaults, ...shared, ...own };
  const at = (option: keyof EquationOptions | 'of'): YamlPath => {
    if (option === 'of') return typeof said === 'string' ? place : [...place, 'of'];
    if (option in own) return [...place, option];
    return option in shared ? [...step.path, option] : ['defaults', step.kind, option];
  };
  if (!/^[A-Za-z][\w:.-]*$/.test(label)) {
    const message = `\`${label}\` cannot be a label of LaTeX and Typst`;
    const path = typeof said === 'string' || said.label === undefined ? place : [...place, 'label'];
    return void plan.complain({
      code: 'bad-name',
      message,
      path,
      hint: '`label: eq:main`: letters, digits, `:`, `.`, `-`, `_`',
    });
  }
  const node = plan.node(of, at('of'));
  const tex = node && equations.formula({ node, options, at }, plan);
  if (tex === undefined) return undefined;
  const path = `out/${step.name}/${name}`;
  const params: EquationParams = { is: 'equation', path, tex, label, lang: options.lang ?? 'en' };
  return {
    id: `${step.name}.${name}` as NodeId,
    params: params as unknown as Json,
    inputs: {},
    outputs: equationExtensions.map((extension) => `${path}.${extension}`),
    at: place,
    origins: { tex: { path: at('of'), text: of } },
  };
}
