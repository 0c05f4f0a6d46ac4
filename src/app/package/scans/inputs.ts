/** Finds files that programs read and no step names, so that the package does not hold them. */
import { inLines, isProgram, type Scan } from './scan.ts';

const READS = /\bread|\b(?:load|fread|import|use|using|insheet|merge|append|source|open|include|do|setwd|cd)\b/i;
const FILE = /\.(csv|tsv|dta|xlsx?|parquet|rds|rdata|sav|txt|json|jsonl|feather|do|r|py|shp|dbf)$/i;

/** The first quoted name of a file behind a word that reads. */
function fileRead(line: string): string | undefined {
  const parts = line.split(/["']/);
  return parts.find((part, i) => i > 0 && i < parts.length - 1 && FILE.test(part) && READS.test(parts[i - 1]!));
}

/** Stata takes the name of a file without quotes too. */
const STATA = /\b(?:use|using|insheet|do|run|include)\s+([\w./\\-]+\.\w+)/;

export const inputs: Scan = {
  name: 'input',
  tells: 'files that programs read and no step names',
  find: (scanned) =>
    inLines(scanned, isProgram, (line, path) => {
      if (/^\s*(#|\*|\/\/)/.test(line)) return undefined;
      const file = fileRead(line) ?? (/\.(do|ado)$/i.test(path) ? STATA.exec(line)?.[1] : undefined);
      if (file === undefined || scanned.isNamed(file)) return undefined;
      const beside = `${path.slice(0, path.lastIndexOf('/') + 1)}${file}`;
      if (scanned.files.has(file) || scanned.files.has(beside)) return undefined;
      return {
        message: `\`${file}\` is read here, and the package does not hold it`,
        hint: 'list it in `files` or `inputs` of the step, so that it is packed and its changes are noticed',
      };
    }),
};
