/** Finds the folder in which an account keeps what belongs to no project. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { pathInside } from '../../base/system/path-inside.ts';

/** A file of papermake's in the folder where programs keep their state; undefined where there is no such folder, or it is in the project. */
export function stateFile(root: string, ...names: readonly string[]): string | undefined {
  const state = stateFolder();
  if (state === undefined) return undefined;
  const file = join(state, 'papermake', ...names);
  return pathInside(root, file) === undefined ? file : undefined;
}

/** The folder for programs' state, by the XDG base directory specification or the system's custom. */
function stateFolder(): string | undefined {
  const { XDG_STATE_HOME: state = '', LOCALAPPDATA: local = '' } = process.env;
  if (isAbsolute(state)) return state;
  if (process.platform === 'win32') return isAbsolute(local) ? local : undefined;
  // None for an account that the system knows nothing of.
  const home = attempt(homedir);
  if (home === undefined || !isAbsolute(home)) return undefined;
  return join(home, process.platform === 'darwin' ? 'Library/Application Support' : '.local/state');
}
