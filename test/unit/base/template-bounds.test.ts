/** A template does a bounded amount of work, whatever it says. */
import { describe, expect, it } from 'vitest';
import { layOut } from '../../../src/base/template/layout.ts';

const lay = await layOut();
const rows = Array.from({ length: 200 }, (_, i) => i);
const doubled = (depth: number): string =>
  `${Array.from(
    { length: depth },
    (_, i) => `{{#*inline "p${i}"}}${i === 0 ? 'x' : `{{> p${i - 1}}}{{> p${i - 1}}}`}{{/inline}}`,
  ).join('')}{{> p${depth - 1}}}`;

describe('a template', () => {
  it('has its blocks and partials', () => {
    const view = { rows: ['a', 'b'], is: true, of: { c: 'd' } };
    const text =
      '{{#each rows}}{{this}}{{#unless @last}}-{{/unless}}{{else}}none{{/each}}{{#if is}}{{> table}}{{/if}}{{#with of}}{{c}}{{/with}}';
    expect(lay(text, view, { table: '[{{#each rows}}{{@index}}{{/each}}]' })).toBe('a-b[01]d');
    expect(lay('{{#each none}}x{{else}}no row{{/each}}', { none: [] }, {})).toBe('no row');
    expect(lay(doubled(8), {}, {})).toBe('x'.repeat(128));
  });

  it.each([
    ['{{#each rows}}{{#each @root.rows}}{{#each @root.rows}}.{{/each}}{{/each}}{{/each}}', 'more than 1000000 times'],
    [doubled(40), 'more than 1000000 times'],
    ['{{#*inline "own"}}x{{> own}}{{/inline}}{{> own}}', 'more than 100 deep'],
    [`{{#each rows}}${'long '.repeat(100_000)}{{/each}}`, 'more than 50000000 characters'],
  ])('ends by a refusal: %.60s', (text, says) => {
    expect(() => lay(text, { rows }, {})).toThrow(says);
    expect(lay('{{#each rows}}.{{/each}}', { rows }, {})).toHaveLength(200);
  });
});
