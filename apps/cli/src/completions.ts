/** A command as the shells see it. */
export interface Completable {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly CompletableFlag[];
}

export interface CompletableFlag {
  /** With its dashes. */
  readonly name: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** The values it takes, where they can be listed. */
  readonly choices: readonly string[];
}

/** A script for bash: commands, then flags, the choices of a flag, else files. */
export function bashCompletion(commands: readonly Completable[]): string {
  const choices = commands.flatMap(({ name, flags }) =>
    flags
      .filter((flag) => flag.choices.length > 0)
      .map((flag) => `    "${name} ${flag.name}") words="${flag.choices.join(" ")}" ;;`),
  );
  const flags = commands
    .filter((command) => command.flags.length > 0)
    .map((command) => `      ${command.name}) words="${command.flags.map(({ name }) => name).join(" ")}" ;;`);
  return `_softmax() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=
  case "\${COMP_WORDS[1]} $before" in
${choices.join("\n")}
    *) case "$current" in -*) case "\${COMP_WORDS[1]}" in
${flags.join("\n")}
    esac ;; esac ;;
  esac
  [ "$COMP_CWORD" = 1 ] && words="${commands.map(({ name }) => name).join(" ")}"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _softmax softmax
`;
}

/** A script for zsh, with the descriptions. */
export function zshCompletion(commands: readonly Completable[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const spec = ({ name, description, takesValue, choices }: CompletableFlag) => {
    const value = choices.length > 0 ? `:value:(${choices.join(" ")})` : ":value:_files";
    return quoted(`${name}[${description.replace(/[\][:]/g, "\\$&")}]${takesValue ? value : ""}`);
  };
  const list = commands.map(({ name, summary }) => quoted(`${name}:${summary}`));
  const cases = commands.map(
    ({ name, flags }) =>
      `    ${name}) _arguments ${[...flags.map(spec), quoted("*:file:_files")].join(" ")} ;;`,
  );
  return `#compdef softmax
_softmax() {
  local -a commands=(${list.join(" ")})
  (( CURRENT == 2 )) && { _describe command commands; return }
  shift words; (( CURRENT-- ))
  case $words[1] in
${cases.join("\n")}
  esac
}
compdef _softmax softmax
`;
}

/** A script for fish, with the descriptions. */
export function fishCompletion(commands: readonly Completable[]): string {
  const quoted = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap(({ name, summary, flags }) => [
    `complete -c softmax -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ...flags.map((flag) => {
      const value =
        flag.choices.length > 0 ? ` -x -a ${quoted(flag.choices.join(" "))}` : flag.takesValue ? " -r" : "";
      return `complete -c softmax -n '__fish_seen_subcommand_from ${name}' -l ${flag.name.slice(2)}${value} -d ${quoted(flag.description)}`;
    }),
  ]);
  return `${lines.join("\n")}\n`;
}
