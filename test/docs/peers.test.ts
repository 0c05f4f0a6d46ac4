/** A user of esttab, etable or modelsummary finds every option of theirs in docs/tables.md, beside ours or among those that have no counterpart. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/tables.md'), 'utf8');
const [, section = ''] = page.split('## If you come from esttab, etable or modelsummary\n');
const [beside = ''] = section.split('\n## ');
const named = new Set([...beside.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => code!.match(/[\w.]+/g) ?? []));

/** As the help of esttab, and the manual pages of etable and modelsummary, list them. */
const options = {
  esttab: [
    'b beta main t abs not z se p ci aux noconstant star nostar staraux r2 ar2 pr2 aic bic scalars sfmt noobs obslast wide onecell',
    'noparentheses brackets nogaps nolines noeqlines compress plain label interaction title mtitles nomtitles depvars nonumbers',
    'coeflabels nonotes addnotes smcl fixed tab csv scsv rtf html tex booktabs fragment page alignment width longtable fonttbl',
    'replace append type noisily drop noomitted nobaselevels keep order equations eform unstack cells stats indicate rename',
    'mgroups refcat varlabels collabels prehead posthead prefoot postfoot transform level margin substitute style',
  ],
  etable: [
    'vcov stage agg se ssc cluster .vcov digits digits.stats tex fitstat title coefstat ci se.row se.below keep drop order dict file',
    'replace convergence signif.code label float headers fixef_sizes keepFactors family powerBelow interaction.combine',
    'interaction.order i.equal depvar style.tex style.df notes group extralines fixef.group placement drop.section poly_dict',
    'postprocess.tex postprocess.df tpt arraystretch adjustbox fontsize fit_format coef.just tabular highlight coef.style meta',
    'view export markdown page.width div.class',
  ],
  modelsummary: [
    'models output fmt estimate statistic vcov conf_level exponentiate stars shape coef_map coef_omit coef_rename gof_map gof_omit',
    'gof_function group_map add_columns add_rows align notes title escape',
  ],
};

it.each(Object.entries(options))('every option of %s is there', (_, lines) => {
  const all = lines.flatMap((line) => line.split(' '));
  const names = (name: string): boolean => named.has(name) || (name.startsWith('.') && beside.includes(`\`${name}\``));
  expect(all.filter((name) => !names(name))).toEqual([]);
});
