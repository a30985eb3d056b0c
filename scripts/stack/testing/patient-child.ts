// A child that would live for ever: says that it is ready, and obeys SIGTERM.
process.on('SIGTERM', () => process.exit(0));
setInterval(() => {}, 1_000);
process.stdout.write(`${JSON.stringify({ ready: true, pid: process.pid })}\n`);
