/** THE list of file formats that scripts of other languages read by themselves, by their names in a declaration. */
import { ownValue } from '../../../../../src/base/own-value.ts';
import { csv } from './csv.ts';
import { dta } from './dta.ts';
import type { RawFormat } from './format.ts';
import { xlsx } from './xlsx.ts';

const formats: Readonly<Record<string, RawFormat>> = { csv, dta, xlsx };

export const rawFormatOf = (name: string): RawFormat | undefined => ownValue(formats, name);
