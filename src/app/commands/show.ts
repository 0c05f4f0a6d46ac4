/** `papermake show`: prints results, what nodes are made of, and what programs printed. */
import { stringify } from 'yaml';
import type { NodeId } from '../../base/brand.ts';
import { defined } from '../../base/defined.ts';
import { wrapped } from '../../base/text/fold.ts';
import { globTest } from '../../base/text/glob.ts';
import { quoted } from '../../base/text/quoted.ts';
import { shownTo, shownWithin } from '../../base/value.ts';
import type { Decision } from '../../engine/decide/decide.ts';
import { shownNames } from '../../engine/pipeline/reference.ts';
import { dropLastRun } from '../../engine/resume/last-run.ts';
import { reasonLines } from '../../engine/store/reasons.ts';
import type { Trace } from '../../engine/store/records.ts';
import { type Call, type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { type ShownEstimates, standingsShown } from '../registration/standing.ts';
import { duration } from '../reporters/text.ts';
import { logsOf } from '../show/log.ts';
import { viewerOf } from '../show/registry.ts';
import type { ShownArtifact } from '../show/viewer.ts';
import { givenText } from '../survey/explanation-lines.ts';
import { forOthers } from '../survey/for-others.ts';
import { named, openSurvey, printJson, type Surveyed } from '../survey/open-survey.ts';
import { type Piece, pieceLines, piecesOf } from '../survey/pieces.ts';
import { type Provenance, provenanceOf } from '../survey/provenance.ts';
import { runLines } from '../survey/run-lines.ts';
import { type Testimony, testimonies, testimonyLines } from '../survey/witnessed.ts';
import { note, tell } from '../terminal/terminal.ts';
import { screenWidth } from '../terminal/width.ts';
import { recordOf, shownArtifact } from '../view/results.ts';

export const show: Command = {
  name: 'show',
  summary: 'the results of a node: a fit, a table, a data set',
  operands: 'NODE|STEP|GLOB…',
  arity: [1, Number.POSITIVE_INFINITY],
  options: {
    ...projectOptions,
    ...jsonOption,
    expand: { type: 'boolean', help: 'what the node is made of instead: its settled parameters and inputs' },
    log: { type: 'boolean', help: 'what its program printed when it last ran (command steps)' },
  },
  async run(call) {
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    const found = named(surveyed, call.positionals);
    if (typeof found === 'number') return found;
    for (const { step, on } of found.pending) {
      complain(
        `the nodes of \`${step}\` are not known before ${on.join(', ')} has run`,
        `papermake run ${on.join(' ')}`,
      );
    }
    const shown = call.values.expand === true ? showSpecs : call.values.log === true ? showLogs : showResults;
    const code = shown(surveyed, meant(surveyed, found.nodes, call.positionals), call);
    return found.nodes.length === 0 ? EXIT.failed : code;
  },
};

/** A step's name means the node of that name, where there is one, and not those besides that their own names alone mean. */
function meant({ survey }: Surveyed, ids: readonly NodeId[], references: readonly string[]): readonly NodeId[] {
  const steps = references.filter((reference) => survey.graph.nodes.has(reference as NodeId));
  return ids.filter((id) => {
    const node = survey.graph.nodes.get(id)!;
    const isBeside = node.view?.byNameAlone === true && steps.includes(node.step);
    return !isBeside || references.some((reference) => reference !== node.step && globTest(reference)(id));
  });
}

function complain(message: string, command: string): void {
  note(`papermake: ${message}\nhint: \`${command}\`\n`);
}

function showResults(surveyed: Surveyed, ids: readonly NodeId[], { values, agent }: Call): number {
  const open = agent ? openToOthers(surveyed, ids) : ids;
  const shown = open.flatMap((id) => resultOf(surveyed, id) ?? []);
  const said = testimonies(surveyed.session, surveyed.survey);
  const standing = standingsShown(surveyed.session, surveyed.survey);
  if (values.json === true) {
    if (shown.length > 0)
      printJson(
        shown.map((each) =>
          shownWithin(
            {
              node: each.node,
              ...viewerOf(each.reader.type).json(each),
              ...defined({ registered: standing(each.node) }),
              ...each.provenance,
              ...(each.pieces.length > 0 && { pieces: each.pieces }),
              ...(said(each.node).length > 0 && { witness: said(each.node) }),
            },
            each.hides,
          ),
        ),
      );
  } else tell(shown.map((each) => shownTo(textOf(each, standing(each.node), said(each.node)), each.hides)).join('\n'));
  return shown.length === ids.length ? EXIT.done : EXIT.failed;
}

/** Says where a result was made, and what that took. */
function originText({ milliseconds, provenance: { from, given, ranOn }, pieces }: ShownResult): string {
  const ran = [...(ranOn === undefined ? [] : runLines(ranOn)), ...pieceLines(pieces)];
  const lines = from === undefined ? ran : [givenText(given, duration(milliseconds / 1000))];
  return lines.map((line) => `${wrapped(line, screenWidth(), '  ').join('\n')}\n`).join('');
}

/** The result, and below it what other engines found of it, and which of its estimates were registered before their outcomes were read. */
function textOf(shown: ShownResult, registered: ShownEstimates | undefined, said: readonly Testimony[]): string {
  const found = testimonyLines(said).flatMap((line) => wrapped(line, screenWidth(), '  '));
  const text = `${viewerOf(shown.reader.type).text(shown)}${originText(shown)}${found.map((line) => `${line}\n`).join('')}`;
  if (registered === undefined) return text;
  const { confirmatory, exploratory } = registered;
  const isAlone = confirmatory.length + exploratory.length === 1 && [...confirmatory, ...exploratory][0] === shown.node;
  const names = (ids: readonly NodeId[]): string => (isAlone ? '' : `: ${shownNames(ids).join(', ')}`);
  const lines = [
    ...(confirmatory.length > 0 ? [`confirmatory${names(confirmatory)}`] : []),
    ...(exploratory.length > 0 ? [`exploratory${names(exploratory)}`] : []),
  ];
  return `${text}${lines.flatMap((line) => wrapped(line, screenWidth(), '  ')).join('\n')}\n`;
}

/** The nodes whose results agents may see; says of each of the rest why not. */
function openToOthers({ session, survey }: Surveyed, ids: readonly NodeId[]): NodeId[] {
  const { whyNot } = forOthers(session, survey);
  return ids.filter((id) => {
    const why = whyNot(id);
    if (why !== undefined) complain(`\`${id}\` is not shown to agents: ${why}`, `papermake show ${id}`);
    return why === undefined;
  });
}

interface ShownResult extends ShownArtifact, Pick<Trace, 'milliseconds'> {
  readonly provenance: Provenance;
  readonly pieces: readonly Piece[];
}

/** The recorded artifact of a node; says when it is not what the pipeline would make now. */
function resultOf({ session, survey }: Surveyed, id: NodeId): ShownResult | undefined {
  const decision = survey.decisions.get(id)!;
  const withheld = survey.withholding.behind(id);
  if (withheld !== undefined) {
    complain(`\`${id}\` is withheld until the plan is registered: it reads ${quoted(withheld)}`, 'papermake register');
    return undefined;
  }
  const shown = shownArtifact(session, survey, id);
  if (!shown) {
    // A lost part is found only when it is read, so the last run's notes, which say that the node is fresh, are dropped.
    if (decision.is === 'fresh' || decision.is === 'cached') dropLastRun(session.options.root);
    complain(`\`${id}\` has no result: ${isLost(decision) ? LOST : 'it has not run'}`, `papermake run ${id}`);
    return undefined;
  }
  if (decision.is !== 'fresh' && decision.is !== 'cached') {
    complain(
      `\`${id}\` is ${decision.is === 'pending' ? 'pending' : 'stale'}; this is its last result`,
      `papermake why ${id}`,
    );
  }
  const trace = recordOf(survey, id)!;
  return {
    ...shown,
    milliseconds: trace.milliseconds,
    provenance: provenanceOf(trace),
    pieces: piecesOf(survey, id),
  };
}

const LOST = reasonLines([{ is: 'record-lost' }]).join();

const isLost = (decision: Decision): boolean =>
  decision.is === 'stale' ? decision.reasons.some(({ is }) => is === 'record-lost') : 'key' in decision;

function showLogs({ session, survey }: Surveyed, ids: readonly NodeId[], { values, positionals }: Call): number {
  const logs = logsOf(survey, session.options.root, ids);
  if (logs.length === 0) {
    note(`papermake: no program behind ${positionals.join(', ')} has printed anything\n`);
    return EXIT.failed;
  }
  for (const { node } of logs.filter(({ failed }) => failed === true))
    note(`papermake: \`${node}\` failed; this is what it printed\n`);
  const headed = logs.length > 1;
  if (values.json === true) printJson(logs);
  else for (const { node, log } of logs) tell(`${headed ? `${node}:\n` : ''}${log.trimEnd()}\n`);
  return EXIT.done;
}

function showSpecs({ survey }: Surveyed, ids: readonly NodeId[], { values }: Call): number {
  const specs = ids.map((id) => {
    const { params, inputs, outputs, seed, loaded } = survey.graph.nodes.get(id)!;
    return defined({
      node: id,
      kind: loaded.name,
      params,
      inputs,
      ...(outputs ? { outputs } : {}),
      seed,
    });
  });
  if (values.json === true) printJson(specs);
  else tell(specs.map((spec) => stringify(spec, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n'));
  return EXIT.done;
}
