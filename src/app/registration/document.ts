/** Writes the document of a registered plan, in every format. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Passage, type Prose, proseFormats } from '../../document/prose.ts';
import type { Plan } from '../../engine/ledger/line.ts';
import type { Registration } from '../../engine/ledger/registration.ts';
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

/** Writes the files, and returns their paths from the project. */
export async function writeDocument(root: string, pipeline: string, number: number, prose: Prose): Promise<string[]> {
  const name = `${pipeline === 'pipeline.yaml' ? '' : `${pipeline.replace(/\.ya?ml$/, '').replace(/[^\w.-]/g, '-')}-`}${number === 1 ? 'plan' : `amendment-${number - 1}`}`;
  mkdirSync(join(root, DOCUMENTS), { recursive: true });
  const paths: string[] = [];
  for (const { extension, write } of proseFormats) {
    const path = `${DOCUMENTS}/${name}.${extension}`;
    writeFileSync(join(root, path), await write(prose));
    paths.push(path);
  }
  return paths;
}
