/** `papermake export`: writes scripts in R, Stata or Python that make the results again without papermake. */
import { resolve } from 'node:path';
import { ownValue } from '../../base/own-value.ts';
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { confidentialIn } from '../../engine/run/hidden/confidential.ts';
import { HOW_TO_RELEASE } from '../../engine/run/hidden/withholding.ts';
import type { ScriptFile } from '../../export/data.ts';
import { type Block, type ExportLanguage, tablesOf } from '../../export/language.ts';
import { type Call, type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import type { CollectedExport } from '../exporting/collect.ts';
import { optimise } from '../start/optimisation.ts';
import { type NamedTargets, named, openSurvey, type Surveyed, wrong } from '../survey/open-survey.ts';
import { note, tell, tellJson } from '../terminal/terminal.ts';

export const exportCommand: Command = {
  name: 'export',
  summary:
    'scripts in R, Stata or Python that make the results again without papermake, with the data and the values to find',
  operands: '[NODE|STEP|GLOB…]',
  arity: [0, Number.POSITIVE_INFINITY],
  options: {
    ...projectOptions,
    to: { type: 'string', value: 'LANGUAGE', help: 'r, stata, python' },
    dialect: {
      type: 'string',
      value: 'PACKAGE',
      help: 'models in the words of another package, which were not run here: fixest of R, linearmodels or pyfixest of Python',
    },
    out: { type: 'string', value: 'DIR', help: 'the folder of the scripts (export/LANGUAGE of the project)' },
    data: {
      type: 'string',
      value: 'raw|frame',
      help: 'how scripts come by data: of raw files where every rule has a direct form (raw), or as papermake made them (frame)',
    },
    confidential: {
      type: 'string',
      value: 'COLUMNS',
      help: 'confidential columns that may be written, as `who,income`',
    },
    estimates: {
      type: 'boolean',
      help: 'instead of scripts: models with their covariances, and code that loads one as an estimate (esttab, modelsummary)',
    },
    strict: { type: 'boolean', help: 'exit code 1 where a result has no counterpart in the language' },
    ...jsonOption,
  },
  async run(call) {
    const { languages } = await import('../../export/languages.ts');
    const names = Object.keys(languages);
    const { to } = call.values;
    if (typeof to !== 'string') return wrong(`\`papermake export\` needs \`--to LANGUAGE\`: ${names.join(', ')}`);
    const load = ownValue(languages, to);
    if (load === undefined)
      return wrong(`no language is called \`${to}\`\nhint: ${didYouMean(to, names) ?? `there is ${names.join(', ')}`}`);
    const language = dialectOf(await load(), call);
    if (typeof language === 'number') return language;
    const { data } = call.values;
    if (data !== undefined && data !== 'raw' && data !== 'frame')
      return wrong(`expected \`--data raw\` or \`--data frame\`, got \`${String(data)}\``);
    if (call.values.estimates === true && language.estimates === undefined) {
      const all = await Promise.all(Object.values(languages).map((each) => each()));
      const loading = all.flatMap((each) => (each.estimates === undefined ? [] : [each.name]));
      return wrong(`\`--estimates\` is not written for ${language.name}\nhint: there is ${loading.join(', ')}`);
    }
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    const write = call.values.estimates === true ? estimatesTo : exportTo;
    // Thousands of models are written in less time than V8 takes to optimise the code.
    optimise('latest');
    return await write(language, surveyed, call).finally(() => optimise('usual'));
  },
};

/** The language, in the words of the dialect that the call names. */
function dialectOf(language: ExportLanguage, { values: { dialect: asked } }: Call): ExportLanguage | number {
  if (typeof asked !== 'string') return language;
  const { title, dialects = [] } = language;
  const found = dialects.find(({ dialect }) => dialect === asked);
  if (found !== undefined) return found;
  const names = dialects.map(({ dialect = '' }) => dialect);
  if (names.length === 0) return wrong(`${title} has no dialects\nhint: leave out \`--dialect\``);
  return wrong(
    `no dialect of ${title} is called \`${asked}\`\nhint: ${didYouMean(asked, names) ?? `there is ${names.join(', ')}`}`,
  );
}

async function exportTo(language: ExportLanguage, surveyed: Surveyed, call: Call): Promise<number> {
  const { survey } = surveyed;
  const found = named(surveyed, call.positionals);
  if (typeof found === 'number') return found;
  const { collect } = await import('../exporting/collect.ts');
  const { filesOf, inTheWay, writeFiles } = await import('../exporting/write.ts');
  const writer = language.open();
  const collected = survey.store.whileReading(() =>
    collect(surveyed, found.nodes, call.positionals.length > 0, writer),
  );
  const late = lateOf(collected.stale, found);
  if (late !== undefined) return late;
  const withheld = withheldColumns(collected, surveyed);
  if (withheld.length > 0)
    return wrong(`the scripts need the values of ${quoted(withheld)}, which are withheld\nhint: ${HOW_TO_RELEASE}`);
  const hidden = hiddenColumns(collected, surveyed, call);
  if (hidden.length > 0) {
    const hint = `\`--confidential ${hidden.join(',')}\` writes ${hidden.length === 1 ? 'it' : 'them'} all the same`;
    return wrong(
      `the scripts need the values of ${quoted(hidden)}, which \`variables:\` calls confidential\nhint: ${hint}`,
    );
  }
  const folder = folderOf(language, surveyed, call);
  if (collected.steps.length === 0) {
    note('papermake: nothing to export: no step has results that scripts make\n');
    return survey.graph.nodes.size === 0 ? EXIT.done : EXIT.failed;
  }
  if (call.values.data !== 'frame') {
    const { findOrigins } = await import('../exporting/origins.ts');
    const hides = hiddenFrom(surveyed, call);
    survey.store.whileReading(() =>
      findOrigins(collected.data, { surveyed, reading: collected.reading, hides }, writer),
    );
  }
  const files = filesOf(collected, surveyed, writer);
  const obstacle = inTheWay(folder, files, call.values.out === undefined);
  if (obstacle) return wrong(`${obstacle.why}\nhint: ${obstacle.hint}`);
  writeFiles(folder, files);
  return told(call, { language, folder, files, collected });
}

const folderOf = ({ name, dialect }: ExportLanguage, { session }: Surveyed, { values: { out } }: Call): string =>
  typeof out === 'string' ? resolve(out) : resolve(session.options.root, 'export', dialect ?? name);

/** Writes models that the language loads as its own estimates; no data are among them. */
async function estimatesTo(language: ExportLanguage, surveyed: Surveyed, call: Call): Promise<number> {
  const found = named(surveyed, call.positionals);
  if (typeof found === 'number') return found;
  const { estimatesOf } = await import('../exporting/estimates.ts');
  const { inTheWay, writeFiles } = await import('../exporting/write.ts');
  const { files, nodes, stale } = estimatesOf(language, surveyed, found.nodes);
  const late = lateOf(stale, found);
  if (late !== undefined) return late;
  const folder = folderOf(language, surveyed, call);
  if (nodes.length === 0) {
    note('papermake: nothing to export: there is no model\n');
    return EXIT.failed;
  }
  const obstacle = inTheWay(folder, files, call.values.out === undefined);
  if (obstacle) return wrong(`${obstacle.why}\nhint: ${obstacle.hint}`);
  writeFiles(folder, files);
  if (call.values.json === true)
    tellJson({ to: language.name, out: folder, files: files.map(({ path }) => path), results: nodes });
  else tell(`${folder}: ${nodes.length} ${nodes.length === 1 ? 'model' : 'models'}\n`);
  return EXIT.done;
}

/** Tells of results that are not up to date; undefined where all are. */
function lateOf(stale: readonly string[], { pending }: NamedTargets): number | undefined {
  const late = [...stale, ...pending.map(({ step }) => step)];
  if (late.length === 0) return undefined;
  const have = late.length === 1 ? 'has' : 'have';
  note(`papermake: ${quoted(late)} ${have} no result that is up to date\nhint: \`papermake run\`\n`);
  return EXIT.failed;
}

/** Columns that the scripts read, of which no value is read before the plan is registered. */
const withheldColumns = (collected: CollectedExport, { survey }: Surveyed): string[] =>
  columnsTold(collected).filter((name) => survey.withholding.variables.has(name));

/** Columns whose values stand in files of the export. */
const columnsTold = ({ data, steps }: CollectedExport): string[] =>
  [...new Set([...data, ...tablesOf(steps)].flatMap(({ columns }) => columns))].sort();

/** Confidential columns that the scripts read and nobody named. */
const hiddenColumns = (collected: CollectedExport, surveyed: Surveyed, call: Call): string[] =>
  columnsTold(collected).filter(hiddenFrom(surveyed, call));

/** Says whether no value of a column may be written: it is withheld, or confidential and nobody named it. */
function hiddenFrom({ session, survey }: Surveyed, { values }: Call): (column: string) => boolean {
  const allowed =
    typeof values.confidential === 'string' ? values.confidential.split(',').map((name) => name.trim()) : [];
  const hides = confidentialIn(session, survey.graph, survey.store);
  return (name) => survey.withholding.variables.has(name) || (hides(name) && !allowed.includes(name));
}

interface WrittenExport {
  readonly language: ExportLanguage;
  readonly folder: string;
  readonly files: readonly ScriptFile[];
  readonly collected: CollectedExport;
}

/** Words a script's reading of data, where the language has words for that. */
interface ToldOrigin {
  readonly name: string;
  readonly from: 'raw' | 'frame';
  /** Raw files, or why the data are the frame. */
  readonly files?: readonly string[];
  readonly why?: string;
}

const originsOf = ({ data }: CollectedExport): ToldOrigin[] =>
  data.flatMap<ToldOrigin>(({ name, origin }) => {
    if (origin === undefined) return [];
    if (origin.is === 'frame') return [{ name, from: 'frame', why: origin.why }];
    return [{ name, from: 'raw', files: origin.files.map(({ path }) => path) }];
  });

function told({ values }: Call, { language, folder, files, collected }: WrittenExport): number {
  const { steps } = collected;
  const blocks: readonly Block[] = steps.flatMap((step) => step.blocks);
  const cells = blocks.reduce((sum, block) => sum + block.cells, 0);
  const missing = blocks.flatMap((block) => block.missing);
  const code = values.strict === true && missing.length > 0 ? EXIT.failed : EXIT.done;
  const notes = files.flatMap((file) => file.notes ?? []);
  if (values.json === true) {
    const results = blocks.map((block) => ({ node: block.node, cells: block.cells }));
    tellJson({
      to: language.name,
      ...(language.dialect !== undefined && { dialect: language.dialect }),
      out: folder,
      files: files.map(({ path }) => path),
      results,
      cells,
      missing,
      data: originsOf(collected),
      notes,
    });
    return code;
  }
  const data = originsOf(collected).map(({ name, files: raw = [], why }) =>
    why === undefined ? `data ${name}: made of ${quoted(raw)}` : `data ${name}: the frame, since ${why}`,
  );
  const lines = missing.map(({ node, what, why }) => `no counterpart: ${node}: ${what}: ${why}`);
  const written = blocks.filter((block) => block.cells > 0).length;
  const summary = `${folder}: ${written} of ${blocks.length} results, with ${cells} values to find; ${missing.length} without a counterpart`;
  tell(`${[...data, ...notes, ...lines, summary].join('\n')}\n`);
  return code;
}
