/** Names, snippets and words of other programs in the schema for editors: they are offered, and nothing is checked by them. */
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { schemaText } from '../../../../src/app/kinds/schema.ts';
import type { SchemaNames } from '../../../../src/app/kinds/schema-names.ts';
import { builtInKinds } from '../../../support/built-in.ts';

const names: SchemaNames = {
  steps: ['panel', 'main', 'main.a'],
  variables: ['income', 'age'],
  sets: ['$controls'],
  samples: ['late'],
};
type Part = Readonly<Record<string, any>>;
const plain = JSON.parse(schemaText(builtInKinds)) as Part;
const named = JSON.parse(schemaText(builtInKinds, names)) as Part;

/** Schema of a key of a kind, where it is shared too. */
function keyOf(kind: string, key: string): Part {
  const part: Part = named.definitions[kind].properties[key];
  return part.$ref === undefined ? part : named.definitions[part.$ref.split('/')[2]];
}

describe('names of a pipeline', () => {
  it('are examples where they may stand', () => {
    expect(keyOf('survival', 'from').examples).toEqual(names.steps);
    expect(keyOf('robustness', 'base').examples).toEqual(names.steps);
    expect(keyOf('survival', 'time').examples).toEqual(['income', 'age', '$controls']);
    expect(keyOf('survival', 'sample').examples).toEqual(['late']);
    expect(keyOf('describe', 'variables').items.examples).toEqual(['income', 'age', '$controls']);
  });

  it('stand at no key that prints a text, names something new or has words of its own', () => {
    for (const [kind, key] of [
      ['survival', 'interval'],
      ['models', 'header'],
      ['efficiency', 'name'],
    ] as const)
      expect(JSON.stringify(keyOf(kind, key)), key).not.toContain('income');
    expect(keyOf('models', 'estimator').anyOf[0].examples).not.toContain('income');
  });

  it('change nothing that is checked', () => {
    const step = { kind: 'survival', from: 'elsewhere', time: 'weeks', failure: 'died' };
    for (const schema of [plain, named]) {
      const validate = new Ajv({ strict: false }).compile(schema);
      expect(validate({ papermake: 1, steps: { km: step } })).toBe(true);
      expect(validate({ papermake: 1, steps: { km: { ...step, tiem: 'weeks' } } })).toBe(false);
    }
  });
});

describe('snippets', () => {
  const snippets = plain.definitions.step.defaultSnippets as readonly Part[];

  it('write each kind with the keys that it must have', () => {
    const shown = [...builtInKinds.values()].filter(({ kind }) => kind.internal !== true).map(({ name }) => name);
    expect(snippets.map(({ label }) => label)).toEqual(shown);
    const { body } = snippets.find(({ label }) => label === 'survival')!;
    expect(body).toEqual({ kind: 'survival', from: '${1:from}', time: '${2:time}', failure: '${3:failure}' });
    for (const { label, body: own } of snippets)
      for (const key of plain.definitions[label].required ?? []) expect(own, label).toHaveProperty(key);
  });

  it('say what other programs call it', () => {
    expect(snippets.find(({ label }) => label === 'survival')!.description).toContain('survdiff');
    expect(plain.definitions.survival.properties.kind.description).toContain('survdiff');
  });
});
