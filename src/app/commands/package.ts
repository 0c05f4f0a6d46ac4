/** `papermake package`: writes a replication package, a folder and a `.zip`, with a README for the data editor. */
import { resolve } from 'node:path';
import { quoted } from '../../base/text/quoted.ts';
import { DEFAULT_PIPELINE } from '../../engine/store/pipelines.ts';
import type { Language } from '../../table/table.ts';
import { type Call, type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import type { Facts } from '../package/facts.ts';
import type { Contents } from '../package/files.ts';
import type { Proof } from '../package/proof.ts';
import type { Found } from '../package/scans/look.ts';
import { openSurvey, refuse, type Surveyed, wrong } from '../survey/open-survey.ts';
import { bytesText } from '../terminal/quantity.ts';
import { note, tell, tellJson } from '../terminal/terminal.ts';

const languages: readonly string[] = ['en', 'zh'];

export const packageCommand: Command = {
  name: 'package',
  summary: 'a replication package to hand in: data, programs, results and a README, as a folder and a `.zip`',
  operands: '',
  arity: [0, 0],
  options: {
    ...projectOptions,
    out: {
      type: 'string',
      value: 'DIR',
      help: 'the folder of the package (package/ of the project); DIR.zip beside it',
    },
    lang: {
      type: 'string',
      value: 'LANGUAGE',
      help: 'en, zh (that of the paper)',
      wrong: (value) => (languages.includes(value) ? undefined : `\`--lang\` takes en or zh, got \`${value}\``),
    },
    check: {
      type: 'string',
      value: 'FOLDER',
      help: 'check the package in FOLDER instead: digests, scans, a run from nothing',
    },
    'no-proof': { type: 'boolean', help: 'do not run the package from nothing before it is written' },
    ...jsonOption,
  },
  async run(call) {
    if (typeof call.values.check === 'string') return await check(resolve(call.values.check), call);
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    const late = lateOf(surveyed);
    if (late !== undefined) return late;
    return await pack(surveyed, call);
  },
};

/** Tells of nodes that are not up to date; undefined where all are. */
function lateOf({ survey: { graph, decisions } }: Surveyed): number | undefined {
  const late = [...graph.nodes.keys()].filter((id) => decisions.get(id)?.is !== 'fresh');
  const all = [...late, ...graph.pending.map(({ step }) => step)];
  if (all.length === 0) return undefined;
  note(`papermake: ${quoted(all)} ${all.length === 1 ? 'is' : 'are'} not up to date\nhint: \`papermake run\`\n`);
  return EXIT.failed;
}

async function pack(surveyed: Surveyed, call: Call): Promise<number> {
  const { values } = call;
  const [{ factsOf }, { missingOf }, { contentsOf }, { countFields }, { inTheWay, mend, writePackage, zipOf }] =
    await Promise.all([
      import('../package/facts.ts'),
      import('../package/missing.ts'),
      import('../package/contents.ts'),
      import('../package/readme/readme.ts'),
      import('../package/write.ts'),
    ]);
  const known = await factsOf(surveyed);
  const facts = { ...known, language: (values.lang as Language | undefined) ?? known.language };
  const missing = missingOf(facts);
  if (missing !== undefined) {
    if (surveyed.json) tellJson({ missing: missing.keys, yaml: missing.yaml });
    const count = missing.keys.length;
    note(
      `papermake: the package needs ${count === 1 ? 'one thing' : `${count} things`} that nobody has said; add to \`${facts.pipeline}\`, with your own words:\n\n${missing.yaml}`,
    );
    return EXIT.failed;
  }
  const contents = await contentsOf(facts, surveyed);
  if (!('get' in contents)) return refuse(contents, surveyed.session.options.root, surveyed.json);
  const found = await foundIn(contents, facts, surveyed);
  if (found.length > 0) return tellFound(found, surveyed);
  const { root } = surveyed.session.options;
  const folder = typeof values.out === 'string' ? resolve(values.out) : resolve(root, 'package');
  mend(folder);
  const obstacle = inTheWay(folder, contents);
  if (obstacle) return wrong(`${obstacle.why}\nhint: ${obstacle.hint}`);
  const { isPassed, proofText } = await import('../package/proof.ts');
  const proof = await provedOf(contents, facts, surveyed, call);
  if (proof !== null && !isPassed(proof)) {
    if (surveyed.json) tellJson({ proof });
    note(`${proofText(proof)}\npapermake: the package does not make its results again, and is not written\n`);
    return EXIT.different;
  }
  writePackage(folder, contents);
  const fields = countFields(facts);
  const bytes = [...contents.values()].reduce((sum, { length }) => sum + length, 0);
  if (surveyed.json)
    tellJson({
      out: folder,
      zip: zipOf(folder),
      files: [...contents.keys()],
      bytes,
      exhibits: facts.exhibits,
      fields,
      proof,
    });
  else if (proof !== null) tell(`${proofText(proof)}\n`);
  if (!surveyed.json) tell(`papermake: wrote ${folder} and its .zip: ${contents.size} files, ${bytesText(bytes)}\n`);
  return EXIT.done;
}

/** A run of the package from nothing; null where some of its data are not in it, nor stand-ins of them, or nobody wants one. */
async function provedOf(contents: Contents, facts: Facts, surveyed: Surveyed, { values }: Call): Promise<Proof | null> {
  const [{ prove }, { isPassedOn }, { isStandIn }] = await Promise.all([
    import('../package/proof.ts'),
    import('../package/facts.ts'),
    import('../package/stand-in/place.ts'),
  ]);
  const canRun = facts.sources.every(isPassedOn) || [...contents.keys()].some(isStandIn);
  if (values['no-proof'] === true || !canRun) return null;
  return prove(contents, facts.pipeline, surveyed.session.options.trusted);
}

/** Says of a package that was handed in whether it passes, or what is missing. */
async function check(folder: string, { values }: Call): Promise<number> {
  const [{ checkPackage }, { isPassed, proofText }] = await Promise.all([
    import('../package/check.ts'),
    import('../package/proof.ts'),
  ]);
  const pipeline = typeof values.file === 'string' ? values.file : DEFAULT_PIPELINE;
  const { missing, changed, findings, proof } = checkPackage(folder, pipeline, values.trust === true);
  const isRunAlike = proof !== null && isPassed(proof);
  const passes = missing.length + changed.length + findings.length === 0 && isRunAlike;
  if (values.json === true) tellJson({ check: folder, passes, missing, changed, findings, proof });
  else {
    const lines = [
      ...missing.map((path) => `missing: ${path}`),
      ...changed.map((path) => `not as it was handed in: ${path}`),
      ...findings.map(foundText),
      ...(proof === null ? [] : [proofText(proof)]),
      passes ? 'papermake: the package passes' : 'papermake: the package does not pass',
    ];
    tell(`${lines.join('\n')}\n`);
  }
  if (passes) return EXIT.done;
  return proof !== null && !isRunAlike ? EXIT.different : EXIT.failed;
}

/** Findings of scans that the authors did not accept. */
async function foundIn(contents: Contents, { declared }: Facts, surveyed: Surveyed): Promise<readonly Found[]> {
  const [{ look, scannedOf }, { knownOf }] = await Promise.all([
    import('../package/scans/look.ts'),
    import('../package/known.ts'),
  ]);
  const accepted = (declared.accept ?? []).map(({ of }) => of);
  return look(scannedOf(contents, knownOf(surveyed)), accepted);
}

function tellFound(found: readonly Found[], { json }: Pick<Surveyed, 'json'>): number {
  if (json) tellJson({ findings: found });
  note(`${found.map(foundText).join('\n')}\n`);
  note(
    `papermake: ${found.length === 1 ? 'one finding' : `${found.length} findings`}, and no package\nhint: mend them, or say why one stands: \`package: {accept: [{of: "${found[0]!.name}", because: …}]}\`\n`,
  );
  return EXIT.failed;
}

const foundText = ({ path, line, message, hint, scan }: Found): string =>
  `${path}${line === undefined ? '' : `:${line}`}  ${scan}: ${message}\nhint: ${hint}`;
