/** Commands that have no effect in a pipeline, each with the reason; and labels, `cd` and the like. */
import { NotUnderstood } from '../../outcome.ts';
import { unquoted } from '../text.ts';
import { commandsOf, nothing, SHOWS, type StataCommand } from './command.ts';

const quiet = (names: string, why: string): StataCommand[] => commandsOf(names, 'quiet', () => () => nothing(why));

const label: StataCommand['run'] = (statement, reading) => {
  const [, variable, text] = /^var\w*\s+(\S+)\s+(.+)$/s.exec(statement.body) ?? [];
  if (variable !== undefined) {
    reading.data.variables.get(variable);
    reading.draft.labels.set(variable, unquoted(text!));
    return nothing('the label is among `variables:`');
  }
  if (/^(da\w*)\b/.test(statement.body)) return nothing('data sets have no labels here');
  if (/^(?:def\w*|val\w*|drop|dir|list|save|lang\w*)\b/.test(statement.body))
    return nothing('labels of values change no result; `map:` of the step that reads a file names its values');
  throw new NotUnderstood(`this form of \`label\` is not read`);
};

const cd: StataCommand['run'] = (statement, reading) => {
  const folder = unquoted(statement.body).replaceAll('\\', '/').replace(/\/$/, '');
  reading.folder =
    /^([A-Za-z]:|\/|~)/.test(folder) || folder === ''
      ? ''
      : [reading.folder, folder].filter((part) => part !== '').join('/');
  return nothing('files are named from the folder of the project');
};

const clear: StataCommand['run'] = (_, reading) => {
  reading.data.clear();
  return nothing('each step names the data that it reads');
};

const assert: StataCommand['run'] = () => {
  throw new NotUnderstood('`assert` is not read', '`claims:` holds what must be true of results');
};

/** `set obs` makes rows; everything else that is set is Stata's own. */
const set: StataCommand['run'] = ({ body }, { data, line }) => {
  if (!/^obs\b/.test(body)) return nothing('it sets Stata itself');
  if (data.isThere) data.doubt(line);
  else data.clear();
  throw new NotUnderstood('rows that Stata makes itself are not read', 'save the data as a file and `use` it');
};

export const quietCommands: readonly StataCommand[] = [
  ...quiet('log q_uery version pause sleep timer timer_ more window noi_sily qui_etly cls', 'it sets Stata itself'),
  ...quiet(
    'di_splay describe d_escribe list l_ist br_owse ed_it codebook inspect count tab1 tab2 table lookfor xtdes_cribe xtsum xttab isid mdesc misstable graph gr_aph tw_oway scatter line hist_ogram kdensity binscatter xtline lowess matlist putexcel putdocx psgraph pstest',
    SHOWS,
  ),
  ...quiet(
    'or_der aorder compress format recast notes note char',
    'the order and the format of columns change no result',
  ),
  ...quiet(
    'ssc net ado adopath which findit sysdir discard program help h_elp search',
    'packages of Stata are not needed',
  ),
  ...quiet(
    'tempfile tempvar tempname mac_ro mkdir erase rm cap_ture exit end sca_lar matrix mat_rix',
    'it names or removes what Stata alone uses',
  ),
  ...commandsOf('la_bel', 'other', () => label),
  ...commandsOf('se_t', 'quiet', () => set),
  ...commandsOf('cd', 'other', () => cd),
  ...commandsOf('clear', 'other', () => clear),
  ...commandsOf('as_sert', 'quiet', () => assert),
];
