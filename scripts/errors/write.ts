/** Writes docs/errors.md: every code with what papermake says. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorsPage } from './page.ts';

writeFileSync(path.resolve(import.meta.dirname, '../../docs/errors.md'), errorsPage());
