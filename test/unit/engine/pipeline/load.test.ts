import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/base/canonical.ts';
import { inFileOrder, printProblems } from '../../../../src/base/print.ts';
import type { Kinds } from '../../../../src/engine/kinds.ts';
import { loadSpec } from '../../../../src/engine/pipeline/load.ts';
import { explain } from '../../../../src/engine/pipeline/validate.ts';
import { defineStep } from '../../../../src/engine/step.ts';

const model = defineStep({
  name: 'models',
  summary: 'regressions',
  params: Type.Object(
    {
      from: Type.Optional(Type.String()),
      fit: Type.String(),
      small: Type.Optional(Type.Union([Type.Boolean(), Type.Literal('xtreg'), Type.Literal('areg')])),
      winsorize: Type.Optional(
        Type.Union([
          Type.Array(Type.Number()),
          Type.Object({ at: Type.Array(Type.Number()) }, { additionalProperties: false }),
        ]),
      ),
    },
    { additionalProperties: false },
  ),
  run: () => ({}),
});
const kinds: Kinds = new Map([
  ['models', { name: 'models', kind: model, code: { digest: sha256(''), files: {}, packages: {} }, module: null }],
]);

const told = async (text: string): Promise<string> => {
  const loaded = loadSpec('pipeline.yaml', text, kinds);
  const explained = loaded.source ? await explain(loaded.misfits, loaded.source) : [];
  const inSchema = explained.flatMap(({ problems }) => problems);
  const problems = [...loaded.problems, ...inSchema];
  return printProblems(inFileOrder(problems), () => text);
};
const steps = (body: string): string => `papermake: 1\nsteps:\n${body}\n`;

describe('YAML traps are errors', () => {
  it.each([
    [
      'a value split at a comma',
      '  a: {kind: models, fit: y ~ x, z | id}',
      ['no value', 'split at the comma', 'quote a value that holds a comma'],
    ],
    ['a call split at a comma', '  a: {kind: models, fit: log(y, 2) ~ x}', ['unbalanced parentheses', 'quote']],
    ['a value cut at a hash', '  a:\n    kind: models\n    fit: y ~ f(x #1)', ['ends at ` #`', 'quote the value']],
    [
      'a duplicate key',
      '  a: {kind: models, fit: y ~ x}\n  a: {kind: models, fit: y ~ z}',
      ['`a` is given twice; the first is in line 3'],
    ],
    ['a number that is a key twice', '  a: {kind: models, fit: y ~ x, 1: 2, "1": 3}', ['`1` is given twice']],
    ['an alias', '  a: &a {kind: models, fit: y ~ x}\n  b: *a', ['aliases']],
    ['an infinite number', '  a: {kind: models, fit: y ~ x, winsorize: [.inf, 1]}', ['not a finite number']],
    ['a number too large', '  a: {kind: models, fit: y ~ x, winsorize: [12345678901234567890, 1]}', ['more digits']],
    ['a tab', '  a:\n\tkind: models', ['the YAML cannot be read']],
  ])('%s', async (_, body, words) => {
    const text = await told(steps(body));
    for (const word of words) expect(text).toContain(word);
    expect(text).toMatch(/^pipeline\.yaml:\d+:\d+ {2}/);
  });

  it('a true comment, text in quotes and a hash within a word are fine', async () => {
    expect(
      await told(
        steps(
          '  a: {kind: models, fit: "y ~ f(x, z) #1"} # comment\n  b:\n    kind: models\n    fit: y ~ x#1 # comment',
        ),
      ),
    ).toBe('');
  });
});

describe('the schema', () => {
  it('reports everything at once, in file order, with what was expected', async () => {
    const text = await told(`papermake: 2
titel: A
steps:
  a: {kind: modles, fit: y}
  b: {kind: models, fitt: y}
  c: {kind: models, fit: 3, small: areq}
  d: {kind: models, fit: y, winsorize: {att: [1]}}
  e: {fit: y}
  4f: {kind: models, fit: y}
`);
    expect(text).toMatchInlineSnapshot(`
      "pipeline.yaml:1:12  expected \`1\`, got \`2\`
          papermake: 2
                     ~
      
      pipeline.yaml:2:1  unknown key \`titel\`
          titel: A
          ~~~~~
      hint: did you mean \`title\`?
      
      pipeline.yaml:4:13  unknown step kind \`modles\`
          a: {kind: modles, fit: y}
                    ~~~~~~
      hint: did you mean \`models\`?
      
      pipeline.yaml:5:3  \`fit\` is missing
          b: {kind: models, fitt: y}
          ~
      
      pipeline.yaml:5:21  unknown key \`fitt\`
          b: {kind: models, fitt: y}
                            ~~~~
      hint: did you mean \`fit\`?
      
      pipeline.yaml:6:26  expected a text, got \`3\`
          c: {kind: models, fit: 3, small: areq}
                                 ~
      
      pipeline.yaml:6:36  expected \`true\` or \`false\`, or \`xtreg\`, or \`areg\`, got \`areq\`
          c: {kind: models, fit: 3, small: areq}
                                           ~~~~
      hint: did you mean \`areg\`?
      
      pipeline.yaml:7:29  \`at\` is missing
          d: {kind: models, fit: y, winsorize: {att: [1]}}
                                    ~~~~~~~~~
      
      pipeline.yaml:7:41  unknown key \`att\`
          d: {kind: models, fit: y, winsorize: {att: [1]}}
                                                ~~~
      hint: did you mean \`at\`?
      
      pipeline.yaml:8:3  \`kind\` is missing in step \`e\`
          e: {fit: y}
          ~
      hint: kinds: models
      
      pipeline.yaml:9:3  a step's name consists of letters, digits, \`_\` and \`-\`, got \`4f\`
          4f: {kind: models, fit: y}
          ~~"
    `);
  });

  it('keeps the written order of steps whose names look like numbers', async () => {
    const { spec } = loadSpec(
      'p.yaml',
      'papermake: 1\nsteps:\n  b: {kind: models, fit: y}\n  a: {kind: models, fit: y}\n',
      kinds,
    );
    expect(spec?.names).toEqual(['b', 'a']);
  });

  it('lays defaults under a plain step and validates them', async () => {
    const { spec } = loadSpec(
      'p.yaml',
      'papermake: 1\ndefaults: {models: {fit: y ~ x}}\nsteps:\n  a: {kind: models}\n',
      kinds,
    );
    expect(spec?.step(spec.names[0]!)?.params).toEqual({ fit: 'y ~ x' });
    expect(await told('papermake: 1\ndefaults: {models: {fits: y}}\nsteps:\n  a: {kind: models, fit: y}\n')).toContain(
      'unknown key `fits`',
    );
  });

  it('takes from the defaults what a step of a kind that expands itself must have, and nothing else', async () => {
    const expanding = { ...model, run: undefined, expand: () => [] } as unknown as typeof model;
    const known: Kinds = new Map([['models', { ...kinds.get('models')!, kind: expanding }]]);
    const text = (own: string): string =>
      `papermake: 1\ndefaults: {models: {fit: y ~ x, small: xtreg}}\nsteps:\n  a: {${own}}\n`;
    const paramsOf = (own: string) => {
      const { spec, problems, misfits } = loadSpec('p.yaml', text(own), known);
      expect([problems, misfits]).toEqual([[], []]);
      return spec!.step(spec!.names[0]!)!.params;
    };
    expect(paramsOf('kind: models')).toEqual({ fit: 'y ~ x' });
    expect(paramsOf('kind: models, fit: y ~ z')).toEqual({ fit: 'y ~ z' });
  });
});
