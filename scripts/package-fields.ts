/** Lists the fields of a package's README, with who fills each, between two marks of docs/package.md. */
import { sections } from '../src/app/package/readme/registry.ts';

const BETWEEN = /(<!-- fields -->\n)[\s\S]*?(<!-- end of fields -->)/;

/** The page with the list as the registry has it. */
export function withFields(page: string): string {
  if (!BETWEEN.test(page)) throw new Error('the page has no marks for the list of fields');
  const rows = sections.flatMap(({ english, fields }) =>
    fields.map(({ name, tells, by, perSource = false }) => [
      english,
      name,
      `${tells}${perSource ? ' (each source)' : ''}`,
      by,
    ]),
  );
  const lines = [['section', 'field', 'tells', 'filled by'], ['---', '---', '---', '---'], ...rows];
  const list = lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
  return page.replace(BETWEEN, (_, begin: string, end: string) => `${begin}\n${list}\n${end}`);
}
