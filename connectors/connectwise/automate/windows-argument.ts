// One argument of a Windows command line, as programs of Microsoft's C runtime and .NET read it back: the whole in double
// quotes, a double quote of its own behind a backslash, and backslashes doubled only in front of a double quote.
// https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
export const windowsArgument = (text: string): string =>
  `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
