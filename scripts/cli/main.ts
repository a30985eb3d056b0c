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
  load: () => Promise<{ run: (options: never, args: string[]) => Promise<number> }>,
  under = program,
) =>
  under
    .command(name)
    .description(description)
    .option('--json', 'print the result as one JSON object on the last line of standard output')
    .action(async (...given: unknown[]) => {
      const self = given.at(-1) as Command;
      const { run } = await load();
      process.exitCode = await run(self.opts<never>(), self.args);
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

command(
  'connector <id>',
  'make a connector folder that keeps the contract, ready to be filled: <vendor>/<product>',
  () => import('./connector/new-connector.ts'),
  program.command('new').description('make something new'),
).option('--into <folder>', 'make it below this folder instead of connectors/');

const connector = program
  .command('connector')
  .description('connectors from elsewhere, and checks against real tenants');
command(
  'verify <id>',
  'read with every capability of a connector against a real tenant; changes nothing unless given a ticket',
  () => import('./connector/verify-connector.ts'),
  connector,
)
  .requiredOption('--connection <file>', 'JSON with settings and secrets; read, never kept')
  .option('--ticket <id>', 'a ticket that may get an internal note')
  .option('--level <level>', '"live" or "vendor sandbox"', 'live')
  .option('--key <file>', 'sign the result with this key')
  .option('--out <file>', 'write the result here too');
command('key <file>', 'make a key for signing', () => import('./connector/make-key.ts'), connector);
command(
  'pack <folder>',
  'list the files of a connector, so that others can trust it',
  () => import('./connector/pack-connector.ts'),
  connector,
)
  .requiredOption('--id <id>', '<vendor>/<product>')
  .requiredOption('--release <version>', 'like 1.0.0')
  .option('--entry <file>', 'the file that exports the connector', 'connector.ts')
  .option('--publisher <name>', 'who signs')
  .option('--key <file>', 'with which key');
command(
  'inspect <folder>',
  'show what a connector from elsewhere consists of',
  async () => ({ run: (await import('./connector/trust-connector.ts')).inspect }),
  connector,
);
command(
  'trust [folder]',
  'trust one version of a connector, or everything a publisher signs',
  async () => ({ run: (await import('./connector/trust-connector.ts')).trust }),
  connector,
)
  .option('--publisher <name=key>', 'trust whatever this key signs')
  .option('--digest <hex>', 'trust it only while it is what was looked at');
command(
  'distrust <what>',
  'take trust back from a publisher, a connector or one digest',
  async () => ({ run: (await import('./connector/trust-connector.ts')).distrust }),
  connector,
);

await program.parseAsync().catch((error: unknown) => {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  const wantsJson = process.argv.includes('--json');
  if (wantsJson) process.stdout.write(`${JSON.stringify({ ok: false, error: message })}\n`);
  process.stderr.write(`\nmspclaw: ${message}\n${process.env.MSPCLAW_LOG === 'debug' && stack ? `${stack}\n` : ''}`);
  process.exitCode = 1;
});
