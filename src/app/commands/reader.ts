/** `papermake reader`: writes a file by which a document in R, Python or Stata reads results, and the index that it reads. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../../base/attempt.ts';
import { ownValue } from '../../base/own-value.ts';
import { quoted } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { STORE, writeAtomically } from '../../engine/system/files.ts';
import { type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { packageFile } from '../place.ts';
import { openSurvey, refuse, wrong } from '../survey/open-survey.ts';
import { tell, tellJson } from '../terminal/terminal.ts';

/** THE list of languages with a reader: the file that is written, and the first call in a document. */
const readers: Readonly<Record<string, { readonly file: string; readonly first: string }>> = {
  r: { file: 'papermake.R', first: 'source("papermake.R"); pmk("NAME")' },
  python: { file: 'papermake.py', first: 'from papermake import pmk; pmk("NAME")' },
  stata: { file: 'pmk.ado', first: 'pmk number NAME' },
};

/** Every reader begins so, in whatever marks its language puts around comments. */
const MARK = 'Reader of papermake results';

export const reader: Command = {
  name: 'reader',
  summary: 'a file by which documents in R, Python or Stata read numbers, tables and figures, and refuse stale ones',
  operands: 'r|python|stata [NODE|STEP|GLOB…]',
  arity: [1, Number.POSITIVE_INFINITY],
  options: { ...projectOptions, ...jsonOption },
  async run(call) {
    const [language = '', ...of] = call.positionals;
    const found = ownValue(readers, language);
    const names = Object.keys(readers).join(', ');
    if (found === undefined)
      return wrong(
        `no reader is written for \`${language}\`\nhint: ${didYouMean(language, Object.keys(readers)) ?? `there is ${names}`}`,
      );
    const surveyed = await openSurvey(call);
    if (typeof surveyed === 'number') return surveyed;
    const { root, file } = surveyed.session.options;
    const text = readFileSync(packageFile(`bridge/readers/${found.file}`), 'utf8');
    const path = join(root, found.file);
    const there = attempt(() => readFileSync(path, 'utf8'));
    if (there !== undefined && !there.slice(0, 200).includes(MARK))
      return wrong(`\`${found.file}\` is a file of your own, and the reader would replace it\nhint: rename it`);
    const { writeIndex } = await import('../readers/index-file.ts');
    const { indexOf } = await import('../readers/place.ts');
    const written = writeIndex(surveyed, of);
    if ('problems' in written) return refuse(written.problems, root, surveyed.json);
    if (there !== text) writeAtomically(path, text, { temporaries: join(root, STORE, 'tmp') });
    const { numbers, files, absent } = written;
    if (surveyed.json) tellJson({ reader: found.file, index: indexOf(file), numbers, files, absent });
    else {
      const lacking = absent.length === 0 ? [] : [`${plural(absent.length, 'node')} cannot be read: ${quoted(absent)}`];
      const sum = `${indexOf(file)}: ${plural(numbers, 'number')} and ${plural(files, 'file')}, which every run brings up to date`;
      tell(`${[`${found.file}: ${found.first}`, sum, ...lacking].join('\n')}\n`);
    }
    return absent.length === 0 ? EXIT.done : EXIT.failed;
  },
};

const plural = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`;
