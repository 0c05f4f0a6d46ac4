/** THE list of languages that steps hand their data to. */
import type { BridgeLanguage } from './language.ts';
import { python } from './python.ts';
import { r } from './r.ts';
import { stata } from './stata.ts';

const languages: readonly BridgeLanguage[] = [r, python, stata];

export function languageOf(kind: string): BridgeLanguage {
  const found = languages.find((language) => language.kind === kind);
  if (found === undefined) throw new Error(`no language is called \`${kind}\``);
  return found;
}
