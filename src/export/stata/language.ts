/** Stata, with its own commands and the usual ones of other authors. */
import { WHOLE } from '../blocks.ts';
import { counterpartOf } from '../counterparts.ts';
import type { ExportedData } from '../data.ts';
import type { ExportLanguage } from '../language.ts';
import { Shared } from '../shared.ts';
import { dtaFile } from './dta.ts';
import { stataLoader } from './estimate.ts';
import type { StataHead } from './head.ts';
import { stataDescribe, stataVif } from './lists.ts';
import { stataBlocks, stataModelBlock } from './model.ts';
import { StataNames } from './names.ts';
import { stataDataScript } from './raw.ts';
import { MAIN, packagesOf, stataScripts } from './scripts.ts';
import { stataWorded } from './worded.ts';

export const stata: ExportLanguage = {
  name: 'stata',
  title: 'Stata',
  summary: 'Stata 15 and later, with commands from SSC where Stata has none; not run when written',
  main: MAIN,
  needs: packagesOf,
  estimates: {
    loader: stataLoader,
    names: () => {
      const names = new StataNames();
      return (term) => (term === '_cons' ? term : names.of(term));
    },
  },
  open() {
    const named = new Map<string, StataNames>();
    const shared = new Shared<StataHead>();
    const namesOf = ({ name }: Pick<ExportedData, 'name'>): StataNames => {
      const known = named.get(name) ?? new StataNames();
      named.set(name, known);
      return known;
    };
    return {
      model: (model, counterpart) =>
        stataModelBlock(model, counterpart ?? counterpartOf(model.spec), namesOf(model.data), shared),
      describe: (list) => stataDescribe(list, namesOf(list.data)),
      vif: (list) => stataVif(list, namesOf(list.data)),
      worded: (result) => stataWorded(result, namesOf(result.data)),
      missing: (node, why) => stataBlocks.missing({ node, what: WHOLE, why }),
      scripts: stataScripts,
      raw: (raw, sums, data) => stataDataScript(raw, sums, data, namesOf(data)),
      data: (data, labelOf) => dtaFile(data, namesOf(data), labelOf),
      nameOf: (data, column) => namesOf(data).of(column),
    };
  },
};
