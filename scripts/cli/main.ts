// The command line. One file a command; each loads what it needs only when it is called.
import { Command } from 'commander';
import packageFile from '../../package.json' with { type: 'json' };

const program = new Command('mspclaw')
  .description(packageFile.description)
  .version(packageFile.version)
  .showHelpAfterError('(mspclaw --help lists the commands)')
  .configureHelp({ showGlobalOptions: true });

const command = (
  name: string,
  description: string,
  load: () => Promise<{ run: (options: Record<string, unknown>, args: string[]) => Promise<number> }>,
  under = program,
) =>
  under
    .command(name)
    .description(description)
    .option('--json', 'print the result as one JSON object on the last line of standard output')
    .action(async (...given: unknown[]) => {
      const self = given.at(-1) as Command;
      const { run } = await load();
      process.exitCode = await run(self.opts(), self.args);
    });

command('start', 'set everything up and run the product', () => import('./start.ts'))
  .option('--no-web', 'run no web process here')
  .option('--workers <n>', 'worker processes to run here');
command('dev', 'run the product for development: the console is compiled as you edit it', () => import('./dev.ts'));
command('demo', 'run the main job without a browser, in a temporary data folder', () => import('./demo.ts')).option(
  '--scenario <name>',
  'simple | complex | unknown-device | vendor-down | replay',
  'simple',
);
command('doctor', 'check this machine and this installation, and print each fix', () => import('./doctor.ts'));
command('migrate', 'bring the database to this version and end', () => import('./migrate.ts'));
command(
  'check <file>',
  'check a playbook: errors with line, column and fix',
  () => import('./playbook-check.ts'),
  program.command('playbook').description('work with playbooks'),
);

await program.parseAsync().catch((error: unknown) => {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  const wantsJson = process.argv.includes('--json');
  if (wantsJson) process.stdout.write(`${JSON.stringify({ ok: false, error: message })}\n`);
  process.stderr.write(`\nmspclaw: ${message}\n${process.env.MSPCLAW_LOG === 'debug' && stack ? `${stack}\n` : ''}`);
  process.exitCode = 1;
});
