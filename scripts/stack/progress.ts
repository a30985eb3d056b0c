// What a person watching the start sees: one line a step, with the time it took.
const isTerminal = process.stderr.isTTY === true;
const paint = (code: number, text: string) => (isTerminal ? `\u001b[${code}m${text}\u001b[0m` : text);

export interface Progress {
  step<T>(title: string, work: (detail: (text: string) => void) => Promise<T>): Promise<T>;
  say(text: string): void;
}

/** Everything goes to stderr: stdout belongs to the command's result. */
export function createProgress(options: { quiet: boolean }): Progress {
  const write = (text: string) => {
    if (!options.quiet) process.stderr.write(text);
  };
  return {
    async step(title, work) {
      const startedAt = performance.now();
      let note = '';
      if (isTerminal) write(`  ${paint(90, '…')} ${title}\r`);
      try {
        const result = await work((text) => {
          note = text;
        });
        const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
        write(
          `  ${paint(32, '✓')} ${title}${note ? `: ${note}` : ''} ${paint(90, `${seconds} s`)}${isTerminal ? '\u001b[K' : ''}\n`,
        );
        return result;
      } catch (error) {
        write(`  ${paint(31, '✗')} ${title}\n`);
        throw error;
      }
    },
    say: (text) => write(`${text}\n`),
  };
}
