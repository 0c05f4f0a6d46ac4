/** Proves a package: unpacked in an empty folder, without a store and, where Linux allows it, without a network, it is run from nothing and its results are compared. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { removeInUse } from '../../base/system/remove.ts';
import { temporaryFolder } from '../../base/system/temporary-folder.ts';
import { EXIT } from '../command.ts';
import { packageFile } from '../place.ts';
import type { Contents } from './files.ts';
import { isStandIn, SYNTHETIC } from './stand-in/place.ts';
import { filesIn } from './write.ts';

export interface Proof {
  /** A package without its data is run on their stand-ins, and no results are compared. */
  readonly on: 'data' | 'stand-in data';
  /** Exit code of the run from nothing. */
  readonly code: number;
  /** Is true where the run had no network. */
  readonly offline: boolean;
  /** Results that the run wrote otherwise, or that only one of the two has. */
  readonly different: readonly string[];
  /** The number of results that are the same, byte for byte. */
  readonly same: number;
  readonly scripts: 'same values' | 'other values' | 'not run';
  /** The last lines that a failed run printed; empty after one that ended well. */
  readonly said: string;
}

const isOutput = (path: string): boolean => path.startsWith('out/');

/** `trusted`: lets the package's steps start programs. */
export function prove(all: Contents, pipeline: string, trusted: boolean): Proof {
  const drawn = new Map(
    [...all].flatMap(([path, bytes]) => (isStandIn(path) ? [[path.slice(SYNTHETIC.length + 1), bytes]] : [])),
  );
  const on = drawn.has(pipeline) ? 'stand-in data' : 'data';
  const files = on === 'data' ? all : drawn;
  const [folder, home] = [temporaryFolder(), temporaryFolder()];
  try {
    for (const [path, bytes] of files) {
      if (isOutput(path)) continue;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    const offline = canBeOffline();
    const start = (program: string, args: readonly string[], cwd: string) =>
      spawnSync(offline ? 'unshare' : program, offline ? ['-rn', '--', program, ...args] : args, {
        cwd,
        env: { ...process.env, HOME: home, XDG_STATE_HOME: home, LOCALAPPDATA: home, PAPERMAKE_TRUST: '' },
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      });
    const args = [packageFile('papermake.js'), 'run', '-f', pipeline, '--quiet', ...(trusted ? ['--trust'] : [])];
    const { status, stderr } = start(process.execPath, args, folder);
    const { same, different } = on === 'data' ? compared(files, folder) : { same: 0, different: [] };
    const scripts = join(folder, 'replication/r');
    const isThere =
      trusted && existsSync(join(scripts, 'main.R')) && start('Rscript', ['--version'], folder).status === 0;
    const ran = isThere ? start('Rscript', ['--vanilla', 'main.R'], scripts) : undefined;
    return {
      on,
      code: status ?? 1,
      offline,
      different,
      same,
      scripts: saidOf(ran),
      said: status === 0 ? '' : stderr.trimEnd().split('\n').slice(-20).join('\n'),
    };
  } finally {
    for (const each of [folder, home]) removeInUse(each);
  }
}

function compared(files: Contents, folder: string): Pick<Proof, 'same' | 'different'> {
  const made = attempt(() => filesIn(folder, 'out')) ?? [];
  const packed = [...files.keys()].filter(isOutput);
  const isSame = (path: string): boolean => {
    const bytes = files.get(path);
    return bytes !== undefined && made.includes(path) && readFileSync(join(folder, path)).equals(bytes);
  };
  const all = [...new Set([...packed, ...made])].sort();
  const different = all.filter((path) => !isSame(path));
  return { different, same: all.length - different.length };
}

/** Nothing is compared where a package of R is absent. */
function saidOf(ran: { readonly status: number | null; readonly stdout: string; readonly stderr: string } | undefined) {
  if (ran === undefined || /there is no package called/.test(`${ran.stdout}${ran.stderr}`)) return 'not run';
  return ran.status === 0 ? 'same values' : 'other values';
}

/** Tells whether a process may have a namespace of its own, in which there is no network. */
const canBeOffline = (): boolean =>
  process.platform === 'linux' && spawnSync('unshare', ['-rn', '--', 'true'], { stdio: 'ignore' }).status === 0;

/** Says whether a proof is passed. Claims of a paper need not hold of stand-in data. */
export const isPassed = ({ on, code, different, scripts }: Proof): boolean =>
  (code === EXIT.done || (on === 'stand-in data' && code === EXIT.claimFalse)) &&
  different.length === 0 &&
  scripts !== 'other values';

/** One line of what was proved, or of what was not. */
export function proofText({ on, code, offline, different, same, scripts, said }: Proof): string {
  const where = offline ? 'in an empty folder without a network' : 'in an empty folder';
  const lines = [
    on === 'data'
      ? `run from nothing ${where}: exit code ${code}, ${same} results the same byte for byte, ${different.length} not`
      : `run on stand-in data ${where}: exit code ${code}; no result is compared`,
    ...different.map((path) => `differs: ${path}`),
    ...(scripts === 'not run' ? ['R scripts: not run here'] : [`R scripts: ${scripts}`]),
    ...(said === '' ? [] : [said]),
  ];
  return lines.join('\n');
}
