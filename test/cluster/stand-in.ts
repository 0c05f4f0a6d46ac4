/** Stand-ins for Slurm's programs: workers are processes of this machine, begun at once. For what needs no scheduler, on machines that have none. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { attempt } from '../../src/base/attempt.ts';

export class StandIn {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'papermake-stand-in-'));

  constructor() {
    mkdirSync(this.#at('bin'));
    writeFileSync(this.#at('calls'), '');
    writeFileSync(this.#at('tasks'), '');
    this.#program(
      'sbatch',
      `job=$(($(wc -l <tasks) + 100))
cat >"script.$job"
grep -q -- '--partition=nowhere' "script.$job" && { echo 'sbatch: error: invalid partition specified: nowhere' >&2; exit 1; }
[ -e unshared ] && sed -i "s#^lane='.*'#lane='/nowhere/lane'#" "script.$job"
last=$(sed -n 's/^#SBATCH --array=0-//p' "script.$job")
logs=$(sed -n 's/^#SBATCH --output="\\(.*\\)\\/%A.%a"/\\1/p' "script.$job")
[ -e waits ] && cp waits "waits.$job"
for task in $(seq 0 "$last"); do
  SLURM_ARRAY_JOB_ID=$job SLURM_ARRAY_TASK_ID=$task setsid sh -c "while [ -e waits.$job ]; do sleep 0.1; done; exec sh script.$job" >>"$logs/$job.$task" 2>&1 </dev/null &
  echo "$job $task $!" >>tasks
done
echo "$job"`,
    );
    this.#program(
      'squeue',
      `while read -r job task process; do
  if [ -e "waits.$job" ]; then echo "$job $task PENDING $(cat "waits.$job")"
  elif [ -e unaware ] || grep -q '^State:.[RSD]' "/proc/$process/status" 2>/dev/null; then echo "$job $task RUNNING"; else echo "$job $task COMPLETED"; fi
done <tasks`,
    );
    this.#program('scancel', `while read -r job task process; do kill -9 "-$process" 2>/dev/null; done <tasks`);
  }

  #at(...names: string[]): string {
    return path.join(this.folder, ...names);
  }

  #program(name: string, lines: string): void {
    const text = `#!/bin/sh\ncd ${this.folder}\necho ${name} >>calls\n${lines}\nexit 0\n`;
    writeFileSync(this.#at('bin', name), text, { mode: 0o755 });
  }

  /** A `PATH` with these programs before all others. */
  get path(): string {
    return `${this.#at('bin')}:${process.env.PATH}`;
  }

  without(name: string): void {
    rmSync(this.#at('bin', name));
  }

  /** From now on workers do not see the spool. */
  unshare(): void {
    writeFileSync(this.#at('unshared'), '');
  }

  /** From now on arrays are taken and not begun, for a reason; those that were taken so never begin until `begin` is called. */
  hold(reason: string): void {
    writeFileSync(this.#at('waits'), reason);
  }

  /** Arrays that come from now on are begun at once. */
  admit(): void {
    rmSync(this.#at('waits'));
  }

  /** Begins what was held. */
  begin(): void {
    for (const name of readdirSync(this.folder)) if (name.startsWith('waits')) rmSync(this.#at(name));
  }

  /** All workers and their scripts end at once, and the scheduler does not notice, as when a machine's power goes. */
  blackOut(): void {
    writeFileSync(this.#at('unaware'), '');
    this.end();
  }

  /** Ends all workers and their scripts. */
  end(): void {
    this.begin();
    for (const id of this.alive) attempt(() => process.kill(-id, 'SIGKILL'));
  }

  /**
   * What the environment of papermake and its workers holds so that files below `.papermake/spool` are refused as by a full disk while a
   * file `full` lies beside these programs: no right to mount one is needed.
   */
  get diskOptions(): string {
    const file = this.#at('disk.cjs');
    writeFileSync(
      file,
      `const fs = require('node:fs');
const { writeFileSync, existsSync } = fs;
fs.writeFileSync = (path, ...more) => {
  if (String(path).includes('/.papermake/spool/') && existsSync(${JSON.stringify(this.#at('full'))}))
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', errno: -28, syscall: 'write' });
  return writeFileSync(path, ...more);
};
require('node:module').syncBuiltinESMExports();`,
    );
    return `--require ${file}`;
  }

  fill(): void {
    writeFileSync(this.#at('full'), '');
  }

  makeRoom(): void {
    rmSync(this.#at('full'));
  }

  calls(name: string): number {
    return readFileSync(this.#at('calls'), 'utf8')
      .split('\n')
      .filter((each) => each === name).length;
  }

  /** Processes of batch scripts that are at work. */
  get alive(): number[] {
    const lines = readFileSync(this.#at('tasks'), 'utf8').trim().split('\n');
    return lines.map((line) => Number(line.split(' ')[2])).filter((id) => id > 0 && isAlive(id));
  }

  dispose(): void {
    this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A process that has ended and that nobody has asked for is none. */
const isAlive = (id: number): boolean =>
  /^State:\s[RSD]/m.test(attempt(() => readFileSync(`/proc/${id}/status`, 'utf8')) ?? '');
