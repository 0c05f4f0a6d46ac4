/** A real Slurm of which workers, nodes, the controller and the process that submits are killed at random, many times within a run: the bytes of a run on one machine. */
import { afterEach, expect, it } from 'vitest';
import { createRng } from '../../src/base/number/rng.ts';
import { Project, type Running } from '../cli/harness.ts';
import { isAtWork } from './shards.ts';
import { below, kill, parentOf, type Slurm, workersOf } from './slurm.ts';

/** So many kills by default; `PAPERMAKE_CLUSTER_KILLS=2000` is a night's. */
const KILLS = Number(process.env.PAPERMAKE_CLUSTER_KILLS ?? 200);
const NODES = 400;
/** So many in one run, which takes that much longer. */
const KILLS_RUN = 100;
/** An administrator looks so often. */
const RESTORED_MS = 2000;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const SLOW = `import { defineStep, Type } from 'papermake/step';
export default defineStep({
  name: 'slow', summary: 'Takes time', params: Type.Object({ k: Type.Number() }), reads: () => ({}),
  async run(context) {
    await new Promise((go) => setTimeout(go, 100));
    return { square: context.params.k * context.params.k };
  },
});
`;

/** So many of the nodes are programs. */
const PROGRAMS = 40;

const programs = Array.from(
  { length: PROGRAMS },
  (_, k) =>
    `  p${k}: {kind: command, run: "sleep 0.1; echo ${k} >half.txt; cat half.txt half.txt >twice.txt", outputs: {twice.txt: file}, on: hpc}\n`,
).join('');
const steps = Array.from({ length: NODES }, (_, k) => `  s${k}: {kind: slow, k: ${k}}\n`).join('');
const claims = Array.from({ length: NODES }, (_, k) => `  c${k}: s${k}.square == ${k * k}\n`).join('');
const pipeline = `papermake: 1
executors: {hpc: {is: slurm, workers: 12, ask: 3, silence: 10}}
steps:
${steps}${programs}claims:
${claims}`;

const random = createRng(process.env.PAPERMAKE_SEED ?? 'kills').stream('kills', 0);

/** The tests, on the Slurm of the environment. */
export function kills(slurm: () => Slurm): void {
  let project: Project;
  let administrator: NodeJS.Timeout | undefined;
  afterEach(async () => {
    clearInterval(administrator);
    await project.run('cancel');
    project.dispose();
  });

  it(`gives what one machine gives through ${KILLS} kills`, { timeout: 600_000 + 2000 * KILLS }, async () => {
    const counts = { worker: 0, script: 0, submitter: 0, node: 0, controller: 0 };
    const all = (): number => Object.values(counts).reduce((sum, each) => sum + each, 0);
    project = new Project({ 'pipeline.yaml': pipeline, 'steps/slow.ts': SLOW });
    administrator = setInterval(() => slurm().restoreNodes(), RESTORED_MS);
    while (all() < KILLS) {
      for (const name of ['.papermake', 'out']) project.remove(name);
      await throughKills(project, slurm(), counts, Math.min(KILLS, all() + KILLS_RUN));
      expect(await project.make(['--on', 'local'])).toMatchObject({ ran: [], failed: [], skipped: [] });
      for (let k = 0; k < PROGRAMS; k++) expect(project.read(`out/p${k}/twice.txt`)).toBe(`${k}\n${k}\n`);
    }
  });
}

type Victim = 'worker' | 'script' | 'submitter' | 'node' | 'controller';

function victim(): Victim {
  const at = random.uniform();
  if (at < 0.6) return 'worker';
  if (at < 0.8) return 'script';
  if (at < 0.9) return 'submitter';
  return at < 0.95 ? 'node' : 'controller';
}

/** Runs until all is done, and starts again where what runs was killed. */
async function throughKills(
  project: Project,
  slurm: Slurm,
  counts: Record<Victim, number>,
  most: number,
): Promise<void> {
  let running: Running = project.start('--on', 'hpc');
  let code: number | undefined;
  const watch = (): void => {
    code = undefined;
    const mine = running;
    void running.ended.then((finished) => {
      if (mine === running) code = finished.code;
    });
  };
  watch();
  // Nothing is killed before the cluster has been tried and work begins.
  while (code === undefined && !isAtWork(project)) await pause(20);
  for (;;) {
    await pause(250 * random.uniform());
    if (code !== undefined) break;
    if (Object.values(counts).reduce((sum, each) => sum + each, 0) >= most) {
      await running.ended;
      break;
    }
    const what = victim();
    const workers = workersOf(project.root);
    if (workers.length === 0) continue;
    const one = workers[Math.floor(random.uniform() * workers.length)]!;
    counts[what] += 1;
    if (what === 'worker') kill(one);
    else if (what === 'script') for (const each of [parentOf(one), one]) kill(each);
    else if (what === 'controller') {
      slurm.killController();
      slurm.startController();
    } else if (what === 'node') {
      slurm.killNode('node2');
      slurm.startNode('node2');
    } else {
      for (const each of below(running.child.pid!)) kill(each);
      await running.ended;
      running = project.start('--on', 'hpc');
      watch();
    }
  }
  const { code: last, stderr } = await running.ended;
  if (last !== 0) throw new Error(stderr);
}
