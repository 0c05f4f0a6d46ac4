/** Stand-ins for the programs of Slurm, PBS, LSF and SGE: workers are processes of this machine, begun at once. For what needs no scheduler, on machines that have none. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { attempt } from '../../src/base/attempt.ts';

/** Lines of shell that begin the tasks of `script.$job`, one process each, and note them. */
const begin = (
  first: number,
  variables: string,
  log: string,
): string => `[ -e unshared ] && sed -i "s#^lane='.*'#lane='/nowhere/lane'#" "script.$job"
[ -e waits ] && cp waits "waits.$job"
[ -e later ] && [ -s tasks ] && cp later "waits.$job"
for task in $(seq ${first} "$last"); do
  ${variables} setsid sh -c "while [ -e waits.$job ]; do sleep 0.1; done; exec sh script.$job" >>"${log}" 2>&1 </dev/null &
  echo "$job $task $!" >>tasks
done
if [ -e slow ] && [ "$job" != 100 ]; then sleep 2; fi`;

/** Lines of shell that print a line for each task, by its state. */
const states = (waiting: string, running: string, ended: string): string => `while read -r job task process; do
  if [ -e "waits.$job" ]; then why=$(cat "waits.$job"); ${waiting}
  elif [ -e unaware ] || grep -q '^State:.[RSD]' "/proc/$process/status" 2>/dev/null; then ${running}; else ${ended}; fi
done <tasks`;

const NEXT = 'job=$(($(wc -l <tasks) + 100))';
const KILL = 'while read -r job task process; do kill -9 "-$process" 2>/dev/null; done <tasks';

/** Ends the arrays `JOB` and the tasks `JOB[TASK]` that are named. */
const KILL_NAMED = `for named in "$@"; do
  while read -r job task process; do
    case "$named" in "$job" | "$job[$task]") kill -9 "-$process" 2>/dev/null;; esac
  done <tasks
done`;

