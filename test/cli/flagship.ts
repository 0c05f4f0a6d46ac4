/** The paper of this repository, whole or in part, for tests that run it. */
import { resolve } from 'node:path';

export const FLAGSHIP = resolve(import.meta.dirname, '../..');

/** Without its documents and their numbers: what takes longest, and changes no table. */
export const withoutDocuments = (pipeline: string): string =>
  pipeline
    .replace(/^ {2}# The paper itself[\s\S]*?(?=^ {2}# What the printed)/m, '')
    .replace(/^# Numbers of the paper[\s\S]*?(?=^# What the paper)/m, '');
