// Loaded into every child of the supervisor (node --import): when the supervisor is gone, however it went, the child
// ends as politely as on SIGTERM. So a kill -9 leaves no process that holds a port against the next start.
process.channel?.unref();
process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), 15_000).unref();
});
