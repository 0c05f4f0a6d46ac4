/** A project with every way of writing: small and large results, own and built-in kinds, split levels, outputs. */
import { DATA, FILES, PIPELINE } from '../cli/paper.ts';

/** Its result is too large for the log and lies in a blob; its second output comes and goes with `long`. */
const LARGE = `import { defineStep, Type } from 'papermake/step';

export default defineStep({
  name: 'large',
  summary: 'a long text about a fit',
  params: Type.Object({ from: Type.String(), long: Type.Boolean() }, { additionalProperties: false }),
  expand(step, plan) {
    const { from, long } = step.params;
    const fit = plan.node(from, [...step.path, 'from']);
    const outputs = [\`out/\${step.name}.txt\`, ...(long ? [\`out/\${step.name}.more.txt\`] : [])];
    const inputs = fit ? { fit: { is: 'node', node: fit.id, parts: ['terms'] } } : {};
    return [{ id: step.name, params: { outputs }, inputs, outputs }];
  },
  run({ params, artifact }) {
    const terms = JSON.stringify(artifact('fit').json('terms'));
    const { outputs } = params as unknown as { outputs: string[] };
    const bytes = new TextEncoder().encode(\`\${terms}\\n\`.repeat(400));
    return { type: 'files', parts: new Map(outputs.map((path) => [path, bytes])) };
  },
});
`;

const withLarge = (pipeline: string, long: boolean): string =>
  pipeline.replace('  tables:\n', `  large: {kind: large, from: baseline.short, long: ${long}}\n  tables:\n`);

const BEFORE_PIPELINE = withLarge(PIPELINE, true);

/** Where every rebuild starts. */
export const BEFORE: Readonly<Record<string, string>> = {
  ...FILES,
  'steps/large.ts': LARGE,
  'pipeline.yaml': BEFORE_PIPELINE,
};

/** Data, parameters, code and a template change; a table, an output and a step go, another comes. */
export const AFTER: Readonly<Record<string, string>> = {
  ...BEFORE,
  'data/panel.csv': DATA.replace(/^(u1,2012,[^,]*),[^,]*/m, '$1,7.5'),
  'steps/lib/twice.ts': 'export const twice = (value: number): number => 2 * value + 1;\n',
  'templates/table.md.hbs': 'mine: {{caption}}\n',
  'pipeline.yaml': withLarge(PIPELINE, false)
    .replace('y ~ x + $controls | unit}', 'y ~ x + w | unit}')
    .replace('      about: {from: about, caption: The data}\n', '')
    .replace('      main:', '      again: {from: baseline, caption: Again}\n      main:'),
};

/** Steps and a table go, with their outputs; nothing else changes. */
export const REMOVED: Readonly<Record<string, string>> = {
  ...BEFORE,
  'pipeline.yaml': withLarge(PIPELINE, false)
    .replace(/ {2}large: .*\n/, '')
    .replace('      about: {from: about, caption: The data}\n', ''),
};

/** The same outputs with other contents. */
export const CHANGED: Readonly<Record<string, string>> = {
  ...BEFORE,
  'data/panel.csv': AFTER['data/panel.csv']!,
  'pipeline.yaml': BEFORE_PIPELINE.replace('caption: Results', 'caption: Other results'),
};
