/** `papermake verify`: makes recorded results again and compares the bytes. */
import { openExecutors } from '../../engine/executors/registry.ts';
import { type NodeCheck, type Verification, type VerifySample, verifyPipeline } from '../../engine/run/verify.ts';
import { type Call, type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { verificationJson, verificationLines } from '../difference/report.ts';
import { workerScript } from '../place.ts';
import { openProject, whereOf } from '../project.ts';
import { exitCodeOf, interruption } from '../running/interruption.ts';
import { refuse, wrong } from '../survey/open-survey.ts';
import { note, rewriteLine, tell, tellJson } from '../terminal/terminal.ts';
import { readJobs, wrongJobs } from './run.ts';

export const verify: Command = {
  name: 'verify',
  summary: 'make recorded results again, in memory, and compare them with the record and with out/, byte by byte',
  operands: '[NODE|STEP|GLOB…]',
  arity: [0, Number.POSITIVE_INFINITY],
  options: {
    ...projectOptions,
    sample: { type: 'string', value: 'N|P%', help: 'only so many nodes, or such a share of them' },
    'from-cache': { type: 'boolean', help: 'only results that came from the shared cache' },
    seed: { type: 'string', value: 'TEXT', help: 'which nodes the sample takes (1)' },
    jobs: { type: 'string', short: 'j', value: 'N', help: 'at most N long nodes at once (all cores)' },
    ...jsonOption,
  },
  async run(call) {
    const [sample, jobs] = [readSample(call), readJobs(call)];
    if (sample === undefined)
      return wrong(`\`--sample\` takes a number of nodes or a share (\`25\`, \`10%\`), got \`${call.values.sample}\``);
    if (jobs === undefined) return wrongJobs(call);
    const opened = await openProject(whereOf(call));
    const json = call.values.json === true;
    if (!opened.ok) return refuse(opened.problems, opened.root, json);
    const interrupt = interruption();
    const executors = openExecutors({ workers: workerScript(), jobs });
    try {
      const found = await verifyPipeline(opened.session, {
        targets: call.positionals,
        sample,
        fromCache: call.values['from-cache'] === true,
        seed: String(call.values.seed ?? '1'),
        jobs,
        executors,
        signal: interrupt.signal,
        unguarded: interrupt.unguarded,
        outlast: interrupt.outlast,
        listen: progress(),
      });
      return found.is === 'refused' ? refuse(found.problems, opened.root, json) : report(found, call);
    } catch (error) {
      if (!interrupt.signal.aborted) throw error;
      note('papermake: interrupted\n');
      return exitCodeOf(interrupt.signal);
    } finally {
      interrupt.release();
      await executors.close();
    }
  },
};

function readSample({ values: { sample } }: Call): VerifySample | undefined {
  if (sample === undefined) return { is: 'all' };
  const [, digits, percent] = /^(\d{1,9}(?:\.\d+)?)(%?)$/.exec(String(sample)) ?? [];
  const number = Number(digits);
  if (percent === '%') return number > 0 && number <= 100 ? { is: 'share', share: number / 100 } : undefined;
  return Number.isInteger(number) && number > 0 ? { is: 'count', count: number } : undefined;
}

/** Shows the node just compared on a terminal, in place of the one before. */
function progress(): (check: NodeCheck) => void {
  let done = 0;
  return (check) => {
    done += 1;
    if (!process.stderr.isTTY) return;
    rewriteLine(`${done}  ${check.node}`);
    rewriteLine('');
  };
}

/** Tells what was found. The exit code is 4 where anything differs, else 1 where a node could not be compared. */
function report(found: Extract<Verification, { is: 'verified' }>, call: Call): number {
  const { checks, outputs, pending } = found;
  if (call.values.json === true) tellJson(verificationJson(found));
  else
    tell(
      verificationLines(found)
        .map((line) => `${line}\n`)
        .join(''),
    );
  const differs = checks.some((check) => check.is === 'different' || check.is === 'failed') || outputs.length > 0;
  if (differs) return EXIT.different;
  return checks.some((check) => check.is === 'not-fresh') || pending.length > 0 ? EXIT.failed : EXIT.done;
}
