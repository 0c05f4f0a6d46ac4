/** `papermake trials`: how many specifications were ever estimated, and how many of them the tables show. */
import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { openSurvey } from '../survey/open-survey.ts';
import { note, tell, tellJson } from '../terminal/terminal.ts';
import { cutText } from '../trials/anchors.ts';
import { countTrials, type TrialCounts } from '../trials/count-trials.ts';

export const trials: Command = {
  name: 'trials',
  summary: 'how many specifications were ever estimated here, and how many of them tables show',
  operands: '',
  arity: [0, 0],
  options: { ...projectOptions, ...jsonOption },
  async run(call) {
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    const counts = await countTrials(surveyed.session, surveyed.survey);
    for (const file of counts.unread)
      note(`papermake: \`${file}\` has errors, and what its tables print is not counted\n`);
    if (surveyed.json) tellJson(counts);
    else tell(`${[...counted(counts), ...relied(counts)].join('\n')}\n`);
    return EXIT.done;
  },
};

/** The number of pairs of outcome and treatment that are told; `--json` has all. */
const MOST_TOLD = 12;

const OUTSIDE = 'what is estimated outside of papermake is not counted';

function counted({ estimated, printed, unrecorded, since, by, pipelines, elsewhere }: TrialCounts): string[] {
  if (estimated === null || since === null)
    return printed === 0
      ? ['papermake: no specification is on record here, and no table prints one']
      : [`papermake: ${printed} printed, ${printed === 1 ? 'its' : 'their'} record is not here`, ELSEWHERE];
  const lacking = unrecorded === 0 ? '' : `, ${unrecorded} of them not on record here`;
  const pairs = by
    .slice(0, MOST_TOLD)
    .map(({ outcome, treatment, ...of }) => `  ${modelName(outcome, treatment)}: ${sum(of)}`);
  return [
    `${specifications(estimated)} estimated, ${printed} printed${lacking}`,
    ...pairs,
    ...(by.length > MOST_TOLD
      ? [`  and ${by.length - MOST_TOLD} more pairs of outcome and treatment (\`--json\`)`]
      : []),
    ...(pipelines.length > 1 ? pipelines.map(({ pipeline, ...of }) => `  in ${pipeline}: ${sum(of)}`) : []),
    ...(elsewhere > 0 ? [`  ${specifications(elsewhere)} more in commits of other branches`] : []),
    `  counted since ${since.slice(0, 10)}; ${OUTSIDE}`,
  ];
}

const specifications = (count: number): string => `${count} specification${count === 1 ? '' : 's'}`;

const sum = ({ estimated, printed }: { readonly estimated: number; readonly printed: number }): string =>
  `${estimated} estimated, ${printed} printed`;

const modelName = (outcome: string | null, treatment: string | null): string =>
  outcome === null ? 'of no outcome that is known' : treatment === null ? outcome : `${outcome} on ${treatment}`;

/** Tells how far the record can be relied upon. */
function relied({ chains, broken, cut, inGit }: TrialCounts): string[] {
  const held = chains.map(({ path, lines, head, anchor }) => {
    const said = `  ${path}: ${lines} line${lines === 1 ? '' : 's'}${head === null ? '' : `, the last ${head.slice(0, 12)}`}`;
    if (!inGit) return said;
    if (anchor === null) return `${said}; no commit holds it`;
    return `${said}; commit ${anchor.commit.slice(0, 7)} holds ${anchor.lines === lines ? 'all' : `the first ${anchor.lines}`}`;
  });
  return [
    ...held,
    ...broken.map(({ path, line, is }) => `  broken: line ${line} of ${path} ${is}`),
    ...cut.map((each) => `  cut: ${each.path} ${cutText(each)}`),
    ...(chains.length > 0 && !inGit
      ? ['  no git repository holds the ledger: that its last lines were cut could not be seen']
      : []),
  ];
}

const ELSEWHERE =
  'hint: the record is in ledger/, which is committed with the project; the next run that estimates anything begins one here';
