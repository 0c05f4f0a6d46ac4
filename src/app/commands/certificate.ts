/** `papermake certificate`: one page for who reads the paper: how many specifications were estimated, how their coefficients lie, what the record can be relied upon. */
import { resolve } from 'node:path';
import type { NodeId } from '../../base/brand.ts';
import { ProblemError } from '../../base/problem.ts';
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { ScriptFile } from '../../export/data.ts';
import type { Language } from '../../table/table.ts';
import type { Certificate } from '../certificate/certify.ts';
import type { CertificateFormat } from '../certificate/formats/format.ts';
import type { CertificatePage } from '../certificate/page.ts';
import { type Call, type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { templatePath, version } from '../place.ts';
import { openSurvey, refuse, type Surveyed, wrong } from '../survey/open-survey.ts';
import { tell, tellJson } from '../terminal/terminal.ts';
import { isTrial } from '../tried/tried.ts';

const languages: readonly string[] = ['en', 'zh'];

export const certificate: Command = {
  name: 'certificate',
  summary: 'one page to hand in with the paper: how many specifications were estimated, and how their coefficients lie',
  operands: '',
  arity: [0, 0],
  options: {
    ...projectOptions,
    to: { type: 'string', value: 'FORMATS', help: 'files to write: markdown, latex, html, docx, pdf, or all' },
    out: { type: 'string', value: 'DIR', help: 'the folder of the files (certificate/ of the project)' },
    lang: {
      type: 'string',
      value: 'LANGUAGE',
      help: 'en, zh (that of the paper)',
      wrong: (value) => (languages.includes(value) ? undefined : `\`--lang\` takes en or zh, got \`${value}\``),
    },
    ...jsonOption,
  },
  async run(call) {
    const formats = await formatsIn(call);
    if (typeof formats === 'string') return wrong(formats);
    if (formats.length === 0 && call.values.out !== undefined)
      return wrong('`--out` names a folder, and no file is written without `--to`\nhint: `--to all`');
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    const { certify } = await import('../certificate/certify.ts');
    const made = await certify(surveyed);
    const files = formats.length === 0 ? [] : await write(formats, await laidOut(made, surveyed, call), surveyed, call);
    if (typeof files === 'number') return files;
    if (surveyed.json) tellJson({ ...made, files });
    else if (files.length > 0) tell(files.map((path) => `papermake: wrote ${path}\n`).join(''));
    else tell((await import('../certificate/formats/text.ts')).textOf(await laidOut(made, surveyed, call)));
    const { broken, cut } = made.trials;
    return broken.length + cut.length > 0 ? EXIT.different : EXIT.done;
  },
};

/** The formats that `--to` names, or what is wrong with it. */
async function formatsIn({ values: { to } }: Call): Promise<readonly CertificateFormat[] | string> {
  if (typeof to !== 'string') return [];
  const { certificateFormats } = await import('../certificate/formats/registry.ts');
  if (to === 'all') return certificateFormats;
  const names = certificateFormats.map(({ name }) => name);
  const asked = to.split(',').map((name) => name.trim());
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown === undefined) return certificateFormats.filter(({ name }) => asked.includes(name));
  return `no format of certificates is called \`${unknown}\`\nhint: ${didYouMean(unknown, names) ?? `there is ${quoted(names)}, and \`all\``}`;
}

async function laidOut(made: Certificate, { session, survey }: Surveyed, { values }: Call): Promise<CertificatePage> {
  const [{ pageOf }, { bookOf, languageOf }] = await Promise.all([
    import('../certificate/page.ts'),
    import('../view/labels.ts'),
  ]);
  const language = (values.lang as Language | undefined) ?? languageOf(session, survey.graph);
  const of = [...survey.graph.nodes.values()].find(isTrial)?.id ?? ('' as NodeId);
  return pageOf(made, bookOf({ project: session.project, language }, survey, of), version());
}

/** Writes the page in every format; the paths of the files, or an exit code where something stood in the way. */
async function write(
  formats: readonly CertificateFormat[],
  page: CertificatePage,
  { session, json }: Surveyed,
  { values: { out } }: Call,
): Promise<readonly string[] | number> {
  const { root } = session.options;
  const folder = typeof out === 'string' ? resolve(out) : resolve(root, 'certificate');
  const { inTheWay, writeFiles } = await import('../exporting/write.ts');
  const files: ScriptFile[] = [];
  try {
    for (const format of formats) {
      const content = await format.write(page, (name) => templatePath(name, session.files));
      files.push({ path: `certificate.${format.extension}`, content });
    }
  } catch (error) {
    if (error instanceof ProblemError) return refuse(error.problems, root, json);
    throw error;
  }
  const obstacle = inTheWay(folder, files, out === undefined);
  if (obstacle) return wrong(`${obstacle.why}\nhint: ${obstacle.hint}`);
  writeFiles(folder, files);
  return files.map(({ path }) => `${typeof out === 'string' ? out : 'certificate'}/${path}`);
}
