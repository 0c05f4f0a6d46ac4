/** Completion for zsh, with what each command and option means. */
import { operandCases, valueCases } from './cases.ts';
import { type CompletedCommand, type CompletedOption, type Operand, valued, written } from './model.ts';

export function zsh(commands: readonly CompletedCommand[]): string {
  return `#compdef papermake
# Completion of papermake for zsh: source <(papermake completion zsh) in ~/.zshrc, behind compinit
_papermake_names() {
  local -a names
  names=("\${(@f)$("\${words[1]}" completion --names -C "$folder" 2>/dev/null)}")
  names=(\${names:#})
  (( \${#names} )) && compadd -- "\${names[@]}"
}
_papermake() {
  local command= folder=. before=\${words[CURRENT - 1]} i
  local -a commands options
  for ((i = 2; i < CURRENT; i++)); do
    case \${words[i]} in
      -C | --directory) folder=\${(Q)words[++i]} ;;
      ${valued(commands).join(' | ')}) ((i++)) ;;
      -*) ;;
      *) [[ -z $command ]] && command=\${words[i]} ;;
    esac
  done
  folder=\${folder/#\\~/$HOME}
  case \${command:-run}:$before in
${valueCases(commands, action)}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then
    case \${command:-run} in
${commands.map(({ name, options }) => `      ${name}) options=(${options.flatMap(described).join(' ')}) ;;`).join('\n')}
    esac
    _describe -o option options
    return
  fi
  if [[ -z $command ]]; then
    commands=(${commands.map(({ name, summary }) => quoted(`${name}:${summary}`)).join(' ')})
    _describe command commands
  fi
  case \${command:-run} in
${operandCases(commands, action)}
    ${commands.map(({ name }) => name).join(' | ')}) ;;
    *) _papermake_names ;;
  esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _papermake "$@"; else compdef _papermake papermake; fi
`;
}

const described = (option: CompletedOption): string[] =>
  written(option).map((each) => quoted(`${each}:${option.help}`));

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function action(operand: Operand): string {
  if (operand === 'names') return '_papermake_names';
  if (operand === 'files') return '_files';
  if (operand === 'folders') return '_files -/';
  return operand.length === 0 ? ':' : `compadd -- ${operand.join(' ')}`;
}
