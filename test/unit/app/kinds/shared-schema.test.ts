/** Schemas that stand in several places are written once, and the document says the same. */
import { describe, expect, it } from 'vitest';
import { sharing } from '../../../../src/app/kinds/shared-schema.ts';

type Part = Readonly<Record<string, any>>;

/** The document with every reference to what was shared put back. */
function unshared(document: Part, own: readonly string[]): Part {
  const back = (value: any): any => {
    if (Array.isArray(value)) return value.map(back);
    if (typeof value !== 'object' || value === null) return value;
    const name = String(value.$ref ?? '').split('/')[2];
    if (name !== undefined && !own.includes(name)) return back(document.definitions[name]);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, back(each)]));
  };
  const { definitions, ...rest } = document;
  return { ...back(rest), definitions: Object.fromEntries(own.map((name) => [name, back(definitions[name])])) };
}

const long = (word: string, more: Part = {}): Part => ({ type: 'string', description: word.repeat(60), ...more });
const nested = { type: 'object', description: 'y'.repeat(100), properties: { inner: long('abc') } };

describe('sharing', () => {
  it('writes what repeats once, under the key where it stands first', () => {
    const document = {
      definitions: {
        a: { properties: { vcov: long('abc'), deep: nested, few: { type: 'string' } } },
        b: {
          properties: { other: { anyOf: [{ type: 'string' }, long('abc')] }, again: nested, few: { type: 'string' } },
        },
      },
      properties: { defaults: { $ref: '#/definitions/a/properties/vcov' } },
    };
    const result = sharing(document) as Part;
    expect(Object.keys(result.definitions)).toEqual(['a', 'b', 'vcov_key', 'deep_key']);
    expect(result.definitions.b.properties).toEqual({
      other: { anyOf: [{ type: 'string' }, { $ref: '#/definitions/vcov_key' }] },
      again: { $ref: '#/definitions/deep_key' },
      few: { type: 'string' },
    });
    expect(result.definitions.deep_key.properties.inner).toEqual({ $ref: '#/definitions/vcov_key' });
    expect(unshared(result, ['a', 'b'])).toEqual(document);
  });

  it('leaves alone what stands in values that are no schemas, and names nothing twice', () => {
    const examples = [long('abc'), long('abc')];
    const document = {
      definitions: {
        x_key: { properties: { x: long('abc', { examples }), one: { items: long('xyz') } } },
        b: { properties: { x: long('abc', { examples }), two: { properties: { x: long('xyz') } } } },
      },
    };
    const result = sharing(document) as Part;
    expect(Object.keys(result.definitions)).toEqual(['x_key', 'b', 'x_key_2', 'one_key']);
    expect(result.definitions.x_key_2.examples).toEqual(examples);
    expect(unshared(result, ['x_key', 'b'])).toEqual(document);
  });

  it('repeats nothing where it has been', () => {
    const document = { definitions: { a: { properties: { x: nested } }, b: { properties: { y: nested, z: nested } } } };
    const once = sharing(document);
    expect(sharing(once as never)).toEqual(once);
  });
});
