/** Completion for bash. Names of nodes are compared and quoted, never expanded: `compgen -W` would run a command in a name. */
import { operandCases, valueCases } from './cases.ts';
import { type CompletedCommand, type Operand, valued, wordsOf, written } from './model.ts';

export function bash(commands: readonly CompletedCommand[]): string {
  return `# Completion of papermake for bash: eval "$(papermake completion bash)" in ~/.bashrc
_papermake_names() {
  local name
  while IFS= read -r name; do
    [[ $name == "$cur"* ]] && COMPREPLY+=("$(printf '%q' "$name")")
  done < <("\${COMP_WORDS[0]}" completion --names -C "$folder" 2>/dev/null)
}
_papermake_words() { COMPREPLY+=($(compgen -W "$1" -- "$cur")); }
_papermake_files() { compopt -o filenames 2>/dev/null; local path; while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen "$1" -- "$cur"); }
_papermake() {
  local cur=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command= folder=. i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      -C | --directory) folder=\${COMP_WORDS[++i]} ;;
      ${valued(commands).join(' | ')}) ((i++)) ;;
      -*) ;;
      *) [[ -z $command ]] && command=\${COMP_WORDS[i]} ;;
    esac
  done
  folder=\${folder/#\\~/$HOME}
  [[ -z $folder ]] && folder=.
  case \${command:-run}:$before in
${valueCases(commands, action)}
  esac
  if [[ $cur == -* ]]; then
    case \${command:-run} in
${commands.map(({ name, options }) => `      ${name}) _papermake_words '${options.flatMap(written).join(' ')}' ;;`).join('\n')}
    esac
    return
  fi
  [[ -z $command ]] && _papermake_words '${commands.map(({ name }) => name).join(' ')}'
  case \${command:-run} in
${operandCases(commands, action)}
    ${commands.map(({ name }) => name).join(' | ')}) ;;
    *) _papermake_names ;;
  esac
}
complete -F _papermake papermake
`;
}

function action(operand: Operand): string {
  if (operand === 'names') return '_papermake_names';
  if (operand === 'files') return '_papermake_files -f';
  if (operand === 'folders') return '_papermake_files -d';
  return operand.length === 0 ? ':' : `_papermake_words '${wordsOf([operand]).join(' ')}'`;
}
