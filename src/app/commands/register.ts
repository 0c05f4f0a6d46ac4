/** `papermake register`: locks the plan of the pipeline on the ledger, before outcomes are read. */
import { quoted } from '../../base/text/quoted.ts';
import { proseFormats } from '../../document/prose.ts';
import { readChains } from '../../engine/ledger/chain.ts';
import type { Plan } from '../../engine/ledger/line.ts';
import { type Registration, registrationsIn } from '../../engine/ledger/registration.ts';
import { dropLastRun } from '../../engine/resume/last-run.ts';
import { type Call, type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { documentOf, writeDocuments } from '../registration/document.ts';
import { lockPlan } from '../registration/lock.ts';
import { digestOfPlan, planOf } from '../registration/plan-of.ts';
import { admissibleIn, estimatedBefore } from '../registration/registered.ts';
import { lockFor, waitOption } from '../running/lock-notice.ts';
import { openSurvey, type Surveyed, wrong } from '../survey/open-survey.ts';
import { tell, tellJson } from '../terminal/terminal.ts';
import { languageOf } from '../view/labels.ts';

export const register: Command = {
  name: 'register',
  summary: 'lock the plan (specifications, claims, samples, data) on the ledger, before outcomes are read',
  operands: '',
  arity: [0, 0],
  options: {
    ...projectOptions,
    'dry-run': { type: 'boolean', short: 'n', help: 'print the plan, and lock nothing' },
    late: { type: 'boolean', help: 'lock it although outcomes were estimated before, which the plan then says' },
    ...waitOption,
    ...jsonOption,
  },
  async run(call) {
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    const { pending } = surveyed.survey.graph;
    if (pending.length > 0) {
      const [{ step, on }] = pending as [(typeof pending)[number]];
      return wrong(
        `the nodes of \`${step}\` are not known before ${on.join(', ')} has run\nhint: \`papermake run ${on.join(' ')}\``,
      );
    }
    const plan = planOf(surveyed.session, surveyed.survey);
    if (plan.specifications.length === 0 && plan.claims.length === 0)
      return wrong('there is nothing to register: no step estimates anything, and there are no claims');
    return call.values['dry-run'] === true ? await printPlan(surveyed, plan) : await lock(surveyed, plan, call);
  },
};

async function printPlan(surveyed: Surveyed, plan: Plan): Promise<number> {
  const registration = { number: 1, at: new Date().toISOString(), by: null, lock: digestOfPlan(plan), plan };
  if (surveyed.json) tellJson({ digest: digestOfPlan(plan), plan });
  else {
    const { passages, ...prose } = documentOf(registration, 0, languageOf(surveyed.session, surveyed.survey.graph));
    const [markdown] = proseFormats;
    tell(String(await markdown!.write({ ...prose, passages: passages.slice(1) })));
  }
  return EXIT.done;
}

async function lock({ session, survey, json }: Surveyed, plan: Plan, call: Call): Promise<number> {
  const { root, file } = session.options;
  const held = await lockFor(call, root);
  try {
    const lines = readChains(root).flatMap((chain) => chain.lines);
    const earlier = registrationsIn(lines, file);
    const last = earlier.at(-1);
    const digest = digestOfPlan(plan);
    const language = languageOf(session, survey.graph);
    const document = (each: Registration) => documentOf(each, estimatedBefore(lines, each), language);
    if (last !== undefined && digestOfPlan(last.plan) === digest) {
      const files = await writeDocuments(root, file, earlier, document);
      if (json) tellJson({ registered: false, number: last.number, at: last.at, lock: last.lock, digest, files });
      else tell(`papermake: this plan is registered already, since ${last.at}\n${listed(files)}`);
      return EXIT.done;
    }
    const before = estimatedBefore(lines, { at: new Date().toISOString(), plan });
    const read = last === undefined ? resultsRead(survey) : [];
    if (last === undefined && before + read.length > 0 && call.values.late !== true)
      return wrong(tooLate(before, read));
    // Notes of the last run would keep nodes waiting, also after a kill behind the lock.
    dropLastRun(root);
    const registration = lockPlan(root, file, plan);
    const files = await writeDocuments(root, file, [...earlier, registration], document);
    const admissible = admissibleIn(plan.specifications).size;
    const { number, at, lock } = registration;
    if (json) tellJson({ registered: true, number, at, lock, digest, admissible, before, files });
    else tell(told({ number, lock, admissible, before, claims: plan.claims.length, files }));
    return EXIT.done;
  } finally {
    held.release();
  }
}

/** Nodes with a result on record that is made of withheld values. */
const resultsRead = ({ graph, decisions, withholding }: Surveyed['survey']): string[] =>
  [...graph.nodes.values()].flatMap((node) => {
    const decision = decisions.get(node.id);
    return decision !== undefined && 'artifact' in decision && withholding.waits(node) !== undefined ? [node.id] : [];
  });

const MOST_NAMED = 5;

function tooLate(before: number, read: readonly string[]): string {
  const estimated = `${counted(before)} of these outcomes ${before === 1 ? 'was' : 'were'} estimated before`;
  const results = `results of withheld variables are on record: ${quoted(read.slice(0, MOST_NAMED))}${read.length > MOST_NAMED ? ` and ${read.length - MOST_NAMED} more` : ''}`;
  const what = [...(before > 0 ? [estimated] : []), ...(read.length > 0 ? [results] : [])].join('; ');
  return `${what}\nhint: \`papermake register --late\` locks the plan all the same, and it says so; what was read before stays exploratory`;
}

const counted = (count: number): string => `${count} specification${count === 1 ? '' : 's'}`;

const listed = (files: readonly string[]): string => files.map((file) => `  ${file}\n`).join('');

interface RegisteredPlan {
  readonly number: number;
  readonly lock: string;
  readonly admissible: number;
  readonly before: number;
  readonly claims: number;
  readonly files: readonly string[];
}

function told({ number, lock, admissible, before, claims, files }: RegisteredPlan): string {
  const what = number === 1 ? 'the plan is registered' : `amendment ${number - 1} of the plan is registered`;
  const holds = `${counted(admissible)} and ${claims} claim${claims === 1 ? '' : 's'}`;
  const late = before === 0 ? '' : `  ${counted(before)} of these outcomes had been estimated before\n`;
  return `papermake: ${what} (${lock.slice(0, 12)}): ${holds}\n${late}${listed(files)}  commit it with ledger/: the commit that others have is its anchor\n`;
}
