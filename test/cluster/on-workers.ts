/** Programs on workers of a real Slurm: killed at every point of a command, and draws of R, with the bytes of one machine. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { absentFromR } from '../support/languages.ts';
import { until } from '../support/patience.ts';
import { drawnPanel } from './panel.ts';
import { shownResult } from './shown.ts';
import { below, kill, parentOf, type Slurm, workersOf } from './slurm.ts';

/** Points of a command: before it writes, after half of its output, after all of it, and when it has ended and its result is under way. */
const POINTS = ['started', 'half', 'written', 'ended'];

/** At each point that nobody has reached before, the command waits to be killed; at the last one it ends. */
const SCRIPT = `set -e
point() { [ -e "$MARKS/$1" ] || { : >"$MARKS/$1"; [ "$1" = ended ] || sleep 600; }; }
point started
printf half >out.txt
point half
echo ' and whole' >>out.txt
point written
point ended
`;

const pipeline = (marks: string): string => `papermake: 1
executors: {hpc: {is: slurm, workers: 2, ask: 2, silence: 10}}
steps:
  made: {kind: command, run: [sh, script.sh], files: [script.sh], env: {MARKS: ${JSON.stringify(marks)}}, outputs: {out.txt: file}, on: hpc}
`;

const draws = (workers: number): string => `papermake: 1
executors: {hpc: {is: slurm, workers: ${workers}, cpus: 2}}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  boot:
    kind: r
    from: panel
    columns: [y, x]
    call: lm(y ~ x, data)
    draws: {call: "coef(lm(y ~ x, data[sample(nrow(data), replace = TRUE), ]))", number: 240, seed: 5}
    vcov: cov(draws)
    on: hpc
`;

type Victim = 'worker' | 'script' | 'submitter' | 'node';

/** The tests, on the Slurm of the environment. */
export function onWorkers(slurm: () => Slurm): void {
  let project: Project;
  afterEach(async () => {
    await project.run('cancel');
    project.dispose();
  });

  it.each<Victim>(['worker', 'script', 'submitter', 'node'])(
    'gives a whole output or none where its %s is killed at every point of a command',
    { timeout: 1_800_000 },
    async (victim) => {
      project = new Project({ 'script.sh': SCRIPT });
      const marks = project.path('marks');
      mkdirSync(marks);
      project.write('pipeline.yaml', pipeline(marks));
      let running = project.start();
      for (const point of POINTS) {
        await until(point, () => existsSync(path.join(marks, point)));
        expect(project.has('out/made/out.txt')).toBe(false);
        if (victim === 'submitter') {
          for (const each of below(running.child.pid!)) kill(each);
          await running.ended;
          // What it left on the cluster goes on and waits at its point, so that the worker is killed there too.
          for (const each of workersOf(project.root)) kill(each);
          running = project.start();
        } else if (victim === 'node') {
          for (const name of slurm().names()) {
            slurm().killNode(name);
            slurm().startNode(name);
          }
          slurm().restoreNodes();
        } else
          for (const each of workersOf(project.root)) {
            if (victim === 'script') kill(parentOf(each));
            kill(each);
          }
      }
      const restoring = setInterval(() => slurm().restoreNodes(), 2000);
      const { code, stderr } = await running.ended;
      clearInterval(restoring);
      expect(code, stderr).toBe(0);
      expect(project.read('out/made/out.txt')).toBe('half and whole\n');
      expect(await project.make()).toMatchObject({ ran: [], failed: [] });
    },
  );

  it.skipIf(absentFromR([]).length > 0)(
    'gives the bits of one machine to draws of R, by one worker and by three',
    async () => {
      const files = { 'data.csv': drawnPanel(20, 10, ['x'], 3) };
      project = new Project({ ...files, 'pipeline.yaml': draws(1) });
      await project.make(['--on', 'local']);
      const alone = await shownResult(project, 'boot');
      expect(alone.text).toContain('stdError');
      for (const workers of [1, 3]) {
        project.remove('.papermake');
        project.write('pipeline.yaml', draws(workers));
        const { code, stdout, stderr } = await project.run('run', '--json');
        expect(code, stderr).toBe(0);
        expect(stdout).toMatch(/"event":"workers".*"begun":\[[^\]]*boot/);
        const there = await shownResult(project, 'boot');
        expect(there.text).toBe(alone.text);
        expect(there.ranOn).toMatchObject({ on: 'hpc', machine: expect.any(String) });
      }
    },
  );
}
