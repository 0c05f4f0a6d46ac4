/** Completion for fish, with what each command and option means. */
import { type CompletedCommand, type CompletedOption, type Operand, wordsOf } from './model.ts';

export function fish(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# Completion of papermake for fish: papermake completion fish > ~/.config/fish/completions/papermake.fish
function __papermake_names
    set -l words (commandline -opc)
    set -l folder .
    for i in (seq (count $words))
        if contains -- $words[$i] -C --directory; and set -q words[(math $i + 1)]
            set folder $words[(math $i + 1)]
        end
    end
    command $words[1] completion --names -C $folder 2>/dev/null
end
function __papermake_of
    set -l named
    for word in (commandline -opc)[2..]
        if contains -- $word ${names}
            set named $word
            break
        end
    end
    test (count $named) -eq 0; and set named run
    contains -- $named $argv
end
complete -c papermake -f
${commands.map(({ name, summary }) => `complete -c papermake -n 'not __fish_seen_subcommand_from ${names}' -a ${name} -d ${quoted(summary)}`).join('\n')}
${commands.flatMap(commandLines).join('\n')}
`;
}

function commandLines({ name, options, operands }: CompletedCommand): string[] {
  const within = `complete -c papermake -n '__papermake_of ${name}'`;
  return [
    ...operands.map((operand) => `${within} ${given(operand)}`),
    ...options.map((option) => `${within} ${optionWords(option)} -d ${quoted(option.help)}`),
  ];
}

function optionWords({ name, short, value }: CompletedOption): string {
  const words = `-l ${name}${short === undefined ? '' : ` -s ${short}`}`;
  return value === undefined ? words : `${words} -x ${given(value)}`.trimEnd();
}

function given(operand: Operand): string {
  if (operand === 'names') return "-a '(__papermake_names)'";
  if (operand === 'files') return "-a '(__fish_complete_path (commandline -ct))'";
  if (operand === 'folders') return "-a '(__fish_complete_directories (commandline -ct))'";
  return operand.length === 0 ? '' : `-a '${wordsOf([operand]).join(' ')}'`;
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
