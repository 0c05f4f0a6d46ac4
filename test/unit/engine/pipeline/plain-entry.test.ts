/** Tests that the fast reader of plain pipelines accepts nothing that the parser refuses. */
import { expect, it } from 'vitest';
import { readPipeline } from '../../../../src/engine/pipeline/source/entry-source.ts';

const told = (text: string): readonly string[] => readPipeline('p.yaml', text).problems.map(({ code }) => code);
const pipeline = (variables: string): string => `papermake: 1\nsteps:\n  a: {kind: x}\nvariables:\n  ${variables}\n`;

it('a key of more than 1024 characters is refused', () => {
  expect(told(pipeline(`${'x'.repeat(1000)}: {label: a}`))).toEqual([]);
  expect(told(pipeline(`${'x'.repeat(1100)}: {label: a}`))).toHaveLength(1);
});

it('bytes that are no text are refused in quotes, too', () => {
  expect(told(pipeline('x: {label: "a\ufffd"}'))).toEqual(['yaml-no-text']);
  expect(told('papermake: 1\nsteps:\n  a: {kind: "x\ufffd"}\n')).toEqual(['yaml-no-text']);
});
