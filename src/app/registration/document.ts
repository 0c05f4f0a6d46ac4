/** Writes the document of a registered plan, in every format. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Passage, type Prose, proseFormats } from '../../document/prose.ts';
import type { Plan } from '../../engine/ledger/line.ts';
import type { Registration } from '../../engine/ledger/registration.ts';
import { STORE, writeAtomically } from '../../engine/system/files.ts';
import type { Language } from '../../table/table.ts';
import { digestOfPlan } from './plan-of.ts';
import { admissibleIn } from './registered.ts';
import { registrationWords } from './words.ts';

/** The folder of the documents, beside that of the ledger. */
export const DOCUMENTS = 'registration';

export function documentOf(registration: Registration, before: number, language: Language): Prose {
  const { number, at, by, lock, plan } = registration;
  const said = registrationWords[language];
  const withheld = plan.withheld.length === 0 ? said.nothingWithheld : said.withheld(plan.withheld.join(said.comma));
  const space = language === 'zh' ? '' : ' ';
  const head = [
    said.locked(at, by),
    withheld,
    said.before(before),
    said.admissible(admissibleIn(plan.specifications).size),
    said.digests(digestOfPlan(plan), lock),
  ].join(space);
  const title = said.title(number);
  return {
    title: plan.title === null ? title : `${title}${language === 'zh' ? '：' : ': '}${plan.title}`,
    language,
    passages: [{ is: 'sentences', text: head }, ...sectionsOf(plan, language)],
  };
}

function sectionsOf({ specifications, claims, samples, data }: Plan, language: Language): Passage[] {
  const said = registrationWords[language];
  const section = (text: string, items: (Passage & { is: 'items' })['items']): Passage[] =>
    items.length === 0
      ? []
      : [
          { is: 'heading', text },
          { is: 'items', items },
        ];
  return [
    ...section(
      said.specifications,
      specifications.map(({ node, says, family }) => ({
        name: node,
        code: says,
        ...(family && { text: said.size(family.size) }),
      })),
    ),
    ...section(
      said.claims,
      claims.map(({ name, claim, text }) => ({ name, text, code: claim })),
    ),
    ...section(
      said.samples,
      Object.entries(samples).map(([name, code]) => ({ name, code })),
    ),
    ...section(
      said.data,
      data.map(({ step, kind, rows }) => ({ name: step, text: kind, ...(rows !== null && { code: rows }) })),
    ),
  ];
}

/** Writes the documents of plans that lack one, as a kill leaves them behind the lock, and returns the paths of the files from the project. */
export async function writeDocuments(
  root: string,
  pipeline: string,
  registrations: readonly Registration[],
  proseOf: (registration: Registration) => Prose,
): Promise<string[]> {
  const paths: string[] = [];
  for (const registration of registrations) {
    const stem = stemOf(pipeline, registration.number);
    const lacking = proseFormats.filter(({ extension }) => !existsSync(join(root, `${stem}.${extension}`)));
    for (const { extension, write } of lacking) {
      const path = `${stem}.${extension}`;
      const bytes = await write(proseOf(registration));
      writeAtomically(join(root, path), bytes, { temporaries: join(root, STORE, 'tmp') });
      paths.push(path);
    }
  }
  return paths;
}

/** The path of a document without its extension. */
function stemOf(pipeline: string, number: number): string {
  const name = `${pipeline === 'pipeline.yaml' ? '' : `${pipeline.replace(/\.ya?ml$/, '').replace(/[^\w.-]/g, '-')}-`}${number === 1 ? 'plan' : `amendment-${number - 1}`}`;
  return `${DOCUMENTS}/${name}`;
}
