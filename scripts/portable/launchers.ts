/** The script that a user calls: it runs the papermake beside it by the Node beside it, wherever the folder lies. */
import { isWindows, type Platform } from './platforms.ts';

/** The program's path in the folder that the archive holds. */
export const PROGRAM = 'lib/node_modules/papermake/dist/papermake.js';

export interface Launcher {
  readonly name: string;
  readonly text: string;
}

/** For a POSIX shell. It may be called through links, and from any folder. */
const posix = `#!/bin/sh
# Runs papermake by the Node in this folder.
self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=$(dirname "$self")/$link ;;
  esac
done
here=$(CDPATH= cd "$(dirname "$self")" && pwd -P) || exit 1
case $0 in
  */*) PAPERMAKE_LAUNCHER=$0 ;;
  *) PAPERMAKE_LAUNCHER=$here/papermake ;;
esac
export PAPERMAKE_LAUNCHER
exec "$here/node/node" "$here/${PROGRAM}" "$@"
`;

const windows = `@echo off
rem Runs papermake by the Node in this folder.
setlocal disabledelayedexpansion
set "PAPERMAKE_LAUNCHER=%~f0"
"%~dp0node\\node.exe" "%~dp0${PROGRAM.replaceAll('/', '\\')}" %*
`;

export const launcherOf = (platform: Platform): Launcher =>
  isWindows(platform)
    ? { name: 'papermake.cmd', text: windows.replaceAll('\n', '\r\n') }
    : { name: 'papermake', text: posix };
