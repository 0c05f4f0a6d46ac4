/** Completion for PowerShell, of Windows and of other systems. */
import { type CompletedCommand, type Operand, valued, written } from './model.ts';

export function powershell(commands: readonly CompletedCommand[]): string {
  return `# Completion of papermake for PowerShell: papermake completion powershell | Out-String | Invoke-Expression, in $PROFILE
Register-ArgumentCompleter -Native -CommandName papermake -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $options = @{
${commands.map(({ name, options }) => `    ${quoted(name)} = @(${options.flatMap(written).map(quoted).join(', ')})`).join('\n')}
  }
  $operands = @{
${commands.map(({ name, operands }) => `    ${quoted(name)} = @(${operands.flatMap(given).map(quoted).join(', ')})`).join('\n')}
  }
  $values = @{
${commands.flatMap(valueLines).join('\n')}
  }
  $valued = @(${valued(commands).map(quoted).join(', ')})
  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  $command = $null; $folder = '.'; $before = $words[-1]
  for ($i = 1; $i -lt $words.Count; $i++) {
    if ($words[$i] -cin @('-C', '--directory')) { $i++; $folder = $words[$i] }
    elseif ($words[$i] -cin $valued) { $i++ }
    elseif (-not $words[$i].StartsWith('-') -and $null -eq $command) { $command = $words[$i] }
  }
  $of = if ($null -ne $command -and $options.ContainsKey($command)) { $command } else { 'run' }
  $given = if ($values.ContainsKey("\${of}:$before")) { $values["\${of}:$before"] }
    elseif ($wordToComplete.StartsWith('-')) { $options[$of] }
    elseif ($null -eq $command) { @($options.Keys | Sort-Object) + $operands[$of] }
    else { $operands[$of] }
  $given | ForEach-Object {
    if ($_ -eq '<names>') { & $words[0] completion --names -C $folder 2>$null }
    elseif ($_ -eq '<folders>') { Get-ChildItem -Directory -Name "$wordToComplete*" }
    elseif ($_ -eq '<files>') { Get-ChildItem -Name "$wordToComplete*" }
    else { $_ }
  } | Where-Object { $_.StartsWith($wordToComplete) } | ForEach-Object {
    $text = if ($_ -match '[^\\w./\\\\:~-]') { "'" + $_.Replace("'", "''") + "'" } else { $_ }
    [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
  }
}
`;
}

/** The words of an operand; `<names>` and the like stand for what is asked when a key is pressed. */
const given = (operand: Operand): string[] => (typeof operand === 'string' ? [`<${operand}>`] : [...operand]);

const valueLines = ({ name, options }: CompletedCommand): string[] =>
  options.flatMap((option) =>
    written(option).flatMap((each) =>
      option.value === undefined
        ? []
        : [`    ${quoted(`${name}:${each}`)} = @(${given(option.value).map(quoted).join(', ')})`],
    ),
  );

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
