/** `papermake package`: writes a replication package, a folder and a `.zip`, with a README for the data editor. */
import { resolve } from 'node:path';
import { quoted } from '../../base/text/quoted.ts';
import type { Language } from '../../table/table.ts';
import { type Call, type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import type { Facts } from '../package/facts.ts';
import type { Contents } from '../package/files.ts';
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
    ...jsonOption,
  },
  async run(call) {
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
  writePackage(folder, contents);
  const fields = countFields(facts);
  const bytes = [...contents.values()].reduce((sum, { length }) => sum + length, 0);
  if (surveyed.json)
    tellJson({ out: folder, zip: zipOf(folder), files: [...contents.keys()], bytes, exhibits: facts.exhibits, fields });
  else tell(`papermake: wrote ${folder} and its .zip: ${contents.size} files, ${bytesText(bytes)}\n`);
  return EXIT.done;
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
