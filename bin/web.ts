// The web process: webhook receiver in front, console behind, one port. Argument: production | development |
// receiver-only. Prints one JSON line when it serves.
import { createServer, type RequestListener } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeConsoleFront } from '../server/api/console-front.ts';
import { isSecureUrl } from '../server/api/session-cookie.ts';
import { composeReceiver } from '../server/compose-receiver.ts';
import { composeConnectors, composeParts } from '../server/composition.ts';
import { createAccountsDeps, ensureSetupToken } from '../server/features/accounts/public.ts';
import { capConnections, makeIngestListener, serverLimits } from '../server/features/ingest/node-http.ts';

const mode = process.argv[2] ?? 'production';
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
composeConnectors('web');
const parts = composeParts('web');
const { MSPCLAW_HOST: host, PORT: wantedPort } = parts.env;

const server = createServer(serverLimits);
// a proxy of ours brings everybody over one address
if (parts.env.MSPCLAW_TRUSTED_PROXIES === 0) capConnections(server);
await new Promise<void>((resolve, reject) => {
  server.once('error', (error: NodeJS.ErrnoException) =>
    reject(
      error.code === 'EADDRINUSE'
        ? new Error(`Port ${wantedPort} is taken. Choose another: PORT=3001 npm start`)
        : error,
    ),
  );
  server.listen(wantedPort, host, resolve);
});
const address = server.address();
const port = typeof address === 'object' && address ? address.port : wantedPort;
// "localhost" and not an address: cookies and redirects of the console are bound to it
const url = parts.env.MSPCLAW_URL ?? `http://localhost:${port}`;
process.env.PORT = String(port);
process.env.MSPCLAW_URL = url;

const console_ = mode === 'receiver-only' ? notHere : await openConsole();
server.on('request', makeIngestListener({ accept: composeReceiver(parts), next: console_ }));

const token = await ensureSetupToken(createAccountsDeps(parts.database));
process.stdout.write(
  `${JSON.stringify({ ready: true, url, port, setupUrl: token ? `${url}/setup?token=${token}` : null })}\n`,
);

let isStopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    void stop();
  });
}

/** Requests under way are answered; a stream that does not end by itself is cut after a moment. */
async function stop(): Promise<void> {
  parts.stopping.abort();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 1_500).unref();
  await closed;
  await parts.bus.close();
  await parts.database.close();
  process.exit(0);
}

function notHere(_request: unknown, response: Parameters<RequestListener>[1]): void {
  response.writeHead(404, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: 'this process only receives webhooks' }));
}

async function openConsole(): Promise<RequestListener> {
  const { default: next } = await import('next');
  const app = next({ dev: mode === 'development', dir: root, hostname: host, port, httpServer: server });
  await app.prepare();
  const handle = app.getRequestHandler();
  return makeConsoleFront({
    next: (request, response) => void handle(request, response),
    trustedProxies: parts.env.MSPCLAW_TRUSTED_PROXIES,
    isHttps: isSecureUrl(url),
  });
}