const PROGRAMS = {
  slurm: {
    sbatch: `${NEXT}
cat >"script.$job"
asked=$(printf '%s\\n' "$@" | sed -n 's/^--mem=\\([0-9]*\\)M$/\\1/p')
[ ! -e most ] || [ "\${asked:-0}" -le "$(cat most)" ] || { echo 'sbatch: error: Memory specification can not be satisfied' >&2; exit 1; }
case "$* " in *'--partition=nowhere '*) echo 'sbatch: error: invalid partition specified: nowhere' >&2; exit 1;; esac
last=$(printf '%s\\n' "$@" | sed -n 's/^--array=0-//p')
logs=$(printf '%s\\n' "$@" | sed -n 's/^--output=\\(.*\\)\\/%A.%a$/\\1/p')
${begin(0, 'SLURM_ARRAY_JOB_ID=$job SLURM_ARRAY_TASK_ID=$task', '$logs/$job.$task')}
echo "$job"`,
    squeue: states('echo "$job $task PENDING $why"', 'echo "$job $task RUNNING"', 'echo "$job $task COMPLETED"'),
    scancel: `case "$* " in *'--state=PENDING '*) waiting='[ -e "waits.$job" ]';; *) waiting=true;; esac
while read -r job task process; do eval "$waiting" && kill -9 "-$process" 2>/dev/null; done <tasks`,
  },
  lsf: {
    bsub: `${NEXT}
cat >"script.$job"
while [ $# -gt 0 ]; do
  case "$1" in -J) last=\${2##*-}; last=\${last%]};; -o) logs=\${2%/%J.%I};; esac
  shift
done
${begin(1, 'LSB_JOBID=$job LSB_JOBINDEX=$task', '$logs/$job.$task')}
echo "Job <$job> is submitted to default queue <normal>."`,
    bjobs: `case "$1" in -p) ${states('echo "$job $task"', ':', ':')}; exit 0;; esac
${states('echo "$job $task PEND - $why"', 'echo "$job $task RUN - -"', 'echo "$job $task DONE - -"')}`,
    bkill: `case "$1" in -J) ${KILL};; *) ${KILL_NAMED};; esac`,
  },
  sge: {
    qsub: `${NEXT}
case "$* " in '-w e '*' -q nowhere '*) printf 'Unable to run job: error: no suitable queues.\\nExiting.\\n' >&2; exit 1;; esac
while [ $# -gt 0 ]; do
  case "$1" in -t) last=\${2#1-};; *) script=$1;; esac
  shift
done
cp "$script" "script.$job"
${begin(1, 'JOB_ID=$job SGE_TASK_ID=$task', '/dev/null')}
echo "$job.1-$last:1"`,
    // Of what has ended it says nothing.
    qstat: `case "$* " in *'-s p '*) running=false;; *) running=true;; esac
echo 'job-ID  prior   name       user         state submit/start at     queue                          slots ja-task-ID'
echo '------------------------------------------------------------------------------------------------------------------'
${states(
  'echo "    $job 0.00000 papermake- econ         qw    11/30/2026 10:00:00                                    1 $task"',
  '$running && echo "    $job 0.55500 papermake- econ         r     11/30/2026 10:00:01 all.q@node07                       1 $task"',
  ':',
)}`,
    qdel: `case "$2" in -t) range=$3; set -- $(for task in $(seq \${range%-*} \${range#*-}); do echo "$1[$task]"; done); ${KILL_NAMED};; *) ${KILL};; esac`,
  },
  pbs: {
    qsub: `${NEXT}
while [ $# -gt 0 ]; do
  case "$1" in -t) last=\${2#0-};; *) script=$1;; esac
  shift
done
cp "$script" "script.$job"
${begin(0, 'PBS_JOBID=$job[$task].server PBS_ARRAYID=$task', '/dev/null')}
echo "$job[].server"`,
    qstat: `case "$1" in -f) ${states('printf "Job Id: %s\\n    Job_Name = papermake\\n    job_state = Q\\n    comment = %s\\n\\n" "$job[$task].server" "$why"', ':', ':')}; exit 0;; esac
echo 'Job ID                    Name             User            Time Use S Queue'
${states(
  'echo "$job[$task].server papermake-0 econ 0 Q batch"',
  'echo "$job[$task].server papermake-0 econ 00:00:01 R batch"',
  'echo "$job[$task].server papermake-0 econ 00:00:01 C batch"',
)}`,
    qselect: `${states('echo "$job[].server"', ':', ':')} | sort -u`,
    qdel: KILL_NAMED,
  },
} as const;

export class StandIn {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'papermake-stand-in-'));

  /** `programs`: of which scheduler. */
  constructor(programs: keyof typeof PROGRAMS = 'slurm') {
    mkdirSync(this.#at('bin'));
    for (const name of ['calls', 'tasks', 'arguments']) writeFileSync(this.#at(name), '');
    for (const [name, lines] of Object.entries(PROGRAMS[programs])) this.#program(name, lines);
  }

  #at(...names: string[]): string {
    return path.join(this.folder, ...names);
  }

  #program(name: string, lines: string): void {
    const text = `#!/bin/sh\ncd ${this.folder}\necho ${name} >>calls\necho "${name} $*" >>arguments\n${lines}\nexit 0\n`;
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

  /** Arrays after the first are taken and not begun, for a reason. */
  holdLater(reason: string): void {
    writeFileSync(this.#at('later'), reason);
  }

  /** Of arrays after the first it is told late that they were taken. */
  answerLater(): void {
    writeFileSync(this.#at('slow'), '');
  }

  /** From now on nothing is taken that asks for more MiB. */
  limit(most: number): void {
    writeFileSync(this.#at('most'), String(most));
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

  /** What a program was called with, each time. */
  argumentsOf(name: string): string[] {
    const lines = readFileSync(this.#at('arguments'), 'utf8').split('\n');
    return lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
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
