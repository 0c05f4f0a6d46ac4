/** The functions of texts: how each is written. Characters are those of Unicode (code points), counted from 1. */
import type { FunctionSignature } from '../signature.ts';

const ofText = (
  form: string,
  takes: FunctionSignature['takes'] & {},
  more: Partial<FunctionSignature> = {},
): FunctionSignature => ({
  min: takes.length,
  max: takes.length,
  over: 'rows',
  takes,
  gives: 'text',
  ofData: true,
  form,
  ...more,
});

export const textSignatures: Readonly<Record<string, FunctionSignature>> = {
  trim: ofText('trim(x)', ['text']),
  lower: ofText('lower(x)', ['text']),
  upper: ofText('upper(x)', ['text']),
  length: { min: 1, max: 1, over: 'rows', takes: ['text'], ofData: true, form: 'length(x)' },
  substr: ofText('substr(x, 1, 4), substr(x, -2)', ['text', 'number', 'number'], { min: 2 }),
  replace: ofText('replace(x, "from", "to")', ['text', 'text', 'text']),
  concat: ofText('concat(a, "-", b)', ['any'], { max: null }),
  matches: ofText('matches(x, "^[0-9]{4}$")', ['text', 'pattern'], { gives: 'boolean' }),
  extract: ofText('extract(x, "[0-9]+"), extract(x, "(..)-(..)", 2)', ['text', 'pattern', 'number'], { min: 2 }),
  number: { min: 1, max: 1, over: 'rows', takes: ['text'], ofData: true, form: 'number(x)' },
};
