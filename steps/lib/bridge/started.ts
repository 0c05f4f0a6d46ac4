/** Says what a node of another language starts: for users who are asked whether it may, and for clusters whose workers must have it. */
import { realpathSync } from 'node:fs';
import { attempt } from '../../../src/base/attempt.ts';
import { defined } from '../../../src/base/defined.ts';
import type { Json } from '../../../src/base/json.ts';
import { foundProgram } from '../../../src/base/system/found-program.ts';
import type { NeededPackage, NeededProgram } from '../../../src/engine/step.ts';
import { startedText } from '../command/started.ts';
import { homes } from './homes.ts';
import type { BridgeCall, BridgeNodeParams } from './keys.ts';
import { languageOf } from './languages.ts';

export function startedCall(params: Json): string {
  const { language, request } = params as unknown as BridgeNodeParams;
  return `${languageOf(language).title}: ${startedText(request.call)}`;
}

/** The program that a call of another language needs. */
export function neededByCall(params: Json, how: Json | undefined): readonly NeededProgram[] {
  const { env } = params as unknown as BridgeNodeParams;
  return [defined({ names: (how as unknown as BridgeCall).sought, path: env.PATH })];
}

/** The packages that calls name, apart from those that may be absent; none where the program itself is missing. */
export function neededPackages(params: Json, how: Json | undefined): readonly NeededPackage[] {
  const { language: kind, packages, env } = params as unknown as AskedPackages;
  const language = languageOf(kind);
  const { sought } = how as unknown as BridgeCall;
  const program = foundProgram(sought, env.PATH);
  if (program === undefined) return [];
  const place = { path: attempt(() => realpathSync(program)) ?? program, env: { ...homes(), ...env } };
  return packages
    .filter((name) => !name.endsWith('?') && language.isBuiltIn?.(name) !== true)
    .map((name) => ({ name, files: language.packageFiles(name, place), install: language.installs(name) }));
}

interface AskedPackages {
  readonly language: string;
  readonly packages: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}
